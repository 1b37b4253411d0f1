/** The invariants of the gate under random interleavings: whoever asks whatever in whatever order. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '#shared/actor.ts'
import type { Command } from '#shared/command.ts'
import { decide } from '#shared/decide.ts'
import { evolve } from '#shared/evolve.ts'
import { isPending, type ProposalStatus } from '#shared/proposal.ts'
import { digestOfStep } from '#shared/stepDigest.ts'
import {
  addMember,
  addOrders,
  agentFor,
  ask,
  constraintId,
  createWorkspace,
  datasetId,
  decideOn,
  human,
  lose,
  NOON,
  owner,
  planner,
  preflight,
  proposalId,
  propose,
  reviseOrders,
  runId,
  start,
  succeed,
  system,
  turnId,
} from '#shared/testing/examples.ts'
import { recorded } from '#shared/testing/scenario.ts'
import { EMPTY_WORKSPACE, type RecordedEvent, type WorkspaceState } from '#shared/workspace.ts'

const PROPOSALS = 30
const RUNS = 30
const PEOPLE = 5

type Move = {
  readonly actor: Actor
  /** Mostly the system asks what only the system may ask; sometimes anyone does. */
  readonly isHonest: boolean
  readonly command: (state: WorkspaceState) => Command
}

const SYSTEM_ASKS = new Set(['RecordPreflight', 'FinishRun', 'LoseRun', 'RecordEnvironment'])

const anyone = fc.oneof(
  { weight: 4, arbitrary: fc.constant(owner) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: PEOPLE }).map(human) },
  { weight: 1, arbitrary: fc.constant(planner) },
  { weight: 1, arbitrary: fc.constant(agentFor(2)) },
  { weight: 3, arbitrary: fc.constant(system) },
)
const number = fc.integer({ min: 1, max: PROPOSALS })
const runNumber = fc.integer({ min: 1, max: RUNS })
const numberIn = (id: string): number => Number(id.slice(-12))

/** Mostly one of the proposals that the move is about in this state, sometimes any: else random moves rarely meet. */
const aimed = (status: readonly ProposalStatus[]) =>
  fc
    .record({ any: number, pick: fc.nat(), blind: fc.integer({ min: 0, max: 4 }) })
    .map(({ any, pick, blind }) => (state: WorkspaceState): number => {
      const fitting = [...state.proposals.values()].filter((one) => status.includes(one.status))
      const chosen = fitting[pick % Math.max(1, fitting.length)]
      return blind === 0 || !chosen ? any : numberIn(chosen.proposalId)
    })

const aimedRun = fc
  .record({ any: runNumber, pick: fc.nat(), blind: fc.integer({ min: 0, max: 4 }) })
  .map(({ any, pick, blind }) => (state: WorkspaceState): number => {
    const running = [...state.runs.values()].filter((one) => one.status === 'running')
    const chosen = running[pick % Math.max(1, running.length)]
    return blind === 0 || !chosen ? any : numberIn(chosen.runId)
  })
const verdict = fc.constantFrom('approve', 'approve', 'approve', 'reject', 'request-changes')
const tables = fc.constantFrom('orders', 'orders', 'orders', 'orders', 'out1', 'out2', 'out3')

const proposing = fc
  .record({
    number,
    step: fc.integer({ min: 1, max: 3 }),
    code: fc.integer({ min: 1, max: 2 }),
    isNew: fc.boolean(),
  })
  .map(
    ({ number: proposal, step, code, isNew }) =>
      (): Command =>
        propose({ proposal, step, code: `SELECT ${code}`, change: isNew ? 'add' : 'change' }),
  )

const reviewing = fc
  .record({ target: aimed(['in-review']), verdict, decision: fc.integer({ min: 1, max: 40 }) })
  .map(
    ({ target, verdict: said, decision }) =>
      (state: WorkspaceState): Command =>
        decideOn(state, target(state), {
          verdict: said,
          decision,
          ...(said === 'approve' ? {} : { reason: 'no' }),
        }),
  )

/** Decides on what was on screen some time ago: the digests of another proposal. */
const mixingUp = fc
  .record({ one: number, other: number, decision: fc.integer({ min: 41, max: 60 }) })
  .map(({ one, other, decision }) => (state: WorkspaceState): Command => {
    const mine = decideOn(state, one, { decision })
    const theirs = decideOn(state, other, { decision })
    if (mine.type !== 'DecideProposal' || theirs.type !== 'DecideProposal') return mine
    const { stepDigest, viewDigest } = theirs.data
    return { ...mine, data: { ...mine.data, stepDigest, viewDigest } }
  })

const command = fc.oneof(
  { weight: 4, arbitrary: proposing },
  {
    weight: 5,
    arbitrary: fc
      .record({
        target: aimed(['proposed', 'in-review']),
        table: tables,
        email: fc.integer({ min: 0, max: 4 }),
      })
      .map(
        ({ target, table, email }) =>
          (state: WorkspaceState): Command =>
            preflight(state, target(state), {
              [table]: [table === 'orders' && email === 0 ? 'email' : 'amount'],
            }),
      ),
  },
  { weight: 7, arbitrary: reviewing },
  { weight: 1, arbitrary: mixingUp },
  {
    weight: 6,
    arbitrary: fc.record({ run: runNumber, target: aimed(['approved']), force: fc.boolean() }).map(
      ({ run, target, force }) =>
        (state: WorkspaceState) =>
          start(run, target(state), force),
    ),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        run: aimedRun,
        step: fc.integer({ min: 1, max: 3 }),
        holds: fc.boolean(),
      })
      .map(
        ({ run, step, holds }) =>
          (state: WorkspaceState) =>
            succeed(run(state), `out${step}`, [holds]),
      ),
  },
  { weight: 1, arbitrary: aimedRun.map((run) => (state: WorkspaceState) => lose(run(state))) },
  { weight: 1, arbitrary: fc.integer({ min: 2, max: 4 }).map((content) => () => reviseOrders(content)) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        member: fc.integer({ min: 2, max: PEOPLE }),
        role: fc.constantFrom('editor', 'reviewer', 'auditor'),
      })
      .map(
        ({ member, role }) =>
          () =>
            addMember(member, role),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 3 }).map((version) => (): Command => ({
      type: 'RecordEnvironment',
      data: { language: 'sql', environment: { duckdb: String(version) } },
    })),
  },
  {
    weight: 2,
    arbitrary: aimed(['approved']).map((target) => (state: WorkspaceState): Command => ({
      type: 'RevokeApproval',
      data: { proposalId: proposalId(target(state)), reason: 'no' },
    })),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map((isPersonal) => (): Command => ({
      type: 'MarkColumn',
      data: { datasetId: datasetId(1), column: 'amount', sensitivity: isPersonal ? 'personal' : 'none' },
    })),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 20 })
      .map((run) => (): Command => ({ type: 'AcceptResult', data: { runId: runId(run), reason: 'known' } })),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map((forbids) => (): Command => ({
      type: 'WriteConstraint',
      data: {
        constraintId: constraintId(1),
        text: 'no amounts',
        checks: forbids ? [{ kind: 'forbidden-columns', columns: ['amount'] }] : [],
      },
    })),
  },
)

const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({ actor: anyone, isHonest: fc.integer({ min: 0, max: 5 }).map((dice) => dice > 0), command }),
  {
    minLength: 100,
    maxLength: 220,
  },
)

type Told = { readonly state: WorkspaceState; readonly events: readonly RecordedEvent[] }

function play(made: readonly Move[]): Told {
  let state = EMPTY_WORKSPACE
  const events: RecordedEvent[] = []
  const ask_ = (asked: Command, actor: Actor): void => {
    const answer = decide(state, asked, { actor, at: NOON, model: 'playbook' })
    if (!answer.ok) return
    const fresh = recorded(state, answer.value, actor, NOON)
    events.push(...fresh)
    state = evolve(state, fresh)
  }
  ask_(createWorkspace, system)
  ask_(addOrders(1, ['email']), owner)
  ask_({ ...ask }, owner)
  for (const move of made) {
    const asked = move.command(state)
    ask_(asked, move.isHonest && SYSTEM_ASKS.has(asked.type) ? system : move.actor)
  }
  return { state, events }
}

const check = (holds: (told: Told) => void): void =>
  fc.assert(
    fc.property(moves, (made) => holds(play(made))),
    { numRuns: Number(process.env['COUNTERSIGN_PROPERTY_RUNS'] ?? 150) },
  )

describe('whoever asks whatever in whatever order', () => {
  it('the moves reach what they are about', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(moves, (made) => {
        for (const { event } of play(made).events) seen.add(event.type)
      }),
      { numRuns: 150, seed: 7 },
    )
    for (const type of [
      'RunStarted',
      'RunFinished',
      'ProposalVoided',
      'RetryPermitted',
    ])
      expect(seen).toContain(type)
  })

  it('every run spent exactly one permit, and no permit was spent twice', () => {
    check(({ events }) => {
      const granted = new Set<string>()
      const spent = new Set<string>()
      for (const { event } of events) {
        if (event.type === 'ProposalApproved' || event.type === 'RetryPermitted') {
          expect(granted).not.toContain(event.data.permitId)
          granted.add(event.data.permitId)
        }
        if (event.type !== 'RunStarted' && event.type !== 'RunAnsweredFromCache') continue
        expect(granted).toContain(event.data.permitId)
        expect(spent).not.toContain(event.data.permitId)
        spent.add(event.data.permitId)
      }
    })
  })

  it('every run has the digest that a person approved, recomputed from what was recorded', () => {
    check(({ events }) => {
      const approvedDigests = new Map<string, Set<string>>()
      const contents = new Map<string, RecordedEvent>()
      for (const one of events) {
        const { event, actor } = one
        if (event.type === 'StepProposed') contents.set(event.data.proposalId, one)
        if (event.type === 'DecisionRecorded') {
          expect(actor.kind).toBe('human')
          if (event.data.verdict !== 'approve') continue
          const digests = approvedDigests.get(event.data.proposalId) ?? new Set()
          approvedDigests.set(event.data.proposalId, digests.add(event.data.stepDigest))
        }
        if (event.type !== 'RunStarted') continue
        expect(approvedDigests.get(event.data.proposalId)).toContain(event.data.stepDigest)
        const proposed = contents.get(event.data.proposalId)?.event
        if (proposed?.type !== 'StepProposed') throw new Error('a run of nothing proposed')
        const { inputs, environment } = event.data
        expect(digestOfStep(proposed.data.content, inputs, environment, 1)).toBe(event.data.stepDigest)
      }
    })
  })

  it('at R2, where there are others, nobody decided on what they wrote', () => {
    check(({ events }) => {
      let state = EMPTY_WORKSPACE
      for (const one of events) {
        const { event, actor } = one
        if (event.type === 'DecisionRecorded' && event.data.tier === 'R2' && state.members.size > 1) {
          const written = state.proposals.get(event.data.proposalId)?.contributors ?? []
          expect(written).not.toContain(actor.kind === 'human' ? actor.id : '')
        }
        state = evolve(state, [one])
      }
    })
  })

  it('a rejected, revoked or voided proposal never runs afterwards', () => {
    check(({ events }) => {
      const ended = new Set<string>()
      for (const { event } of events) {
        if (
          event.type === 'ProposalRejected' ||
          event.type === 'ApprovalRevoked' ||
          event.type === 'ProposalVoided' ||
          event.type === 'ProposalBlocked' ||
          event.type === 'ProposalSuperseded'
        )
          ended.add(event.data.proposalId)
        if (event.type === 'RunStarted') expect(ended).not.toContain(event.data.proposalId)
      }
    })
  })

  it('what was recorded folds back to the same, in one batch or in many', () => {
    check(({ state, events }) => {
      expect(evolve(EMPTY_WORKSPACE, events)).toEqual(state)
      const halves = evolve(
        evolve(EMPTY_WORKSPACE, events.slice(0, events.length / 2)),
        events.slice(events.length / 2),
      )
      expect(halves).toEqual(state)
    })
  })

  it('no two proposals of one step wait at once, and nothing waits under a name that another holds', () => {
    check(({ state }) => {
      for (const step of state.steps.values()) {
        const waiting = step.proposalIds.filter((id) =>
          isPending(state.proposals.get(id)?.status ?? 'rejected'),
        )
        expect(waiting.length).toBeLessThanOrEqual(1)
      }
      expect(state.turns.get(turnId(1))?.end).toBeUndefined()
    })
  })
})
