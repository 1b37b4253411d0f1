/**
 * How long a keystroke takes to reach another person's copy: our room, which stores and checks every edit, against a
 * room that does neither, in the same run and on the same sockets. Run: npx tsx bench/collab.ts [keystrokes]
 * Or 100,000 mutated updates against a room: npx tsx bench/collab.ts mutations
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { v7 as uuidv7 } from 'uuid'
import { WebSocket, WebSocketServer } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { z } from 'zod'
import { PersonId, WorkspaceId } from '#shared/ids.ts'
import type { DraftStore } from '#server/collab/draftStore.ts'
import { createMemoryDraftStore } from '#server/collab/draftStore.ts'
import { answerState, askState, readPeerMessage, tellUpdate } from '#server/collab/messages.ts'
import { openRooms } from '#server/collab/rooms.ts'
import { attackWithMutations } from '#server/collab/testing/mutateUpdates.ts'

/** `ws` speaks a browser's interface, which its types do not say. */
const browserSocket = z.custom<typeof globalThis.WebSocket>((value) => value === WebSocket).parse(WebSocket)
const KEYSTROKES = Number(process.argv[2] ?? 300)

/** The reference: merges and passes on, and nothing else. */
function serveBare(server: Server): void {
  const doc = new Y.Doc()
  const sockets = new Set<WebSocket>()
  doc.on('update', (update: Uint8Array) => {
    for (const socket of sockets) socket.send(tellUpdate(update))
  })
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
    sockets.add(socket)
    socket.send(askState(Y.encodeStateVector(doc)))
    socket.on('message', (bytes: Buffer) => {
      const message = readPeerMessage(bytes)
      if (message?.type === 'edit') Y.applyUpdate(doc, message.update)
      if (message?.type === 'ask-state')
        socket.send(answerState(Y.encodeStateAsUpdate(doc, message.stateVector)))
      if (message?.type === 'awareness') for (const other of sockets) other.send(bytes)
    })
    socket.on('close', () => sockets.delete(socket))
  })
}

function serveRoom(server: Server, store: DraftStore): void {
  const rooms = openRooms({ store })
  const workspaceId = WorkspaceId.parse(uuidv7())
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
    const connection = rooms.join(workspaceId, {
      person: { personId: PersonId.parse(uuidv7()), name: 'Ada' },
      canEdit: () => true,
      send: (message) => socket.send(message),
      close: (code, reason) => socket.close(code, reason),
      unsentBytes: () => socket.bufferedAmount,
    })
    socket.on('message', (bytes: Buffer) => connection?.receive(bytes))
    socket.on('close', () => connection?.leave())
  })
}

/** What a durable append costs: SQLite, WAL, synchronous=FULL. Nothing is read back. */
function openDiskStore(path: string): DraftStore {
  const memory = createMemoryDraftStore()
  const database = new Database(path)
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE drafts (workspace TEXT, bytes BLOB)',
  )
  const insert = database.prepare('INSERT INTO drafts VALUES (?, ?)')
  return {
    ...memory,
    append(workspaceId, update) {
      // A Buffer alone would be taken for named parameters.
      insert.run(workspaceId, Buffer.from(update))
      memory.append(workspaceId, update)
    },
  }
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

type Timing = { readonly p50: number; readonly p95: number }

async function measure(serve: (server: Server) => void, clients: number): Promise<Timing> {
  const server = createServer()
  serve(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const peers = Array.from({ length: clients }, () => {
    const doc = new Y.Doc()
    const provider = new WebsocketProvider(`ws://127.0.0.1:${port}`, 'draft', doc, {
      WebSocketPolyfill: browserSocket,
      disableBc: true,
    })
    provider.messageHandlers[100] = () => undefined
    return { doc, provider, text: doc.getText('draft') }
  })
  await Promise.all(
    peers.map(({ provider }) => new Promise<void>((resolve) => provider.once('sync', () => resolve()))),
  )
  const [writer, reader] = peers
  if (!writer || !reader) throw new Error('at least two clients')
  const times: number[] = []
  for (let i = 0; i < KEYSTROKES; i++) {
    const started = performance.now()
    const seen = new Promise<void>((resolve) => reader.doc.once('update', () => resolve()))
    writer.text.insert(writer.text.length, 'x')
    await seen
    times.push(performance.now() - started)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  for (const { provider, doc } of peers) {
    provider.destroy()
    doc.destroy()
  }
  server.closeAllConnections()
  server.close()
  const sorted = times.slice(20).toSorted((a, b) => a - b)
  return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) }
}

if (process.argv[2] === 'mutations') {
  console.log(attackWithMutations(100_000, 7))
  process.exit(0)
}

const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
for (const clients of [2, 50]) {
  const timings: Record<string, Timing[]> = { bare: [], 'room, in memory': [], 'room, on disk': [] }
  // In turn, so that a busy moment of the machine meets all alike.
  for (let round = 0; round < 3; round++) {
    timings['bare']?.push(await measure(serveBare, clients))
    timings['room, in memory']?.push(await measure((s) => serveRoom(s, createMemoryDraftStore()), clients))
    const path = join(folder, `${clients}-${round}.sqlite`)
    timings['room, on disk']?.push(await measure((s) => serveRoom(s, openDiskStore(path)), clients))
  }
  const best = (of: readonly Timing[], key: keyof Timing) => Math.min(...of.map((timing) => timing[key]))
  const bare = best(timings['bare'] ?? [], 'p50')
  for (const [name, of] of Object.entries(timings)) {
    const [p50, p95] = [best(of, 'p50'), best(of, 'p95')]
    const ratio = (p50 / bare).toFixed(2)
    console.log(
      `${clients} clients, ${name}: p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms, ratio of p50 ${ratio}`,
    )
  }
}
rmSync(folder, { recursive: true, force: true })
process.exit(0)
