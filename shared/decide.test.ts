import { describe, expect, it } from 'vitest'
import type { Command } from '#shared/command.ts'
import {
  addMember,
  addOrders,
  constraintId,
  createWorkspace,
  datasetId,
  decideOn,
  digest,
  human,
  lose,
  owner,
  permitId,
  planner,
  preflight,
  proposalId,
  propose,
  reviseOrders,
  runId,
  start,
  succeed,
  system,
  tableName,
} from '#shared/testing/examples.ts'
import { codeOf, scenario, typesOf } from '#shared/testing/scenario.ts'

const fresh = scenario().given([createWorkspace, system], [addOrders(), owner])

const inReview = () => {
  const proposed = fresh.given([propose({ proposal: 1, step: 1 }), owner])
  return proposed.given([preflight(proposed.state, 1), system])
}
const approved = () => {
  const before = inReview()
  return before.given([decideOn(before.state, 1), owner])
}
const personal = () => {
  const made = scenario().given([createWorkspace, system], [addOrders(1, ['email']), owner])
  const proposed = made.given([addMember(2, 'reviewer'), owner], [propose({ proposal: 1, step: 1 }), owner])
  return proposed.given([preflight(proposed.state, 1, { orders: ['email'] }), system])
}

describe('the way of a step', () => {
  it('goes from proposed over a decision to one run and its result', () => {
    const done = approved().given([start(1, 1), owner], [succeed(1), system])
    expect(done.state.proposals.get(proposalId(1))?.status).toBe('succeeded')
    expect(done.state.runs.get(runId(1))?.artifact?.name).toBe('out1')
  })

  it('does not run before a person approved it', () => {
    expect(codeOf(inReview().when(start(1, 1), owner))).toBe('not-approved')
  })

  it('runs once on one approval', () => {
    const done = approved().given([start(1, 1), owner], [succeed(1), system])
    expect(codeOf(done.when(start(2, 1), owner))).toBe('permit-spent')
  })

  it('is answered from the cache when the same digest ran before, and says so', () => {
    const done = approved().given([start(1, 1), owner], [succeed(1), system])
    const again = done.given([propose({ proposal: 2, step: 1, change: 'change', supersedes: 1 }), owner])
    const reviewed = again.given([preflight(again.state, 2), system])
    const permitted = reviewed.given([decideOn(reviewed.state, 2), owner])
    expect(typesOf(permitted.when(start(2, 2), owner))).toEqual(['RunAnsweredFromCache'])
    expect(typesOf(permitted.when(start(2, 2, true), owner))).toEqual(['RunStarted'])
  })

  it('waits for the result of what it reads', () => {
    const before = approved()
    const second = before.given([propose({ proposal: 2, step: 2, code: 'SELECT * FROM out1' }), owner])
    const reviewed = second.given([preflight(second.state, 2, { out1: ['amount'] }), system])
    const both = reviewed.given([decideOn(reviewed.state, 2), owner])
    expect(codeOf(both.when(start(2, 2), owner))).toBe('input-not-ready')
    const ready = both.given([start(1, 1), owner], [succeed(1), system])
    expect(typesOf(ready.when(start(2, 2), owner))).toEqual(['RunStarted'])
  })
})

describe('a decision', () => {
  it('is refused to an agent', () => {
    const before = inReview()
    expect(codeOf(before.when(decideOn(before.state, 1), planner))).toBe('not-allowed')
  })

  it('is refused to the system', () => {
    const before = inReview()
    expect(codeOf(before.when(decideOn(before.state, 1), system))).toBe('not-allowed')
  })

  it('is refused to who is no member', () => {
    const before = inReview()
    expect(codeOf(before.when(decideOn(before.state, 1), human(7)))).toBe('not-a-member')
  })

  it('is refused to an auditor', () => {
    const before = inReview().given([addMember(3, 'auditor'), owner])
    expect(codeOf(before.when(decideOn(before.state, 1), human(3)))).toBe('not-allowed')
  })

  it('is refused on a digest that is not the current one', () => {
    const before = inReview()
    const command = decideOn(before.state, 1)
    if (command.type !== 'DecideProposal') throw new Error('not a decision')
    const stale = { ...command, data: { ...command.data, stepDigest: digest(9) } }
    expect(codeOf(before.when(stale, owner))).toBe('digest-changed')
  })

  it('is refused on a card that has changed since it was seen', () => {
    const before = inReview()
    const seen = decideOn(before.state, 1)
    const limited: Command = {
      type: 'WriteConstraint',
      data: {
        constraintId: constraintId(1),
        text: 'Small results',
        checks: [{ kind: 'most-rows', rows: 1_000_000_000 }],
      },
    }
    expect(codeOf(before.given([limited, owner]).when(seen, owner))).toBe('view-changed')
  })

  it('is not refused because a step that nobody countersigned would read its result', () => {
    const before = inReview()
    const seen = decideOn(before.state, 1)
    const reader = before.given([propose({ proposal: 2, step: 2, code: 'SELECT * FROM out1' }), owner])
    const after = reader.given([preflight(reader.state, 2, { out1: ['amount'] }), system])
    expect(codeOf(after.when(seen, owner))).toBe('allowed')
  })

  it('against needs a reason', () => {
    const before = inReview()
    expect(codeOf(before.when(decideOn(before.state, 1, { verdict: 'reject' }), owner))).toBe('reason-needed')
    expect(
      typesOf(before.when(decideOn(before.state, 1, { verdict: 'reject', reason: 'no' }), owner)),
    ).toEqual(['DecisionRecorded', 'ProposalRejected'])
  })

  it('can not be made on what is rejected already', () => {
    const before = inReview()
    const rejected = before.given([decideOn(before.state, 1, { verdict: 'reject', reason: 'no' }), owner])
    expect(codeOf(rejected.when(decideOn(rejected.state, 1, { decision: 2 }), owner))).toBe('not-in-review')
    expect(codeOf(rejected.when(start(1, 1), owner))).toBe('not-approved')
  })

  it('at R2 is refused to the author where others are members, and counts from another', () => {
    const before = personal()
    expect(codeOf(before.when(decideOn(before.state, 1), owner))).toBe('own-work')
    expect(typesOf(before.when(decideOn(before.state, 1), human(2)))).toEqual([
      'DecisionRecorded',
      'ProposalApproved',
    ])
  })

  it('of a single operator is stamped', () => {
    const before = inReview()
    const verdict = before.when(decideOn(before.state, 1), owner)
    expect(verdict.ok && verdict.value.at(-1)).toMatchObject({ data: { singleOperator: true } })
  })

  it('by an editor counts on own steps only', () => {
    const before = inReview().given([addMember(2, 'editor'), owner])
    expect(codeOf(before.when(decideOn(before.state, 1), human(2)))).toBe('not-allowed')
  })

  it('grants no permit that was granted before', () => {
    const before = approved()
    const second = before.given([propose({ proposal: 2, step: 2 }), owner])
    const reviewed = second.given([preflight(second.state, 2), system])
    const command = decideOn(reviewed.state, 2)
    if (command.type !== 'DecideProposal') throw new Error('not a decision')
    const reused = { ...command, data: { ...command.data, permitId: permitId(1) } }
    expect(codeOf(reviewed.when(reused, owner))).toBe('already-exists')
  })
})

describe('an approval', () => {
  it('is void when what the step reads changes', () => {
    expect(typesOf(approved().when(reviseOrders(2), owner))).toEqual(['DatasetRevised', 'ProposalVoided'])
  })

  it('is void when the environment changes', () => {
    const command = {
      type: 'RecordEnvironment',
      data: { language: 'sql', environment: { duckdb: '9' } },
    } as const
    expect(typesOf(approved().when(command, system))).toEqual(['EnvironmentRecorded', 'ProposalVoided'])
  })

  it('is void when the policy changes', () => {
    const before = approved()
    const { version: _version, ...policy } = before.state.policy
    const command = { type: 'ChangePolicy', data: { policy: { ...policy, agentAnswers: 5 } } } as const
    expect(typesOf(before.when(command, owner))).toEqual(['PolicyChanged', 'ProposalVoided'])
  })

  it('is void when a column it reads turns out to be personal', () => {
    const command = {
      type: 'MarkColumn',
      data: { datasetId: datasetId(1), column: 'amount', sensitivity: 'personal' },
    } as const
    expect(typesOf(approved().when(command, owner))).toEqual(['ColumnMarked', 'ProposalVoided'])
  })

  it('is void when a new constraint forbids it', () => {
    const command = {
      type: 'WriteConstraint',
      data: {
        constraintId: constraintId(1),
        text: 'No orders',
        checks: [{ kind: 'forbidden-datasets', datasets: [tableName('orders')] }],
      },
    } as const
    expect(typesOf(approved().when(command, owner))).toEqual(['ConstraintWritten', 'ProposalVoided'])
  })

  it('lapses', () => {
    const late = approved().later(8 * 24 * 60)
    expect(codeOf(late.when(start(1, 1), owner))).toBe('approval-expired')
    expect(
      typesOf(late.when({ type: 'ExpireApproval', data: { proposalId: proposalId(1) } }, system)),
    ).toEqual(['ApprovalExpired'])
  })

  it('can be taken back until it is used', () => {
    const revoke = { type: 'RevokeApproval', data: { proposalId: proposalId(1), reason: 'wait' } } as const
    expect(codeOf(approved().given([revoke, owner]).when(start(1, 1), owner))).toBe('not-approved')
  })
})

describe('a constraint', () => {
  const forbid = {
    type: 'WriteConstraint',
    data: {
      constraintId: constraintId(1),
      text: 'Leave amounts alone',
      checks: [{ kind: 'forbidden-columns', columns: ['AMOUNT'] }],
    },
  } as const

  it('that is broken stops an approval until the owner overrides it with a reason', () => {
    const before = inReview().given([forbid, owner])
    expect(codeOf(before.when(decideOn(before.state, 1), owner))).toBe('constraint-broken')
    const overrides = [{ constraintId: constraintId(1), reason: 'this once' }]
    const overridden = before.given([decideOn(before.state, 1, { overrides }), owner])
    expect(typesOf(overridden.when(start(1, 1), owner))).toEqual(['RunStarted'])
  })

  it('that fails on the result disputes it, and stops what reads it', () => {
    const done = approved().given([start(1, 1), owner], [succeed(1, 'out1', [false]), system])
    expect(done.state.proposals.get(proposalId(1))?.status).toBe('disputed')
    const second = done.given([propose({ proposal: 2, step: 2, code: 'SELECT * FROM out1' }), owner])
    const reviewed = second.given([preflight(second.state, 2, { out1: ['amount'] }), system])
    const both = reviewed.given([decideOn(reviewed.state, 2), owner])
    expect(codeOf(both.when(start(2, 2), owner))).toBe('input-disputed')
    const settled = both.given([{ type: 'AcceptResult', data: { runId: runId(1), reason: 'known' } }, owner])
    expect(typesOf(settled.when(start(2, 2), owner))).toEqual(['RunStarted'])
  })
})

describe('a step that reads itself', () => {
  it('is blocked with its path', () => {
    const before = approved().given([start(1, 1), owner], [succeed(1), system])
    const second = before.given([propose({ proposal: 2, step: 2, code: 'SELECT * FROM out1' }), owner])
    const reviewed = second.given([preflight(second.state, 2, { out1: ['amount'] }), system])
    const both = reviewed.given([decideOn(reviewed.state, 2), owner])
    const round = both.given([
      propose({ proposal: 3, step: 1, change: 'change', code: 'SELECT * FROM out2', supersedes: 1 }),
      owner,
    ])
    const command = preflight(round.state, 3, { out2: ['amount'] })
    const verdict = round.when(command, system)
    expect(typesOf(verdict)).toContain('ProposalBlocked')
    expect(verdict.ok && JSON.stringify(verdict.value)).toContain('out1 → out2 → out1')
  })
})

describe('a lost run', () => {
  it('is neither success nor failure, and is retried on a permit of its own, once', () => {
    const lost = approved().given([start(1, 1), owner], [lose(1), system])
    expect(lost.state.runs.get(runId(1))?.status).toBe('indeterminate')
    const again = lost.given([start(2, 1), system])
    const twice = again.given([lose(2), system])
    expect(twice.state.proposals.get(proposalId(1))?.status).toBe('indeterminate')
    expect(codeOf(twice.when(start(3, 1), owner))).toBe('permit-spent')
  })
})
