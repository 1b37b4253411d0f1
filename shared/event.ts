/** What happened. Past tense, closed, versioned by the entry's `v`; an event once released keeps folding for ever. */
import { z } from 'zod'
import { AgentCall, Citation, PlannedStep, TurnBudget, TurnCause, TurnEnd } from '#shared/agentTurn.ts'
import { Artifact } from '#shared/artifact.ts'
import { Comment } from '#shared/comment.ts'
import { Constraint, Language } from '#shared/constraint.ts'
import { Dataset, Sensitivity } from '#shared/dataset.ts'
import { Decision, Reason } from '#shared/decision.ts'
import {
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
  TableName,
  TurnId,
} from '#shared/ids.ts'
import { Member, Role } from '#shared/member.ts'
import { Objective } from '#shared/objective.ts'
import { Policy, Tier } from '#shared/policy.ts'
import { Analysis } from '#shared/preflight.ts'
import { AssertBinding, ProposedStep } from '#shared/proposal.ts'
import { Environment, RunInput, RunOutcome } from '#shared/run.ts'

const event = <const T extends string, S extends z.core.$ZodLooseShape>(type: T, data: S) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject(data) })

export const WorkspaceEvent = z.discriminatedUnion('type', [
  event('WorkspaceCreated', { name: z.string(), owner: Member, policy: Policy }),
  event('WorkspaceRenamed', { name: z.string() }),
  event('MemberAdded', { member: Member }),
  event('MemberRoleChanged', { personId: PersonId, role: Role }),
  event('MemberRemoved', { personId: PersonId }),
  event('PolicyChanged', { policy: Policy }),
  event('EnvironmentRecorded', { language: Language, environment: Environment }),

  event('ObjectiveWritten', Objective.shape),
  event('ObjectiveRetired', { objectiveId: ObjectiveId }),
  event('ConstraintWritten', Constraint.shape),
  event('ConstraintRetired', { constraintId: ConstraintId }),

  event('DatasetAdded', Dataset.shape),
  event('DatasetRevised', Dataset.shape),
  event('DatasetRemoved', { datasetId: DatasetId }),
  event('ColumnMarked', { datasetId: DatasetId, column: z.string(), sensitivity: Sensitivity }),

  event('CommentWritten', Comment.shape),
  event('ThreadResolved', { threadId: CommentId }),
  event('ThreadReopened', { threadId: CommentId }),

  event('AgentTurnStarted', {
    turnId: TurnId,
    objectiveId: ObjectiveId,
    cause: TurnCause,
    model: z.string(),
    budget: TurnBudget,
  }),
  event('PlanOutlined', { turnId: TurnId, objectiveId: ObjectiveId, steps: z.array(PlannedStep).readonly() }),
  event('AgentCallRecorded', { turnId: TurnId, call: AgentCall }),
  event('QuestionAsked', {
    questionId: QuestionId,
    turnId: TurnId,
    objectiveId: ObjectiveId,
    text: z.string(),
    options: z.array(z.string()).readonly(),
  }),
  event('QuestionAnswered', { questionId: QuestionId, answer: z.string() }),
  event('ConclusionDrawn', {
    turnId: TurnId,
    objectiveId: ObjectiveId,
    text: z.string(),
    citations: z.array(Citation).readonly(),
  }),
  event('AgentTurnEnded', { turnId: TurnId, end: TurnEnd, detail: z.string() }),
  event('StepEscalated', { stepId: StepId, proposalId: ProposalId }),

  event('StepProposed', ProposedStep.shape),
  event('PreflightCompleted', {
    proposalId: ProposalId,
    analysis: Analysis,
    asserts: z.array(AssertBinding).readonly(),
    inputs: z.array(z.strictObject({ name: TableName, digest: Digest })).readonly(),
    stepDigest: Digest,
    tier: Tier,
    tierReasons: z.array(z.string()).readonly(),
  }),
  event('ProposalBlocked', { proposalId: ProposalId, because: z.array(z.string()).readonly() }),
  event('DecisionRecorded', Decision.shape),
  event('ProposalApproved', {
    proposalId: ProposalId,
    permitId: PermitId,
    stepDigest: Digest,
    expiresAt: Instant,
    singleOperator: z.boolean(),
    force: z.literal(true).optional(),
  }),
  event('ProposalRejected', { proposalId: ProposalId, reason: Reason }),
  event('ChangesRequested', { proposalId: ProposalId, reason: Reason }),
  event('ProposalWithdrawn', { proposalId: ProposalId }),
  event('ProposalSuperseded', { proposalId: ProposalId, by: ProposalId }),
  event('ProposalVoided', { proposalId: ProposalId, because: z.string() }),
  event('ApprovalExpired', { proposalId: ProposalId }),
  event('ApprovalRevoked', { proposalId: ProposalId, reason: z.string() }),
  event('StepRemoved', { stepId: StepId, proposalId: ProposalId }),

  event('RunStarted', {
    runId: RunId,
    proposalId: ProposalId,
    permitId: PermitId,
    stepDigest: Digest,
    inputs: z.array(RunInput).readonly(),
    environment: Environment,
  }),
  event('RunAnsweredFromCache', {
    runId: RunId,
    proposalId: ProposalId,
    permitId: PermitId,
    stepDigest: Digest,
    sameAs: RunId,
  }),
  event('RunHaltRequested', { runId: RunId }),
  event('ArtifactRecorded', { runId: RunId, artifact: Artifact }),
  event('RunFinished', { runId: RunId, outcome: RunOutcome }),
  event('RunLost', { runId: RunId, because: z.string() }),
  event('RetryPermitted', {
    proposalId: ProposalId,
    permitId: PermitId,
    stepDigest: Digest,
    afterRunId: RunId,
    rule: z.literal('a-pure-step-is-retried-once'),
    expiresAt: Instant,
  }),
  event('RunReconciled', {
    runId: RunId,
    verdict: z.enum(['abandoned', 'proposed-again']),
    reason: z.string(),
  }),
  event('ResultAccepted', { runId: RunId, reason: z.string() }),
  event('ResultDisputed', { runId: RunId, reason: z.string() }),
])
export type WorkspaceEvent = z.infer<typeof WorkspaceEvent>
export type EventType = WorkspaceEvent['type']
export type EventOf<T extends EventType> = Extract<WorkspaceEvent, { type: T }>
