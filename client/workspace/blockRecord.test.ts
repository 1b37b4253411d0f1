import { describe, expect, it } from 'vitest'
import { recordOfBlock } from '#client/workspace/blockRecord.ts'
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
  [propose({ proposal: 2, step: 2, turn: 1, output: 'refunds' }), planner],
)
const withdrawn = (proposal: number): WorkspaceEvent => ({
  type: 'ProposalWithdrawn',
  data: { proposalId: proposalId(proposal) },
})
const entries = [
  withdrawn(1),
  withdrawn(2),
  {
    type: 'ProposalRejected',
    data: { proposalId: proposalId(1), reason: { code: 'unsafe', text: 'No' } },
  } as const,
].map((event, at) => ({ seq: 10 + at, at: NOON, actor: owner, event }))

describe('the record of a block', () => {
  it('is what the ledger says of it and of nothing else, newest first', () => {
    expect(recordOfBlock(state, entries, stepId(1))).toEqual([
      { seq: 12, at: NOON, who: 'Ada', what: 'rejected sales', why: 'No', blockId: stepId(1) },
      { seq: 10, at: NOON, who: 'Ada', what: 'withdrew sales', blockId: stepId(1) },
    ])
  })

  it('ends at the moment that is shown', () => {
    expect(recordOfBlock(state, entries.slice(0, 2), stepId(1)).map((line) => line.seq)).toEqual([10])
  })
})
