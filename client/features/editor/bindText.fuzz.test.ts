/** Two editors and their two documents, edited at random over a network that is late: in the end all four are the same text. */
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { bindText } from '#client/features/editor/bindText.ts'
import { createFakeEditor } from '#client/features/editor/testing/fakeEditor.ts'

const SEEDS = 300

const diceOf = (seed: number) => {
  let now = seed * 2_654_435_761 + 1
  return (below: number): number => {
    now = (Math.imul(now, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((now / 4_294_967_296) * below)
  }
}

/** What a peer typed is marked by its letters, so that it can be told whose text was lost. */
const WORDS = [
  ['a', 'bb', 'ab\r\n', '\r', '\n', 'é😀', 'b\r\na'],
  ['x', 'yy', 'xy\r\n', '\r', '\n', '👩‍💻', 'y\rx'],
] as const

function createPeer(clientId: number) {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const text = doc.getText('code')
  const editor = createFakeEditor()
  const binding = bindText(text, editor)
  const undo = new Y.UndoManager(text, { trackedOrigins: new Set([binding]), captureTimeout: 0 })
  const late: Uint8Array[] = []
  return { doc, text, editor, undo, late }
}
type Peer = ReturnType<typeof createPeer>

const deliver = (to: Peer, count: number): void => {
  for (const update of to.late.splice(0, count)) Y.applyUpdate(to.doc, update, 'network')
}
/** Line ends are mended in a microtask, which sends again. */
async function settle(peers: readonly Peer[]): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    for (const peer of peers) deliver(peer, peer.late.length)
    await Promise.resolve()
  }
}
/** An editor's cursor never stands between the halves of a character. */
const wholeAt = ({ editor }: Peer, at: number): number =>
  /[\uDC00-\uDFFF]/.test(editor.value()[at] ?? '') ? at - 1 : at
const wordOf = (who: 0 | 1, dice: (below: number) => number): string =>
  WORDS[who][dice(WORDS[who].length)] ?? ''
const lettersOf = (text: string, letters: RegExp): readonly string[] =>
  Array.from(text).filter((one) => letters.test(one))

async function play(seed: number): Promise<readonly [Peer, Peer]> {
  const dice = diceOf(seed)
  const peers = [createPeer(1), createPeer(2)] as const
  const [one, other] = peers
  one.doc.on('update', (update) => void other.late.push(update))
  other.doc.on('update', (update) => void one.late.push(update))
  for (let turn = 0; turn < 60; turn += 1) {
    const who = dice(2) === 0 ? 0 : 1
    const peer = peers[who]
    const action = dice(10)
    const { length } = peer.editor.value()
    if (action < 5) {
      const at = wholeAt(peer, dice(length + 1))
      const end = wholeAt(peer, at + dice(Math.min(4, length - at + 1)))
      peer.editor.type([{ at, remove: end - at, insert: wordOf(who, dice) }])
    } else if (action === 5 && length > 4) {
      // Two cursors: edits that are told together, in offsets of before.
      const at = wholeAt(peer, dice(length - 3))
      const then = wholeAt(peer, at + 2)
      peer.editor.type([
        { at, remove: then - at, insert: 'two' },
        { at: wholeAt(peer, then + 2), remove: 0, insert: '\r\n' },
      ])
    } else if (action === 8) {
      // Written past the editor, as a program does.
      peer.text.insert(wholeAt(peer, dice(length + 1)), wordOf(who, dice))
      await Promise.resolve()
    } else if (action === 6) expectOwn(peer, who, () => peer.undo.undo())
    else if (action === 7) peer.undo.redo()
    else deliver(peer, 1 + dice(3))
    if (dice(4) === 0) await Promise.resolve()
    expect(peer.editor.value()).toBe(peer.text.toJSON().replace(/\r\n?/g, '\n'))
  }
  await settle(peers)
  return peers
}

/** Whatever an undo takes back, every letter that the other one typed and that is there stays there, in its order. */
function expectOwn(peer: Peer, who: 0 | 1, undo: () => void): void {
  const theirs = who === 0 ? /[xy👩]/u : /[ab😀]/u
  const before = lettersOf(peer.editor.value(), theirs)
  undo()
  let at = 0
  for (const letter of lettersOf(peer.editor.value(), theirs)) if (letter === before[at]) at += 1
  expect(at).toBe(before.length)
}

describe('two editors on one text, whatever is typed and however late it comes', () => {
  it(`agree in the end, and take back only their own, in ${SEEDS} games`, async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const [one, other] = await play(seed)
      const all = [one.editor.value(), other.editor.value(), other.text.toJSON()]
      expect(all, `seed ${seed}`).toEqual(Array.from({ length: 3 }, () => one.text.toJSON()))
      expect(one.text.toJSON(), `seed ${seed}`).not.toContain('\r')
    }
  })
})
