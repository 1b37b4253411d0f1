/** Whose approval counts towards a quorum, and which stays the rule whatever the policy says. */
import { describe, expect, it } from 'vitest'
import type { Command } from '#shared/command.ts'
import type { Policy, Tier } from '#shared/policy.ts'
import {
  addMember,
  addOrders,
  constraintId,
  createWorkspace,
  decideOn,
  human,
  owner,
  personId,
  preflight,
  proposalId,
  propose,
  runId,
  start,
  succeed,
  system,
} from '#shared/testing/examples.ts'
import { codeOf, scenario, typesOf, type Scenario } from '#shared/testing/scenario.ts'

const team = scenario().given(
  [createWorkspace, system],
  [addMember(2, 'reviewer'), owner],
  [addMember(3, 'reviewer'), owner],
  [addOrders(1, ['email']), owner],
)
const withTier = (before: Scenario, tier: Tier, rule: Partial<Policy['tiers']['R1']>): Scenario => {
  const { version: _version, ...policy } = before.state.policy
  const tiers = { ...policy.tiers, [tier]: { ...policy.tiers[tier], ...rule } }
  return before.given([{ type: 'ChangePolicy', data: { policy: { ...policy, tiers } } }, owner])
}
const inReview = (before: Scenario, column = 'amount'): Scenario => {
  const proposed = before.given([propose({ proposal: 1, step: 1 }), owner])
  return proposed.given([preflight(proposed.state, 1, { orders: [column] }), system])
}
const approvals = (before: Scenario, decision: number, person: number): readonly string[] =>
  typesOf(before.when(decideOn(before.state, 1, { decision }), human(person)))
const ONE_OF_TWO = ['DecisionRecorded']
const QUORUM = ['DecisionRecorded', 'ProposalApproved']

describe('at R2', () => {
  it('the author does not decide, whatever the policy says', () => {
    const lax = inReview(withTier(team, 'R2', { authorsMayDecide: true }), 'email')
    expect(codeOf(lax.when(decideOn(lax.state, 1), owner))).toBe('own-work')
  })
})

describe('at a quorum of two', () => {
  const before = inReview(withTier(team, 'R1', { quorum: 2 }))
  const first = before.given([decideOn(before.state, 1, { decision: 1 }), human(2)])

  it('two people are needed, and two suffice', () => {
    expect(approvals(before, 1, 2)).toEqual(ONE_OF_TWO)
    expect(approvals(first, 2, 3)).toEqual(QUORUM)
  })

  it('one person does not decide twice', () => {
    expect(codeOf(first.when(decideOn(first.state, 1, { decision: 2 }), human(2)))).toBe('decided-already')
  })

  it('who is no reviewer any more does not count', () => {
    const role: Command = { type: 'ChangeMemberRole', data: { personId: personId(2), role: 'auditor' } }
    expect(approvals(first.given([role, owner]), 2, 3)).toEqual(ONE_OF_TWO)
    const gone: Command = { type: 'RemoveMember', data: { personId: personId(2) } }
    expect(approvals(first.given([gone, owner]), 2, 3)).toEqual(ONE_OF_TWO)
  })

  it('an approval under an earlier policy does not count', () => {
    const other = withTier(first, 'R2', { quorum: 3 })
    const again = other.given([preflight(other.state, 1), system])
    expect(approvals(again, 2, 3)).toEqual(ONE_OF_TWO)
  })
})

describe('a constraint that is broken', () => {
  it('is overridden by an owner only', () => {
    const checks = [{ kind: 'forbidden-columns' as const, columns: ['amount'] }]
    const forbid: Command = {
      type: 'WriteConstraint',
      data: { constraintId: constraintId(1), text: 'x', checks },
    }
    const before = inReview(team.given([forbid, owner]))
    const overrides = [{ constraintId: constraintId(1), reason: 'this once' }]
    expect(codeOf(before.when(decideOn(before.state, 1, { overrides }), human(2)))).toBe('not-allowed')
    expect(typesOf(before.when(decideOn(before.state, 1, { overrides }), owner))).toEqual(QUORUM)
  })
})

describe('an approval', () => {
  const before = inReview(team)
  const approved = before.given([decideOn(before.state, 1), human(2)])

  it('does not lapse before its time', () => {
    const expire: Command = { type: 'ExpireApproval', data: { proposalId: proposalId(1) } }
    expect(codeOf(approved.when(expire, system))).toBe('wait-longer')
  })

  it('is not answered from the cache by a disputed result', () => {
    const dispute: Command = { type: 'DisputeResult', data: { runId: runId(1), reason: 'wrong' } }
    const done = approved.given([start(1, 1), system], [succeed(1), system], [dispute, owner])
    const again = done.given([propose({ proposal: 2, step: 1, change: 'change', supersedes: 1 }), owner])
    const reviewed = again.given([preflight(again.state, 2), system])
    const permitted = reviewed.given([decideOn(reviewed.state, 2), human(2)])
    expect(typesOf(permitted.when(start(2, 2), system))).toEqual(['RunStarted'])
  })
})
