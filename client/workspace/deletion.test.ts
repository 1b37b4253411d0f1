import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { blocksIn } from '#client/workspace/blocks.ts'
import { deletionOf } from '#client/workspace/deletion.ts'
import { addDraft } from '#client/workspace/drafts.ts'
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
import { scenario, type Scenario } from '#shared/testing/scenario.ts'

const asked = scenario().given([createWorkspace, system], [addOrders(), owner], [ask, owner])
const proposed = asked.given([propose({ proposal: 1, step: 1, turn: 1 }), planner])

function deletionIn({ state }: Scenario, id: string, doc = new Y.Doc()) {
  const block = blocksIn(doc, state).find((one) => one.id === id)
  return block && deletionOf(block, state)
}

describe('deleting a block', () => {
  it('erases a draft that nobody recorded', () => {
    const doc = new Y.Doc()
    addDraft(doc, { id: 'mine', kind: 'note' })
    expect(deletionIn(asked, 'mine', doc)).toBe('delete')
  })

  it('takes only the draft of what is recorded', () => {
    const doc = new Y.Doc()
    addDraft(doc, { id: stepId(1), kind: 'step', text: 'SELECT 1' })
    expect(deletionIn(proposed, stepId(1), doc)).toBe('discard-draft')
  })

  it('retires what was recorded of an intent', () => {
    expect(deletionIn(asked, objectiveId(1))).toBe('retire')
  })

  it('withdraws a step that waits, and proposes the removal of one that was decided on', () => {
    const read = proposed.given([preflight(proposed.state, 1), system])
    expect(deletionIn(read, stepId(1))).toBe('withdraw')
    const approved = read.given([decideOn(read.state, 1), owner])
    expect(deletionIn(approved, stepId(1))).toBe('propose-removal')
  })
})
