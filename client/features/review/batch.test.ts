import { describe, expect, it } from 'vitest'
import { batchOf, onlyAlone, type Chosen } from '#client/features/review/batch.ts'
import type { Digest, ProposalId } from '#shared/ids.ts'
import {
  addOrders,
  createWorkspace,
  decideOn,
  owner,
  preflight,
  proposalId,
  propose,
  system,
} from '#shared/testing/examples.ts'
import { scenario } from '#shared/testing/scenario.ts'
import { viewDigestOf } from '#shared/view.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

const proposed = scenario().given(
  [createWorkspace, system],
  [addOrders(1, ['email']), owner],
  ...[1, 2, 3].map((number) => [propose({ proposal: number, step: number }), owner] as const),
)
const waiting = proposed.given(
  [preflight(proposed.state, 1), system],
  [preflight(proposed.state, 2), system],
  [preflight(proposed.state, 3, { orders: ['email'] }), system],
)

const viewsOf = (state: WorkspaceState, numbers: readonly number[]): Chosen =>
  new Map(
    numbers.flatMap((number): [ProposalId, Digest][] => {
      const found = state.proposals.get(proposalId(number))
      return found ? [[found.proposalId, viewDigestOf(state, found)]] : []
    }),
  )

describe('a decision on several proposals', () => {
  it('is one command each, with the digests of what was chosen', () => {
    const chosen = viewsOf(waiting.state, [1, 2])
    const { commands, leftOut } = batchOf(waiting.state, chosen, { verdict: 'approve' })
    expect(commands.map(({ command }) => [command.data.proposalId, command.data.viewDigest])).toEqual([
      ...chosen,
    ])
    expect(leftOut).toEqual([])
  })

  it('drops by name what changed since it was chosen', () => {
    const chosen = viewsOf(waiting.state, [1, 2])
    const analysedAgain = waiting.given([preflight(waiting.state, 2, { orders: ['amount', 'id'] }), system])
    const { commands, leftOut } = batchOf(analysedAgain.state, chosen, { verdict: 'approve' })
    expect(commands.map(({ command }) => command.data.proposalId)).toEqual([proposalId(1)])
    expect(leftOut).toEqual([{ title: 'A step', because: 'it changed since you chose it' }])
  })

  it('drops what somebody has decided on meanwhile', () => {
    const chosen = viewsOf(waiting.state, [1, 2])
    const decided = waiting.given([decideOn(waiting.state, 1, { verdict: 'reject', reason: 'no' }), owner])
    const { commands, leftOut } = batchOf(decided.state, chosen, { verdict: 'approve' })
    expect(commands).toHaveLength(1)
    expect(leftOut.map((one) => one.because)).toEqual(['it is rejected by now'])
  })

  it('is never on what needs more than R1', () => {
    const personal = waiting.state.proposals.get(proposalId(3))
    expect(personal && onlyAlone(waiting.state, personal)).toContain('R2')
    const { commands } = batchOf(waiting.state, viewsOf(waiting.state, [3]), { verdict: 'approve' })
    expect(commands).toEqual([])
  })
})
