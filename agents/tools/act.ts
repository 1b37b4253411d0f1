/** The tools by which an agent acts: all that they can lead to is a plan, a proposal, a question or a conclusion. None runs anything. */
import { z } from 'zod'
import { Refused } from '#agents/seen.ts'
import { PlannedStep } from '#shared/agentTurn.ts'
import { Language } from '#shared/constraint.ts'
import { Digest, ProposalId, QuestionId, RunId, StepId, TableName } from '#shared/ids.ts'
import { Tier } from '#shared/policy.ts'
import { Finding, Read } from '#shared/preflight.ts'
import { Parameter, StepContent } from '#shared/step.ts'
import { TableSchema } from '#shared/table.ts'

export const OutlinePlanArguments = z.object({
  steps: z.array(PlannedStep).min(1).max(30).describe('The steps that you mean to propose, in order'),
})
export type OutlinePlanArguments = z.infer<typeof OutlinePlanArguments>
export const OutlinePlanAnswer = z.union([z.strictObject({ outcome: z.literal('outlined') }), Refused])
export type OutlinePlanAnswer = z.infer<typeof OutlinePlanAnswer>

const Parameters = z.record(z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/), Parameter)

export const ProposeStepArguments = z.object({
  title: z.string().trim().min(1).max(500).describe('What the step does, in a few words'),
  language: Language.exclude(['packages']),
  code: StepContent.shape.code.describe(
    'SQL: one SELECT in the DuckDB dialect over datasets and outputs of steps. Python: the body of a module in which these names are pandas data frames, and which binds the name of the output. Chart: a Vega-Lite spec as JSON text whose data is {"name": "<dataset or output>"}',
  ),
  output: TableName.describe('Name of the output; letters, digits and _'),
  alsoOutputs: z
    .array(TableName)
    .max(15)
    .optional()
    .describe('Python only: further names that the code binds, each a result of its own'),
  rationale: z.string().max(20_000).describe('Why this step, and why in this way'),
  parameters: Parameters.optional().describe('Typed values that the SQL refers to as $name'),
})
export type ProposeStepArguments = z.infer<typeof ProposeStepArguments>

export const ReviseStepArguments = ProposeStepArguments.extend({
  proposalId: ProposalId.describe('The proposal of the step to revise; the revision is a new proposal'),
})
export type ReviseStepArguments = z.infer<typeof ReviseStepArguments>

const CheckSeen = z.strictObject({
  check: z.string(),
  status: z.enum(['holds', 'broken', 'after-run']),
  because: z.string(),
})

/** What preflight says; `blocked` is to be mended and proposed again with revise_step. */
export const ProposeStepAnswer = z.union([
  z.strictObject({
    outcome: z.literal('in-review'),
    proposalId: ProposalId,
    stepId: StepId,
    tier: Tier,
    tierReasons: z.array(z.string()).readonly(),
    reads: z.array(Read).readonly(),
    /** Absent for a chart, and for Python, whose columns only a run tells. */
    schema: TableSchema.optional(),
    checks: z.array(CheckSeen).readonly(),
    /** Findings that do not block. */
    warnings: z.array(Finding).readonly(),
  }),
  z.strictObject({
    outcome: z.literal('blocked'),
    proposalId: ProposalId,
    stepId: StepId,
    findings: z.array(Finding).readonly(),
    /** The reasons in sentences, when they are not findings (a cycle, a name taken). */
    because: z.array(z.string()).readonly(),
  }),
  Refused,
])
export type ProposeStepAnswer = z.infer<typeof ProposeStepAnswer>

export const AskPersonArguments = z.object({
  text: z
    .string()
    .trim()
    .min(1)
    .max(10_000)
    .describe('The question, so that a person can answer it without more context'),
  options: z
    .array(z.string().min(1).max(500))
    .max(20)
    .optional()
    .describe('Answers to choose from, if there are natural ones'),
})
export type AskPersonArguments = z.infer<typeof AskPersonArguments>
export const AskPersonAnswer = z.union([
  z.strictObject({ outcome: z.literal('asked'), questionId: QuestionId }),
  Refused,
])
export type AskPersonAnswer = z.infer<typeof AskPersonAnswer>

/** Names the artifact, or the run that made it. */
const CitationArguments = z
  .object({
    artifact: Digest.optional().describe('Digest of the artifact, as read_result gives it'),
    runId: RunId.optional().describe('The run, when the digest is not at hand'),
    claim: z.string().min(1).max(2000).describe('What of the conclusion this artifact bears out'),
  })
  .refine((one) => one.artifact !== undefined || one.runId !== undefined, 'cite an artifact or a runId')

export const ConcludeArguments = z.object({
  text: z
    .string()
    .trim()
    .min(1)
    .max(50_000)
    .describe('The answer to the objective, with its numbers and its limits'),
  citations: z.array(CitationArguments).max(100),
})
export type ConcludeArguments = z.infer<typeof ConcludeArguments>
export const ConcludeAnswer = z.union([z.strictObject({ outcome: z.literal('concluded') }), Refused])
export type ConcludeAnswer = z.infer<typeof ConcludeAnswer>

export const ACT_TOOLS = {
  outline_plan: {
    description:
      'Say which steps you mean to propose, in order. Replaces the earlier outline. It proposes nothing.',
    arguments: OutlinePlanArguments,
    answer: OutlinePlanAnswer,
  },
  propose_step: {
    description:
      'Propose one new step. It is checked at once and goes to a person for review; it does not run now. If it is blocked, mend it with revise_step.',
    arguments: ProposeStepArguments,
    answer: ProposeStepAnswer,
  },
  revise_step: {
    description:
      'Propose a changed version of a step, after a blocked check, a request for changes, a rejection or a failed run.',
    arguments: ReviseStepArguments,
    answer: ProposeStepAnswer,
  },
  ask_person: {
    description:
      'Ask the person one question when the objective or the data leave a choice that matters. The turn waits for the answer.',
    arguments: AskPersonArguments,
    answer: AskPersonAnswer,
  },
  conclude: {
    description:
      'Answer the objective from results that exist, citing the artifact for each claim. Ends the turn.',
    arguments: ConcludeArguments,
    answer: ConcludeAnswer,
  },
} as const
