import { describe, expect, it } from 'vitest'
import { entryWordsOf } from '#client/workspace/entryWords.ts'
import type { WorkspaceEvent } from '#shared/event.ts'
import {
  addOrders,
  ask,
  createWorkspace,
  NOON,
  owner,
  planner,
  proposalId,
  propose,
  stepId,
  system,
} from '#shared/testing/examples.ts'
import { scenario } from '#shared/testing/scenario.ts'

const { state } = scenario().given(
  [createWorkspace, system],
  [addOrders(), owner],
  [ask, owner],
  [propose({ proposal: 1, step: 1, turn: 1, output: 'sales' }), planner],
)
const words = (event: WorkspaceEvent) => entryWordsOf(state, { seq: 9, at: NOON, actor: owner, event })

describe('an entry in words', () => {
  it('says who rejected what and why, and at which block', () => {
    const reason = { code: 'wrong-logic', text: 'Counts refunds twice' } as const
    expect(words({ type: 'ProposalRejected', data: { proposalId: proposalId(1), reason } })).toEqual({
      who: 'Ada',
      what: 'rejected sales',
      why: 'Counts refunds twice',
      blockId: stepId(1),
    })
  })

  it('speaks of what is not known any more without failing', () => {
    expect(words({ type: 'ProposalWithdrawn', data: { proposalId: proposalId(77) } })).toEqual({
      who: 'Ada',
      what: 'withdrew a step',
    })
  })
})
