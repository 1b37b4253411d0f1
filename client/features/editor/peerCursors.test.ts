import { Awareness } from 'y-protocols/awareness'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { hideCursor, peerCursors, tellCursor } from '#client/features/editor/peerCursors.ts'

function twoWindows() {
  const [doc, theirDoc] = [new Y.Doc(), new Y.Doc()]
  const text = new Y.Text('SELECT 1')
  doc.getMap('blocks').set('code', text)
  Y.applyUpdate(theirDoc, Y.encodeStateAsUpdate(doc))
  const theirText = theirDoc.getMap('blocks').get('code')
  if (!(theirText instanceof Y.Text)) throw new Error('not shared')
  const [mine, theirs] = [new Awareness(doc), new Awareness(theirDoc)]
  const told = (state: Record<string, unknown> | null = theirs.getLocalState()): void => {
    mine.states.set(theirs.clientID, { ...state, user: { id: 'rosa', name: 'Rosa' } })
  }
  return { doc, text, theirText, mine, theirs, told }
}

describe('the cursor of another person', () => {
  it('stands where it was set, and moves with the text', () => {
    const { text, theirText, mine, theirs, told } = twoWindows()
    tellCursor(theirs, theirText, 'block', 7, 8)
    told()
    const seen = { clientId: theirs.clientID, personId: 'rosa', name: 'Rosa' }
    expect(peerCursors(mine, text, 'block', 'ada')).toEqual([{ ...seen, anchor: 7, head: 8 }])
    text.insert(0, '-- why\n')
    expect(peerCursors(mine, text, 'block', 'ada')).toEqual([{ ...seen, anchor: 14, head: 15 }])
  })

  it('is not shown in another block, to oneself, or after it left', () => {
    const { text, theirText, mine, theirs, told } = twoWindows()
    tellCursor(theirs, theirText, 'block', 0, 0)
    told()
    expect(peerCursors(mine, text, 'other', 'ada')).toEqual([])
    expect(peerCursors(mine, text, 'block', 'rosa')).toEqual([])
    hideCursor(theirs)
    told()
    expect(peerCursors(mine, text, 'block', 'ada')).toEqual([])
  })

  it('may be claimed to be anywhere: what can not be placed is left out, and makes nothing in the document', () => {
    const { doc, text, mine, told } = twoWindows()
    const there = { client: doc.clientID, clock: 1 }
    const claims: readonly unknown[] = [
      7,
      'x',
      {},
      { tname: 'made-up' },
      { item: { client: -1, clock: -1 } },
      { item: { client: 1, clock: 1e300 } },
      { type: { client: doc.clientID, clock: 99_999 } },
      { item: 'x', type: [] },
      { item: { client: '1', clock: null } },
    ]
    for (const anchor of claims) {
      told({ cursor: { block: 'block', anchor, head: { item: there, assoc: 0 } } })
      expect(peerCursors(mine, text, 'block', 'ada')).toEqual([])
    }
    expect([...doc.share.keys()]).toEqual(['blocks'])
  })
})
