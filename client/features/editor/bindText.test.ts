import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { bindText } from '#client/features/editor/bindText.ts'
import { createFakeEditor } from '#client/features/editor/testing/fakeEditor.ts'

function createPeer(clientId: number) {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const text = doc.getText('code')
  const editor = createFakeEditor()
  const binding = bindText(text, editor)
  const undo = new Y.UndoManager(text, { trackedOrigins: new Set([binding]), captureTimeout: 0 })
  return { doc, text, editor, undo }
}

type Peer = ReturnType<typeof createPeer>
const meet = (one: Peer, other: Peer): void => {
  const [first, second] = [Y.encodeStateAsUpdate(one.doc), Y.encodeStateAsUpdate(other.doc)]
  Y.applyUpdate(one.doc, second)
  Y.applyUpdate(other.doc, first)
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

describe('an editor on a shared text', () => {
  it('shows what a peer types, and keeps both in step', () => {
    const [one, other] = [createPeer(1), createPeer(2)]
    one.editor.type([{ at: 0, remove: 0, insert: 'SELECT 1' }])
    meet(one, other)
    other.editor.type([{ at: 7, remove: 1, insert: '22' }])
    meet(one, other)
    expect([one.editor.value(), other.editor.value(), one.text.toJSON()]).toEqual(
      Array.from({ length: 3 }, () => 'SELECT 22'),
    )
  })

  it('undoes only what its own person typed', () => {
    const [one, other] = [createPeer(1), createPeer(2)]
    one.editor.type([{ at: 0, remove: 0, insert: 'mine ' }])
    meet(one, other)
    other.editor.type([{ at: 5, remove: 0, insert: 'theirs' }])
    meet(one, other)
    one.undo.undo()
    expect(one.editor.value()).toBe('theirs')
    one.undo.redo()
    expect(one.editor.value()).toBe('mine theirs')
  })

  it('mends the line ends that a peer writes, so that later edits land where they were made', async () => {
    const peer = createPeer(1)
    const foreign = new Y.Doc()
    foreign.getText('code').insert(0, 'a\r\nb\rc')
    Y.applyUpdate(peer.doc, Y.encodeStateAsUpdate(foreign))
    await settled()
    peer.editor.type([{ at: 4, remove: 1, insert: 'C' }])
    expect(peer.text.toJSON()).toBe('a\nb\nC')
    expect(peer.editor.value()).toBe('a\nb\nC')
  })

  it('agrees with its peers after any edits in any order', async () => {
    let seed = 20_260_601
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed % below
    }
    const words = ['x', 'SELECT ', '\n', '\r\n', '\r', 'é', '😀', '-- ']
    for (let round = 0; round < 60; round += 1) {
      const peers = [createPeer(1), createPeer(2)] as const
      for (let turn = 0; turn < 40; turn += 1) {
        const peer = peers[random(2)] ?? peers[0]
        const { length } = peer.editor.value()
        const at = random(length + 1)
        const remove = random(Math.min(4, length - at + 1))
        const insert = words[random(words.length)] ?? ''
        if (random(5) === 0) peer.text.insert(random(peer.text.length + 1), insert)
        else peer.editor.type([{ at, remove, insert }])
        if (random(8) === 0) peer.undo.undo()
        if (random(3) === 0) meet(...peers)
      }
      await settled()
      meet(...peers)
      await settled()
      meet(...peers)
      await settled()
      const [one, other] = peers
      expect(one.editor.value()).toBe(other.editor.value())
      expect(one.editor.value()).toBe(one.text.toJSON())
      expect(one.text.toJSON()).not.toContain('\r')
    }
  })
})
