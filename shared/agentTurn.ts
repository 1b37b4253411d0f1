/** What an agent did in a turn, as it is recorded. */
import { z } from 'zod'
import { Digest, ProposalId, QuestionId, RunId, StepId } from '#shared/ids.ts'
import { Language } from '#shared/constraint.ts'

export const PlannedStep = z.strictObject({
  title: z.string().min(1).max(500),
  language: Language,
  purpose: z.string().max(2000),
})
export type PlannedStep = z.infer<typeof PlannedStep>

/** One call of a model or of a tool. Tokens are those the provider reported. */
export const AgentCall = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('model'),
    model: z.string().max(200),
    inputTokens: z.int().nonnegative(),
    outputTokens: z.int().nonnegative(),
    milliseconds: z.int().nonnegative(),
    /** Digest of the messages sent, so that an auditor can check what the agent saw. */
    sent: Digest,
    outcome: z.string().max(2000),
  }),
  z.strictObject({
    kind: z.literal('tool'),
    tool: z.string().max(100),
    /** The arguments as JSON text, shortened when long. */
    arguments: z.string().max(20_000),
    outcome: z.string().max(2000),
    milliseconds: z.int().nonnegative(),
    /** Where untrusted text in the answer came from, e.g. `dataset:orders`. */
    origins: z.array(z.string().max(200)).max(100).readonly(),
  }),
])
export type AgentCall = z.infer<typeof AgentCall>

/** What a person asks about one step, e.g. why it failed. */
export const TurnAbout = z.strictObject({ stepId: StepId, words: z.string().trim().min(1).max(4_000) })
export type TurnAbout = z.infer<typeof TurnAbout>

export const TurnCause = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('asked'), about: TurnAbout.optional() }),
  z.strictObject({ kind: z.literal('decided'), proposalId: ProposalId }),
  z.strictObject({ kind: z.literal('answered'), questionId: QuestionId }),
  z.strictObject({ kind: z.literal('run-finished'), runId: RunId }),
  z.strictObject({ kind: z.literal('resumed') }),
])
export type TurnCause = z.infer<typeof TurnCause>

export const TurnBudget = z.strictObject({
  modelCalls: z.int().positive(),
  tokens: z.int().positive(),
  proposals: z.int().positive(),
  seconds: z.int().positive(),
})
export type TurnBudget = z.infer<typeof TurnBudget>

export const FIRST_TURN_BUDGET: TurnBudget = { modelCalls: 24, tokens: 400_000, proposals: 8, seconds: 300 }

export const TurnEnd = z.enum(['waiting', 'concluded', 'out-of-budget', 'stopped', 'failed', 'interrupted'])
export type TurnEnd = z.infer<typeof TurnEnd>

/** A claim of a conclusion and the artifact that bears it. */
export const Citation = z.strictObject({ artifact: Digest, claim: z.string().max(2000) })
export type Citation = z.infer<typeof Citation>
