/** Random commands by random actors, mostly aimed at what the state has, so that long interleavings get somewhere. */
import fc from 'fast-check'
import type { Actor } from '#shared/actor.ts'
import type { Command } from '#shared/command.ts'
import { type ProposalStatus } from '#shared/proposal.ts'
import {
  addMember,
  agentFor,
  constraintId,
  datasetId,
  decideOn,
  human,
  lose,
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
} from '#shared/testing/examples.ts'
import { type WorkspaceState } from '#shared/workspace.ts'

const PROPOSALS = 30
const RUNS = 30
const PEOPLE = 5

export type Move = {
  readonly actor: Actor
  /** Mostly the system asks what only the system may ask; sometimes anyone does. */
  readonly isHonest: boolean
  readonly command: (state: WorkspaceState) => Command
}

export const SYSTEM_ASKS = new Set(['RecordPreflight', 'FinishRun', 'LoseRun', 'RecordEnvironment'])

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

export const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({ actor: anyone, isHonest: fc.integer({ min: 0, max: 5 }).map((dice) => dice > 0), command }),
  {
    minLength: 100,
    maxLength: 220,
  },
)
