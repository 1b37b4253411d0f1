/** An immutable request to add, change or remove one step. A revision is another proposal. */
import { z } from 'zod'
import { ConstraintId, ObjectiveId, ProposalId, StepId, TableName, TurnId } from '#shared/ids.ts'
import { StepContent } from '#shared/step.ts'

export const Change = z.enum(['add', 'change', 'remove'])
export type Change = z.infer<typeof Change>

export const ProposedStep = z.strictObject({
  proposalId: ProposalId,
  stepId: StepId,
  change: Change,
  content: StepContent,
  title: z.string().trim().min(1).max(500),
  /** What the author claims about it. Never part of the step digest; shown under the author's name. */
  rationale: z.string().max(20_000),
  objectiveId: ObjectiveId.optional(),
  /** The agent's turn that made it. */
  turnId: TurnId.optional(),
  supersedes: ProposalId.optional(),
  /** Untrusted sources that the agent had read before, e.g. `dataset:orders`. Empty for people. */
  taint: z.array(z.string().max(200)).max(200).readonly(),
})
export type ProposedStep = z.infer<typeof ProposedStep>

/** Can an `assert` be judged on this step's output? `columns` are those that the predicate reads. */
export const AssertBinding = z.strictObject({
  constraintId: ConstraintId,
  predicate: z.string(),
  binds: z.boolean(),
  reason: z.string(),
  columns: z.array(z.string()).readonly(),
  /** Which output it is about; absent for the first. */
  output: TableName.optional(),
})
export type AssertBinding = z.infer<typeof AssertBinding>

export const ProposalStatus = z.enum([
  'proposed',
  'blocked',
  'in-review',
  'changes-requested',
  'rejected',
  'withdrawn',
  'superseded',
  'approved',
  'expired',
  'revoked',
  'voided',
  'running',
  'succeeded',
  'accepted',
  'disputed',
  'failed',
  'halted',
  'indeterminate',
])
export type ProposalStatus = z.infer<typeof ProposalStatus>

const PENDING: ReadonlySet<ProposalStatus> = new Set(['proposed', 'in-review'])
const COUNTERSIGNED: ReadonlySet<ProposalStatus> = new Set([
  'approved',
  'running',
  'succeeded',
  'accepted',
  'disputed',
  'failed',
  'halted',
  'indeterminate',
])

/** Waiting for preflight or for a person. */
export const isPending = (status: ProposalStatus): boolean => PENDING.has(status)
/** A quorum approved it and nothing has undone that: its content defines the step. */
export const isCountersigned = (status: ProposalStatus): boolean => COUNTERSIGNED.has(status)
