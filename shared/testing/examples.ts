/** Small, legal examples of everything, numbered: `personId(1)` is the same person in every test. */
import type { Actor } from '#shared/actor.ts'
import type { Command } from '#shared/command.ts'
import type { DatasetVersion } from '#shared/dataset.ts'
import {
  ConstraintId,
  DatasetId,
  DecisionId,
  Digest,
  Instant,
  ObjectiveId,
  PermitId,
  PersonId,
  ProposalId,
  RunId,
  StepId,
  TableName,
  TurnId,
} from '#shared/ids.ts'
import { EMPTY_LINEAGE, type Analysis } from '#shared/preflight.ts'
import { identityOf, digestOfName } from '#shared/stepDigest.ts'
import { DEFAULT_LIMITS, type StepContent } from '#shared/step.ts'
import { viewDigestOf } from '#shared/view.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export const NOON = Instant.parse('2026-03-01T12:00:00.000Z')

const uuid = (kind: number, number: number): string =>
  `00000000-0000-7000-800${kind.toString(16)}-${String(number).padStart(12, '0')}`

export const personId = (number: number) => PersonId.parse(uuid(0, number))
export const objectiveId = (number: number) => ObjectiveId.parse(uuid(1, number))
export const constraintId = (number: number) => ConstraintId.parse(uuid(2, number))
export const datasetId = (number: number) => DatasetId.parse(uuid(3, number))
export const stepId = (number: number) => StepId.parse(uuid(4, number))
export const proposalId = (number: number) => ProposalId.parse(uuid(5, number))
export const decisionId = (number: number) => DecisionId.parse(uuid(6, number))
export const permitId = (number: number) => PermitId.parse(uuid(7, number))
export const runId = (number: number) => RunId.parse(uuid(8, number))
export const turnId = (number: number) => TurnId.parse(uuid(9, number))
export const digest = (number: number) => Digest.parse(String(number).padStart(64, '0'))
export const tableName = (name: string) => TableName.parse(name)

export const human = (number: number): Actor => ({ kind: 'human', id: personId(number) })
export const agentFor = (number: number): Actor => ({
  kind: 'agent',
  id: 'agent',
  onBehalfOf: personId(number),
})
export const system: Actor = { kind: 'system', id: 'test' }

export const owner = human(1)
export const planner = agentFor(1)

export const createWorkspace: Command = {
  type: 'CreateWorkspace',
  data: { name: 'Test', owner: { personId: personId(1), name: 'Ada', role: 'owner' } },
}

export const addMember = (number: number, role: 'owner' | 'editor' | 'reviewer' | 'auditor'): Command => ({
  type: 'AddMember',
  data: { member: { personId: personId(number), name: `Person ${number}`, role } },
})

export const datasetVersion = (content: number, personal: readonly string[] = []): DatasetVersion => ({
  source: { kind: 'upload', fileName: 'orders.csv', digest: digest(content), bytes: 10 },
  digest: digest(1000 + content),
  contentDigest: digest(2000 + content),
  bytes: 100,
  rows: 3,
  columns: ['id', 'amount', 'email'].map((name) => ({
    name,
    type: name === 'email' ? 'VARCHAR' : 'BIGINT',
    sensitivity: personal.includes(name) ? ('personal' as const) : ('none' as const),
  })),
  profile: digest(3000 + content),
})

export const addOrders = (content = 1, personal: readonly string[] = []): Command => ({
  type: 'AddDataset',
  data: { datasetId: datasetId(1), name: tableName('orders'), version: datasetVersion(content, personal) },
})

export const reviseOrders = (content: number): Command => ({
  type: 'ReviseDataset',
  data: { datasetId: datasetId(1), version: datasetVersion(content) },
})

export const sql = (code: string, output: string): StepContent => ({
  language: 'sql',
  code,
  parameters: {},
  output: tableName(output),
  network: false,
  limits: DEFAULT_LIMITS,
})

type Proposing = {
  readonly proposal: number
  readonly step: number
  readonly code?: string
  readonly output?: string
  readonly change?: 'add' | 'change' | 'remove'
  readonly supersedes?: number
  readonly turn?: number
  readonly rationale?: string
}

export const propose = (given: Proposing): Command => ({
  type: 'ProposeStep',
  data: {
    proposalId: proposalId(given.proposal),
    stepId: stepId(given.step),
    change: given.change ?? 'add',
    content: sql(given.code ?? 'SELECT amount FROM orders', given.output ?? `out${given.step}`),
    title: 'A step',
    rationale: given.rationale ?? '',
    ...(given.supersedes === undefined ? {} : { supersedes: proposalId(given.supersedes) }),
    ...(given.turn === undefined ? {} : { turnId: turnId(given.turn), objectiveId: objectiveId(1) }),
  },
})

export const analysisOf = (
  reads: Readonly<Record<string, readonly string[]>>,
  part: Partial<Analysis> = {},
): Analysis => ({
  reads: Object.entries(reads).map(([name, columns]) => ({ name: tableName(name), columns })),
  output: [{ name: 'amount', type: 'BIGINT' }],
  functions: [],
  lineage: {
    ...EMPTY_LINEAGE,
    columns: [
      {
        column: 'amount',
        from: Object.entries(reads).flatMap(([name, columns]) =>
          columns.map((column) => ({ table: tableName(name), column })),
        ),
      },
    ],
  },
  findings: [],
  estimatedRows: 'unknown',
  ...part,
})

/** What the preflight reactor would send for the state as it is now. */
export const preflight = (
  state: WorkspaceState,
  proposal: number,
  reads: Readonly<Record<string, readonly string[]>> = { orders: ['amount'] },
  part: Partial<Analysis> = {},
): Command => ({
  type: 'RecordPreflight',
  data: {
    proposalId: proposalId(proposal),
    analysis: analysisOf(reads, part),
    asserts: [],
    basis: Object.keys(reads).flatMap((name) => {
      const found = digestOfName(state, name)
      return found ? [{ name: tableName(name), digest: found }] : []
    }),
  },
})

type Deciding = {
  readonly decision?: number
  readonly verdict?: 'approve' | 'reject' | 'request-changes'
  readonly reason?: string
  readonly overrides?: readonly { constraintId: ConstraintId; reason: string }[]
}

/** A decision on exactly what this state shows of the proposal. */
export function decideOn(state: WorkspaceState, proposal: number, given: Deciding = {}): Command {
  const found = state.proposals.get(proposalId(proposal))
  const identity = found && identityOf(state, found)
  const number = given.decision ?? proposal
  return {
    type: 'DecideProposal',
    data: {
      decisionId: decisionId(number),
      proposalId: proposalId(proposal),
      permitId: permitId(number),
      stepDigest: identity?.state === 'known' ? identity.digest : digest(0),
      viewDigest: found ? viewDigestOf(state, found) : digest(0),
      verdict: given.verdict ?? 'approve',
      overrides: given.overrides ?? [],
      ...(given.reason ? { reason: { code: 'other', text: given.reason } } : {}),
    },
  }
}

export const start = (run: number, proposal: number, force = false): Command => ({
  type: 'StartRun',
  data: { runId: runId(run), proposalId: proposalId(proposal), force },
})

export const succeed = (run: number, output = 'out1', asserts: readonly boolean[] = []): Command => ({
  type: 'FinishRun',
  data: {
    runId: runId(run),
    outcome: {
      kind: 'succeeded',
      milliseconds: 5,
      asserts: asserts.map((holds, index) => ({
        constraintId: constraintId(index + 1),
        predicate: 'amount > 0',
        holds,
        violations: holds ? 0 : 2,
      })),
      artifact: {
        kind: 'table',
        name: tableName(output),
        digest: digest(5000 + run),
        contentDigest: digest(6000 + run),
        bytes: 10,
        rows: 3,
        schema: [{ name: 'amount', type: 'BIGINT' }],
      },
    },
  },
})

export const lose = (run: number): Command => ({
  type: 'LoseRun',
  data: { runId: runId(run), because: 'the server stopped', retryPermitId: permitId(9000 + run) },
})

export const ask: Command = {
  type: 'AskAgent',
  data: { turnId: turnId(1), objectiveId: objectiveId(1), text: 'What do we sell?', acceptance: [] },
}
