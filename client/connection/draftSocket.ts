/**
 * The shared document's connection, y-websocket's own, and beside it the truth about saving: the server tells how many
 * of our edits are on disk, we count those that we sent, and only when both are equal is anything called saved.
 */
import * as decoding from 'lib0/decoding'
import { WebsocketProvider } from 'y-websocket'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { createSignal, type Signal } from '#client/connection/signal.ts'

export type SaveStatus = 'loading' | 'saved' | 'saving' | 'offline' | 'unsaved' | 'refused'

export type DraftSocket = {
  readonly status: Signal<SaveStatus>
  readonly awareness: Awareness
  /** Begins anew, both sides telling each other all that the other lacks. */
  readonly reconnect: () => void
  readonly close: () => void
}

const SAVED = 100
const SYNC = 0

export function openDraftSocket(address: string, room: string, doc: Y.Doc): DraftSocket {
  const status = createSignal<SaveStatus>('loading')
  let sent = 0
  let saved = 0
  let isOpen = false
  let isRefused = false
  /** Edits made while there was no connection. */
  let hasUnsent = false

  const settle = (): void => {
    if (isRefused) return status.set('refused')
    if (!isOpen) return status.set(hasUnsent ? 'unsaved' : 'offline')
    if (!provider.synced) return status.set('loading')
    if (sent > saved) return status.set('saving')
    hasUnsent = false
    status.set('saved')
  }

  class CountingSocket extends WebSocket {
    override send(message: Parameters<WebSocket['send']>[0]): void {
      // SyncStep2 and Update carry edits; SyncStep1 only asks.
      if (message instanceof Uint8Array && message[0] === SYNC && message[1] !== 0) {
        sent += 1
        settle()
      }
      super.send(message)
    }
  }

  const provider = new WebsocketProvider(address, room, doc, {
    disableBc: true,
    maxBackoffTime: 8_000,
    WebSocketPolyfill: CountingSocket,
  })
  provider.messageHandlers[SAVED] = (_encoder, decoder) => {
    saved = decoding.readVarUint(decoder)
    settle()
  }
  provider.on('status', ({ status: now }) => {
    isOpen = now === 'connected'
    if (now !== 'connecting') {
      // Both counts are of one connection.
      if (sent > saved) hasUnsent = true
      sent = 0
      saved = 0
    }
    settle()
  })
  provider.on('sync', settle)
  provider.on('closed', () => {
    isRefused = true
    settle()
  })
  const onUpdate = (_update: Uint8Array, origin: unknown): void => {
    if (origin !== provider && !isOpen) {
      hasUnsent = true
      settle()
    }
  }
  doc.on('update', onUpdate)

  return {
    status,
    awareness: provider.awareness,
    reconnect() {
      provider.disconnect()
      provider.connect()
    },
    close() {
      doc.off('update', onUpdate)
      provider.destroy()
    },
  }
}
