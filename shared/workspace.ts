/** The state of one workspace: nothing but a fold of its ledger. No command, no clock and no store is known here. */
import type { Actor } from '#shared/actor.ts'
import type { Artifact } from '#shared/artifact.ts'
import type { AgentCall, Citation, PlannedStep, TurnBudget, TurnCause, TurnEnd } from '#shared/agentTurn.ts'
import type { Comment } from '#shared/comment.ts'
import type { Constraint, Language } from '#shared/constraint.ts'
import type { Dataset } from '#shared/dataset.ts'
import type { DecisionMade, Reason } from '#shared/decision.ts'
import type { EventOf, WorkspaceEvent } from '#shared/event.ts'
import type {
  BlockId,
  CommentId,
  ConstraintId,
  DatasetId,
  Digest,
  Instant,
  ObjectiveId,
  PermitId,
  PersonId,
  ProposalId,
  QuestionId,
  RunId,
  StepId,
  TurnId,
} from '#shared/ids.ts'
import type { Member } from '#shared/member.ts'
import type { Objective } from '#shared/objective.ts'
import { FIRST_POLICY, type Policy } from '#shared/policy.ts'
import type { ProposalStatus, ProposedStep } from '#shared/proposal.ts'
import type { Environment, RunInput, RunOutcome } from '#shared/run.ts'

/** An event in its place: what `evolve` folds. */
export type RecordedEvent = {
  readonly seq: number
  readonly at: Instant
  readonly actor: Actor
  readonly event: WorkspaceEvent
}

export type Preflight = EventOf<'PreflightCompleted'>['data'] & { readonly seq: number }

/** The right to run one digest once. `spentBy` names the one run that used it. */
export type Permit = {
  readonly permitId: PermitId
  readonly stepDigest: Digest
  readonly expiresAt: Instant
  /** Granted while the workspace had one member. */
  readonly singleOperator: boolean
  /** What ran before is no answer: it is to be computed anew. */
  readonly force: boolean
  readonly spentBy?: RunId
}

export type Proposal = ProposedStep & {
  readonly seq: number
  readonly at: Instant
  readonly author: Actor
  /** Everyone who wrote a part of the content: person ids, and `agent:<id>`. */
  readonly contributors: readonly string[]
  readonly status: ProposalStatus
  /** Why it is in this state, in words, when the state needs a reason. */
  readonly because?: string
  readonly reason?: Reason
  readonly preflight?: Preflight
  readonly reviewSince?: Instant
  readonly decisions: readonly DecisionMade[]
  readonly permits: readonly Permit[]
  readonly runIds: readonly RunId[]
}

export type Step = {
  readonly stepId: StepId
  readonly objectiveId?: ObjectiveId
  /** In the order in which they were proposed. */
  readonly proposalIds: readonly ProposalId[]
  readonly changesRequested: number
  readonly isEscalated: boolean
  readonly isRemoved: boolean
}

export type RunStatus = 'running' | 'succeeded' | 'failed' | 'halted' | 'indeterminate'

export type Run = {
  readonly runId: RunId
  readonly proposalId: ProposalId
  readonly stepId: StepId
  readonly permitId: PermitId
  readonly stepDigest: Digest
  readonly policyVersion: number
  readonly inputs: readonly RunInput[]
  readonly environment: Environment
  readonly by: Actor
  readonly seq: number
  readonly startedAt: Instant
  readonly finishedAt?: Instant
  readonly status: RunStatus
  readonly outcome?: RunOutcome
  readonly artifact?: Artifact
  /** What it made of its further outputs. */
  readonly also?: readonly Artifact[]
  /** The earlier run of the same digest whose artifact answers this one. */
  readonly sameAs?: RunId
  readonly haltRequested: boolean
  readonly dispute?: string
  readonly isReconciled: boolean
}

export type Turn = {
  readonly turnId: TurnId
  readonly objectiveId: ObjectiveId
  readonly cause: TurnCause
  readonly model: string
  readonly budget: TurnBudget
  readonly by: Actor
  readonly seq: number
  readonly startedAt: Instant
  readonly endedAt?: Instant
  readonly end?: TurnEnd
  readonly detail?: string
  readonly plan: readonly PlannedStep[]
  readonly calls: readonly AgentCall[]
}

export type Question = {
  readonly questionId: QuestionId
  readonly turnId: TurnId
  readonly objectiveId: ObjectiveId
  readonly text: string
  readonly options: readonly string[]
  readonly seq: number
  readonly answer?: string
  readonly answeredBy?: PersonId
}

export type Conclusion = {
  readonly turnId: TurnId
  readonly objectiveId: ObjectiveId
  readonly text: string
  readonly citations: readonly Citation[]
  readonly seq: number
  readonly at: Instant
}

export type CommentMade = Comment & { readonly seq: number; readonly at: Instant; readonly by: Actor }
export type Thread = {
  readonly threadId: CommentId
  readonly blockId: BlockId
  readonly isResolved: boolean
  readonly comments: readonly CommentMade[]
}

export type ObjectiveState = Objective & {
  readonly seq: number
  readonly writtenBy: Actor
  readonly isRetired: boolean
}
export type ConstraintState = Constraint & { readonly seq: number; readonly writtenBy: Actor }
export type DatasetState = Dataset & { readonly seq: number; readonly at: Instant; readonly addedBy: Actor }

export type WorkspaceState = {
  readonly seq: number
  readonly at: Instant | null
  readonly name: string
  readonly policy: Policy
  readonly members: ReadonlyMap<PersonId, Member>
  readonly environments: ReadonlyMap<Language, Environment>
  readonly objectives: ReadonlyMap<ObjectiveId, ObjectiveState>
  readonly constraints: ReadonlyMap<ConstraintId, ConstraintState>
  readonly datasets: ReadonlyMap<DatasetId, DatasetState>
  readonly steps: ReadonlyMap<StepId, Step>
  readonly proposals: ReadonlyMap<ProposalId, Proposal>
  readonly runs: ReadonlyMap<RunId, Run>
  /** Digest of a step → the latest run of it that succeeded. */
  readonly results: ReadonlyMap<Digest, RunId>
  readonly turns: ReadonlyMap<TurnId, Turn>
  readonly questions: ReadonlyMap<QuestionId, Question>
  readonly conclusions: readonly Conclusion[]
  /** Thread → what people say about a block, the thread named by its first comment. */
  readonly threads: ReadonlyMap<CommentId, Thread>
}

export const EMPTY_WORKSPACE: WorkspaceState = {
  seq: 0,
  at: null,
  name: '',
  policy: FIRST_POLICY,
  members: new Map(),
  environments: new Map(),
  objectives: new Map(),
  constraints: new Map(),
  datasets: new Map(),
  steps: new Map(),
  proposals: new Map(),
  runs: new Map(),
  results: new Map(),
  turns: new Map(),
  questions: new Map(),
  conclusions: [],
  threads: new Map(),
}

/** One member: that person may decide alone as the policy allows, and every record of it is stamped. */
export const isSolo = (state: WorkspaceState): boolean => state.members.size === 1
