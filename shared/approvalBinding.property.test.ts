/** A1, A5–A8, A10: an approval holds for exactly what was approved, there, then and once. What is changed, is changed in the fold itself. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { later } from '#shared/instant.ts'
import type { Command } from '#shared/command.ts'
import { decide } from '#shared/decide.ts'
import { evolve } from '#shared/evolve.ts'
import { Digest, TableName } from '#shared/ids.ts'
import type { StepContent } from '#shared/step.ts'
import {
  addMember,
  addOrders,
  createWorkspace,
  decideOn,
  human,
  NOON,
  owner,
  permitId,
  preflight,
  proposalId,
  propose,
  sql,
  start,
  stepId,
  succeed,
  system,
} from '#shared/testing/examples.ts'
import { codeOf, recorded, scenario, typesOf, type Scenario } from '#shared/testing/scenario.ts'
import type { Permit, Proposal, WorkspaceState } from '#shared/workspace.ts'

const content: StepContent = {
  ...sql("SELECT id, amount FROM orders WHERE amount > $least -- it's 100% ours\n", 'out1'),
  parameters: { least: { type: 'text', value: '1000' } },
}
const proposing: Command = {
  type: 'ProposeStep',
  data: { proposalId: proposalId(1), stepId: stepId(1), change: 'add', content, title: 'A', rationale: '' },
}
const environment: Command = {
  type: 'RecordEnvironment',
  data: { language: 'sql', environment: { duckdb: '1.5.5', threads: '4' } },
}

const ready = scenario().given(
  [createWorkspace, system],
  [addMember(2, 'reviewer'), owner],
  [addOrders(), owner],
  [environment, system],
)
const inReview = (before: Scenario, proposal: number, asked: Command): Scenario => {
  const proposed = before.given([asked, owner])
  return proposed.given([preflight(proposed.state, proposal), system])
}
const reviewed = inReview(ready, 1, proposing)
const approved = reviewed.given([decideOn(reviewed.state, 1), owner])

type Tamper = (state: WorkspaceState) => WorkspaceState

const withProposal = (state: WorkspaceState, change: (one: Proposal) => Proposal): WorkspaceState => ({
  ...state,
  proposals: new Map([...state.proposals].map(([id, one]) => [id, change(one)])),
})
const withContent = (change: Partial<StepContent>): Tamper => {
  const to = { ...content, ...change }
  return (state) => withProposal(state, (one) => ({ ...one, content: to }))
}

/** Puts another character, one more, or one fewer. */
const oneCharacter = (text: string, letters: string): fc.Arbitrary<string> =>
  fc
    .record({
      at: fc.nat(text.length - 1),
      letter: fc.constantFrom(...letters.split('')),
      how: fc.constantFrom('other', 'more', 'fewer'),
    })
    .map(({ at, letter, how }) => {
      const middle = how === 'fewer' ? '' : how === 'more' ? `${letter}${text.charAt(at)}` : letter
      return text.slice(0, at) + middle + text.slice(at + 1)
    })
    .filter((changed) => changed !== text)
const LETTERS = 'abcxyzABC0123456789 \t\n\'"$;,-*%\u200b\u202eé'
const otherDigit = (digest: Digest): fc.Arbitrary<Digest> =>
  fc
    .record({ at: fc.nat(63), digit: fc.constantFrom(...'0123456789abcdef'.split('')) })
    .map(({ at, digit }) => Digest.parse(digest.slice(0, at) + digit + digest.slice(at + 1)))
    .filter((changed) => changed !== digest)

const dataset = [...approved.state.datasets.values()][0]
const permit = approved.state.proposals.get(proposalId(1))?.permits[0]
if (!dataset || !permit) throw new Error('There is nothing to change')

const tampering: fc.Arbitrary<Tamper> = fc.oneof(
  { weight: 4, arbitrary: oneCharacter(content.code, LETTERS).map((code) => withContent({ code })) },
  oneCharacter('1000', LETTERS).map((value) =>
    withContent({ parameters: { least: { type: 'text', value } } }),
  ),
  oneCharacter('least', 'abcxyz').map((name) =>
    withContent({ parameters: { [name]: { type: 'text', value: '1000' } } }),
  ),
  oneCharacter('out1', 'abcxyz').map((name) => withContent({ output: TableName.parse(name) })),
  fc.constant(withContent({ language: 'chart' })),
  fc
    .record({
      of: fc.constantFrom('seconds', 'memoryMb', 'rows'),
      by: fc.integer({ min: -50, max: 50 }).filter((by) => by !== 0),
    })
    .map(({ of, by }) => withContent({ limits: { ...content.limits, [of]: content.limits[of] + by } })),
  otherDigit(dataset.current.contentDigest).map((contentDigest): Tamper => (state) => ({
    ...state,
    datasets: new Map([[dataset.datasetId, { ...dataset, current: { ...dataset.current, contentDigest } }]]),
  })),
  oneCharacter('1.5.5', '0123456789.').map((duckdb): Tamper => (state) => ({
    ...state,
    environments: new Map([['sql', { duckdb, threads: '4' }]]),
  })),
  fc
    .integer({ min: 2, max: 9 })
    .map((version): Tamper => (state) => ({ ...state, policy: { ...state.policy, version } })),
  otherDigit(permit.stepDigest).map((stepDigest): Tamper => (state) => {
    const moved: Permit = { ...permit, stepDigest }
    return withProposal(state, (one) => ({ ...one, permits: [moved] }))
  }),
)

const startIn = (state: WorkspaceState): string =>
  codeOf(decide(state, start(1, 1), { actor: owner, at: NOON, model: 'playbook' }))

describe('an approved step', () => {
  it('runs as it was approved', () => {
    expect(typesOf(approved.when(start(1, 1), owner))).toEqual(['RunStarted'])
  })

  it('does not run when one byte of it, of its inputs, limits, environment, output or permit is another (A1, 10,000)', () => {
    fc.assert(
      fc.property(tampering, (tamper) => {
        expect(startIn(tamper(approved.state))).toBe('digest-changed')
      }),
      { numRuns: 10_000 },
    )
  })
})

const anyone = fc.constantFrom(owner, human(2))
const number = fc.integer({ min: 10, max: 90 })

describe('an approval', () => {
  const done = approved.given([start(1, 1), owner], [succeed(1), system])
  it('that is replayed, by whomever and under whatever name, grants nothing (A5, 200)', () => {
    fc.assert(
      fc.property(anyone, number, fc.boolean(), (actor, decision, isFinished) => {
        const at = isFinished ? done : approved.given([start(1, 1), owner])
        expect(codeOf(at.when(decideOn(at.state, 1, { decision }), actor))).toBe('not-in-review')
        expect(codeOf(at.when(start(decision, 1, isFinished), actor))).toBe('permit-spent')
      }),
      { numRuns: 200 },
    )
  })

  it('counts for no other step, were it the same to the letter but for its name (A6, 200)', () => {
    fc.assert(
      fc.property(anyone, number, (actor, other) => {
        const asked = propose({ proposal: other, step: other, code: content.code })
        const two = inReview(reviewed, other, asked)
        const mine = decideOn(two.state, 1)
        if (mine.type !== 'DecideProposal') throw new Error('not a decision')
        const moved: Command = { ...mine, data: { ...mine.data, proposalId: proposalId(other) } }
        expect(codeOf(two.when(moved, actor))).toBe('digest-changed')
        expect(codeOf(two.given([mine, owner]).when(start(1, other), actor))).toBe('not-approved')
      }),
      { numRuns: 200 },
    )
  })

  it('starts nothing once its time is over, and does until then (A7, 200)', () => {
    const minutesLeft = approved.state.policy.tiers.R1.expiresAfterMinutes
    const at = (minutes: number) => approved.later(minutes).when(start(1, 1), owner)
    expect(permit.expiresAt).toBe(later(NOON, minutesLeft))
    expect(typesOf(at(minutesLeft - 0.001))).toEqual(['RunStarted'])
    expect(codeOf(at(minutesLeft))).toBe('approval-expired')
    fc.assert(
      fc.property(fc.nat(1_000_000), (over) => {
        expect(codeOf(at(minutesLeft + over))).toBe('approval-expired')
      }),
      { numRuns: 200 },
    )
  })

  it('that was taken back starts nothing, and can only be given anew on a new proposal (A8, 200)', () => {
    fc.assert(
      fc.property(anyone, anyone, number, (by, actor, decision) => {
        const revoke: Command = {
          type: 'RevokeApproval',
          data: { proposalId: proposalId(1), reason: 'no' },
        }
        const revoked = approved.given([revoke, by])
        expect(codeOf(revoked.when(start(decision, 1), actor))).toBe('not-approved')
        expect(codeOf(revoked.when(decideOn(revoked.state, 1, { decision }), actor))).toBe('not-in-review')
      }),
      { numRuns: 200 },
    )
  })

  it('starts one run, whoever asks for a hundred (A10)', () => {
    let { state } = approved
    for (let run = 1; run <= 100; run += 1) {
      const actor = [owner, human(2), system][run % 3] ?? owner
      const answer = decide(state, start(run, 1, run % 2 === 0), { actor, at: NOON, model: 'playbook' })
      if (answer.ok) state = evolve(state, recorded(state, answer.value, actor, NOON))
    }
    expect(state.runs.size).toBe(1)
    expect(state.proposals.get(proposalId(1))?.permits).toEqual([
      { ...permit, permitId: permitId(1), spentBy: [...state.runs.keys()][0] },
    ])
  })
})
