import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { blocksIn } from '#client/workspace/blocks.ts'
import {
  addDraft,
  discardDraft,
  draftOf,
  placeBefore,
  placeAll,
  removeDraft,
  replaceText,
} from '#client/workspace/drafts.ts'
import {
  addOrders,
  ask,
  createWorkspace,
  decideOn,
  objectiveId,
  owner,
  planner,
  preflight,
  propose,
  stepId,
  system,
} from '#shared/testing/examples.ts'
import { scenario } from '#shared/testing/scenario.ts'

const asked = scenario().given([createWorkspace, system], [addOrders(), owner], [ask, owner])

describe('the blocks of a page', () => {
  it('are the drafts in their order, and behind an objective the steps that the agent proposed for it', () => {
    const doc = new Y.Doc()
    addDraft(doc, { id: objectiveId(1), kind: 'objective', text: 'What do we sell?' })
    addDraft(doc, { id: 'note', kind: 'note' })
    const proposed = asked.given(
      [propose({ proposal: 1, step: 1, turn: 1 }), planner],
      [propose({ proposal: 2, step: 2, turn: 1 }), planner],
    )
    expect(blocksIn(doc, proposed.state).map((block) => block.id)).toEqual([
      objectiveId(1),
      stepId(1),
      stepId(2),
      'note',
    ])
  })

  it('show each block once, however often a client wrote it into the order', () => {
    const doc = new Y.Doc()
    addDraft(doc, { id: 'note', kind: 'note' })
    doc.getArray<string>('order').push(['note', 'note', 'ghost'])
    expect(blocksIn(doc, asked.state).map((block) => block.id)).toEqual(['note', objectiveId(1)])
  })

  it('keep their places when one is written behind a block that only the ledger has', () => {
    const doc = new Y.Doc()
    const proposed = asked.given([propose({ proposal: 1, step: 1, turn: 1 }), planner])
    const before = blocksIn(doc, proposed.state).map((block) => block.id)
    expect(before).toEqual([objectiveId(1), stepId(1)])
    placeAll(doc, before)
    addDraft(doc, { id: 'mine', kind: 'note' }, stepId(1))
    addDraft(doc, { id: stepId(1), kind: 'step' }, 'mine')
    const ids = (): readonly string[] => blocksIn(doc, proposed.state).map((block) => block.id)
    expect(ids()).toEqual([objectiveId(1), stepId(1), 'mine'])
    discardDraft(doc, stepId(1))
    expect(ids()).toEqual([objectiveId(1), stepId(1), 'mine'])
  })

  it('are not changed by what a client writes about decisions into the document', () => {
    const doc = new Y.Doc()
    addDraft(doc, { id: stepId(1), kind: 'step', words: { status: 'approved', approved: 'true' } })
    const [block] = blocksIn(doc, asked.state)
    expect(block).toMatchObject({ kind: 'step', step: undefined })
  })

  it('are of an earlier moment only what was recorded: drafts have no past, but places stay', () => {
    const doc = new Y.Doc()
    addDraft(doc, { id: 'note', kind: 'note' })
    const proposed = asked.given([propose({ proposal: 1, step: 1, turn: 1 }), planner])
    addDraft(doc, { id: stepId(1), kind: 'step', text: 'SELECT 2' })
    addDraft(doc, { id: objectiveId(1), kind: 'objective', text: 'Another question' })
    const past = blocksIn(doc, proposed.state, true)
    expect(past.map((block) => [block.id, block.draft])).toEqual([
      [stepId(1), undefined],
      [objectiveId(1), undefined],
    ])
  })

  it('hide a step that was turned down once another took its name', () => {
    const doc = new Y.Doc()
    const proposed = asked.given([propose({ proposal: 1, step: 1, turn: 1, output: 'sales' }), planner])
    const reviewed = proposed.given([preflight(proposed.state, 1), system])
    const rejected = reviewed.given([decideOn(reviewed.state, 1, { verdict: 'reject', reason: 'no' }), owner])
    const ids = (state: typeof rejected.state): readonly string[] => blocksIn(doc, state).map((one) => one.id)
    expect(ids(rejected.state)).toContain(stepId(1))
    const again = rejected.given([
      propose({ proposal: 2, step: 2, turn: 1, output: 'sales', code: 'SELECT 2' }),
      planner,
    ])
    expect(ids(again.state)).not.toContain(stepId(1))
    expect(ids(again.state)).toContain(stepId(2))
  })
})

describe('a draft', () => {
  it('can be moved and removed', () => {
    const doc = new Y.Doc()
    for (const id of ['a', 'b', 'c']) addDraft(doc, { id, kind: 'note' })
    placeBefore(doc, ['a', 'b', 'c'], 'c', 'b')
    expect(doc.getArray('order').toArray()).toEqual(['a', 'c', 'b'])
    removeDraft(doc, 'c')
    expect(doc.getArray('order').toArray()).toEqual(['a', 'b'])
    expect(draftOf(doc, 'c')).toBeUndefined()
  })

  it('is moved among what the page shows, not among what is gone from it', () => {
    const doc = new Y.Doc()
    doc.getArray('order').push(['a', 'gone', 'b'])
    placeBefore(doc, ['a', 'b', 'recorded'], 'recorded', 'b')
    expect(doc.getArray('order').toArray()).toEqual(['a', 'gone', 'recorded', 'b'])
    placeBefore(doc, ['a', 'recorded', 'b'], 'a', undefined)
    expect(doc.getArray('order').toArray()).toEqual(['gone', 'recorded', 'b', 'a'])
  })

  it('is replaced around what stays the same, so that a peer typing there loses nothing', () => {
    const one = new Y.Doc()
    const other = new Y.Doc()
    addDraft(one, { id: 'a', kind: 'note', text: 'sum of sales' })
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
    const [mine, theirs] = [draftOf(one, 'a')!.text, draftOf(other, 'a')!.text]
    replaceText(mine, 'sum of net sales')
    theirs.insert(0, 'The ')
    Y.applyUpdate(one, Y.encodeStateAsUpdate(other))
    expect(mine.toJSON()).toBe('The sum of net sales')
  })
})
