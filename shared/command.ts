/** What anyone may ask for. A person's commands arrive over HTTP; the agent's and the system's only from inside the server. */
import { z } from 'zod'
import { AgentCall, Citation, PlannedStep, TurnAbout, TurnCause, TurnEnd } from '#shared/agentTurn.ts'
import { Comment } from '#shared/comment.ts'
import { Constraint, Language } from '#shared/constraint.ts'
import { DatasetVersion, Sensitivity } from '#shared/dataset.ts'
import { Override, Reason, Verdict } from '#shared/decision.ts'
import {
  CommentId,
  ConstraintId,
  DatasetId,
  DecisionId,
  Digest,
  ObjectiveId,
  PermitId,
  PersonId,
  ProposalId,
  QuestionId,
  RunId,
  TableName,
  TurnId,
} from '#shared/ids.ts'
import { Member, Role } from '#shared/member.ts'
import { Acceptance, ObjectiveText } from '#shared/objective.ts'
import { Policy } from '#shared/policy.ts'
import { Analysis } from '#shared/preflight.ts'
import { AssertBinding, ProposedStep } from '#shared/proposal.ts'
import { Environment, RunOutcome } from '#shared/run.ts'

const command = <const T extends string, S extends z.core.$ZodLooseShape>(type: T, data: S) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject(data) })

const Name = z.string().trim().min(1).max(200)
const Why = z.string().trim().min(1, 'say why').max(10_000)

/** `ProposeStep` is shared: a person's own step and an agent's take the same path. */
const ProposeStep = command('ProposeStep', {
  ...ProposedStep.shape,
  taint: ProposedStep.shape.taint.optional(),
})

export const PersonCommand = z.discriminatedUnion('type', [
  command('RenameWorkspace', { name: Name }),
  command('AddMember', { member: Member }),
  command('ChangeMemberRole', { personId: PersonId, role: Role }),
  command('RemoveMember', { personId: PersonId }),
  command('ChangePolicy', { policy: Policy.omit({ version: true }) }),

  command('WriteObjective', { objectiveId: ObjectiveId, text: ObjectiveText, acceptance: Acceptance }),
  command('RetireObjective', { objectiveId: ObjectiveId }),
  command('WriteConstraint', Constraint.shape),
  command('RetireConstraint', { constraintId: ConstraintId }),

  command('MarkColumn', { datasetId: DatasetId, column: z.string(), sensitivity: Sensitivity }),
  command('RemoveDataset', { datasetId: DatasetId }),

  command('WriteComment', Comment.shape),
  command('ResolveThread', { threadId: CommentId }),
  command('ReopenThread', { threadId: CommentId }),

  command('AskAgent', {
    turnId: TurnId,
    objectiveId: ObjectiveId,
    text: ObjectiveText,
    acceptance: Acceptance,
    about: TurnAbout.optional(),
  }),
  command('StopAgent', { turnId: TurnId }),
  command('AnswerQuestion', { questionId: QuestionId, answer: z.string().trim().min(1).max(10_000) }),

  ProposeStep,
  command('WithdrawProposal', { proposalId: ProposalId }),
  command('DecideProposal', {
    decisionId: DecisionId,
    proposalId: ProposalId,
    permitId: PermitId,
    /** Both as they were on the person's screen. */
    stepDigest: Digest,
    viewDigest: Digest,
    verdict: Verdict,
    reason: Reason.optional(),
    overrides: z.array(Override).max(50).readonly(),
    /** Approved to be computed anew, although the same has run before. */
    force: z.literal(true).optional(),
  }),
  command('RevokeApproval', { proposalId: ProposalId, reason: Why }),

  /** Names a proposal, never code: what runs is what the ledger holds. */
  command('StartRun', { runId: RunId, proposalId: ProposalId, force: z.boolean() }),
  command('HaltRun', { runId: RunId }),
  command('ReconcileRun', { runId: RunId, verdict: z.enum(['abandoned', 'proposed-again']), reason: Why }),
  command('AcceptResult', { runId: RunId, reason: Why }),
  command('DisputeResult', { runId: RunId, reason: Why }),
])
export type PersonCommand = z.infer<typeof PersonCommand>

/** From the importer, after a person uploaded: who did it is the actor, what was found is the importer's. */
export const ImportCommand = z.discriminatedUnion('type', [
  command('AddDataset', { datasetId: DatasetId, name: TableName, version: DatasetVersion }),
  command('ReviseDataset', { datasetId: DatasetId, version: DatasetVersion }),
])
export type ImportCommand = z.infer<typeof ImportCommand>

export const AgentCommand = z.discriminatedUnion('type', [
  command('OutlinePlan', { turnId: TurnId, steps: z.array(PlannedStep).min(1).max(30).readonly() }),
  command('AskPerson', {
    questionId: QuestionId,
    turnId: TurnId,
    text: z.string().trim().min(1).max(10_000),
    options: z.array(z.string().max(500)).max(20).readonly(),
  }),
  command('Conclude', {
    turnId: TurnId,
    text: z.string().trim().min(1).max(50_000),
    citations: z.array(Citation).max(100).readonly(),
  }),
  command('RecordAgentCall', { turnId: TurnId, call: AgentCall }),
])
export type AgentCommand = z.infer<typeof AgentCommand>

export const SystemCommand = z.discriminatedUnion('type', [
  command('CreateWorkspace', { name: Name, owner: Member }),
  command('RecordEnvironment', { language: Language, environment: Environment }),
  command('RecordPreflight', {
    proposalId: ProposalId,
    analysis: Analysis,
    asserts: z.array(AssertBinding).readonly(),
    /** What each read name stood for when it was analysed; if that changed meanwhile, it is analysed again. */
    basis: z.array(z.strictObject({ name: TableName, digest: Digest })).readonly(),
  }),
  command('ExpireApproval', { proposalId: ProposalId }),
  command('FinishRun', { runId: RunId, outcome: RunOutcome }),
  command('LoseRun', { runId: RunId, because: z.string(), retryPermitId: PermitId }),
  command('ContinueAgent', { turnId: TurnId, objectiveId: ObjectiveId, cause: TurnCause }),
  command('EndAgentTurn', { turnId: TurnId, end: TurnEnd, detail: z.string().max(10_000) }),
])
export type SystemCommand = z.infer<typeof SystemCommand>

export type Command = PersonCommand | ImportCommand | AgentCommand | SystemCommand
export type CommandType = Command['type']
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>
