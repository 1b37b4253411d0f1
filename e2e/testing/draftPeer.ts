/** Someone who types into the shared draft over the real socket, and counts what the server says is on disk. */
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { answerState, askState, SAVED, tellUpdate } from '#server/collab/messages.ts'
import type { WorkspaceId } from '#shared/ids.ts'

export type DraftPeer = {
  readonly doc: Y.Doc
  /** Joins the room; resolves when the document is that of the server and the server has what we have. */
  readonly connect: (port: number, cookie: string, workspaceId: WorkspaceId) => Promise<void>
  readonly type: (token: string) => void
  /** Tokens that the server has said are on disk. */
  readonly saved: ReadonlySet<string>
  readonly typed: ReadonlySet<string>
  readonly disconnect: () => void
}

const TEXT = 'draft'
export const textOf = (doc: Y.Doc): string => doc.getText(TEXT).toJSON()

export function createDraftPeer(): DraftPeer {
  const doc = new Y.Doc()
  const saved = new Set<string>()
  const typed = new Set<string>()
  const fromServer = {}
  let socket: WebSocket | undefined
  let sent = 0
  /** What is saved once the server has counted so far, on this connection. */
  let waiting: { readonly count: number; readonly tokens: readonly string[] }[] = []

  const say = (message: Uint8Array, tokens?: readonly string[]): void => {
    if (socket?.readyState !== WebSocket.OPEN) return
    if (tokens) {
      sent += 1
      waiting.push({ count: sent, tokens })
    }
    socket.send(message)
  }
  let latest = ''
  doc.on('update', (update: Uint8Array, from: unknown) => {
    if (from !== fromServer) say(tellUpdate(update), [latest])
  })

  function hear(message: Uint8Array): 'synced' | 'other' {
    const decoder = decoding.createDecoder(message)
    const kind = decoding.readVarUint(decoder)
    if (kind === SAVED) {
      const count = decoding.readVarUint(decoder)
      for (const one of waiting.filter((asked) => asked.count <= count))
        for (const token of one.tokens) saved.add(token)
      waiting = waiting.filter((asked) => asked.count > count)
    }
    if (kind !== 0) return 'other'
    const step = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    // The server asks: what it misses of ours goes to it, with all that was typed while it was away.
    if (step === 0) say(answerState(Y.encodeStateAsUpdate(doc, bytes)), [...typed])
    else Y.applyUpdate(doc, bytes, fromServer)
    return step === 1 ? 'synced' : 'other'
  }

  return {
    doc,
    saved,
    typed,
    connect(port, cookie, workspaceId) {
      const headers = { cookie, origin: `http://127.0.0.1:${port}` }
      const opened = new WebSocket(`ws://127.0.0.1:${port}/collab/${workspaceId}`, { headers })
      opened.binaryType = 'nodebuffer'
      socket = opened
      sent = 0
      waiting = []
      return new Promise((resolve, reject) => {
        opened.on('error', reject)
        opened.on('close', (code) => reject(new Error(`The room closed: ${code}`)))
        opened.on('message', (message) => {
          if (socket === opened && Buffer.isBuffer(message) && hear(message) === 'synced') resolve()
        })
        opened.on('open', () => say(askState(Y.encodeStateVector(doc))))
      })
    },
    type(token) {
      typed.add(token)
      latest = token
      const text = doc.getText(TEXT)
      text.insert(text.length, token)
    },
    disconnect() {
      socket?.terminate()
      socket = undefined
    },
  }
}
