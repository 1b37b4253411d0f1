/** Sends honest updates with a few bytes changed, and looks at what they did. */
import * as Y from 'yjs'
import { joinRaw, newWorkspaceId, playRooms, seededRandom } from '#server/collab/testing/playRoom.ts'

export type AttackOutcome = {
  /** The longest time that one update kept the server from everything else. */
  readonly slowestMs: number
  readonly admitted: number
  /** Drafts that a server starting now could not load whole. */
  readonly unreadable: number
  readonly grownMb: number
}

export function attackWithMutations(count: number, seed: number): AttackOutcome {
  const random = seededRandom(seed)
  const before = process.memoryUsage().rss
  let slowestMs = 0
  let admitted = 0
  let unreadable = 0
  const perRoom = 500
  for (let done = 0; done < count; done += perRoom) {
    const play = playRooms({ limits: { clientIdsPerPersonAndDay: 100_000 } })
    const workspaceId = newWorkspaceId()
    const corpus = honestUpdates(random)
    for (let i = 0; i < perRoom; i++) {
      const mallory = joinRaw(play, workspaceId)
      const update = mutate(corpus[random(corpus.length)] ?? new Uint8Array(), random)
      const started = performance.now()
      mallory.edit(update)
      play.settle()
      slowestMs = Math.max(slowestMs, performance.now() - started)
      admitted += mallory.saved()
      mallory.leave()
    }
    if (!isWhole(play.store.load(workspaceId)) || play.failures.length > 0) unreadable += 1
  }
  return { slowestMs, admitted, unreadable, grownMb: (process.memoryUsage().rss - before) / 1024 / 1024 }
}

function isWhole(updates: readonly Uint8Array[]): boolean {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  const again = new Y.Doc()
  Y.applyUpdate(again, Y.encodeStateAsUpdate(doc))
  return (
    doc.store.pendingStructs === null && doc.store.pendingDs === null && again.store.pendingStructs === null
  )
}

function honestUpdates(random: (below: number) => number): readonly Uint8Array[] {
  return Array.from({ length: 30 }, (_, i) => {
    const doc = new Y.Doc()
    doc.clientID = 1 + random(100)
    const text = doc.getText('draft')
    text.insert(0, 'select a, b from sales'.slice(0, 1 + random(22)))
    if (i % 2) text.delete(0, 1)
    if (i % 3 === 0) text.format(0, 1, { bold: true })
    if (i % 4 === 0) doc.getMap('layout').set('block', { x: random(500), y: [1, 2, null] })
    if (i % 5 === 0) doc.getArray('list').push([new Y.Map(), 'text', 7])
    return Y.encodeStateAsUpdate(doc)
  })
}

function mutate(update: Uint8Array, random: (below: number) => number): Uint8Array {
  const bytes = [...update]
  for (let changes = 1 + random(4); changes > 0; changes--) {
    const at = random(bytes.length + 1)
    const kind = random(4)
    if (kind === 0) bytes[at] = random(256)
    else if (kind === 1) bytes.splice(at, 0, random(256))
    else if (kind === 2) bytes.splice(at, 1 + random(3))
    else bytes.splice(at, 0, 255, 255, 255, 255, random(128))
  }
  return Uint8Array.from(bytes)
}
