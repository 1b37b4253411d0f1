/** All that a turn starts from, as a function of the record: what the messages are made of, and what an auditor rebuilds. */
import { z } from 'zod'
import { DatasetSummary, SeenProposal } from '#agents/seen.ts'
import { Citation, PlannedStep, TurnCause } from '#shared/agentTurn.ts'
import { ProposalId, QuestionId } from '#shared/ids.ts'

/** One thing that happened for this objective, in the order of the record. */
export const StoryItem = z.discriminatedUnion('kind', [
  /** A proposal as it is now: status, reason, and the run that came of it. */
  z.strictObject({ kind: z.literal('proposal'), proposal: SeenProposal }),
  /** A person changed what was proposed before; shown to the model as a unified diff. */
  z.strictObject({
    kind: z.literal('edit'),
    from: ProposalId,
    to: ProposalId,
    codeBefore: z.string(),
    codeAfter: z.string(),
  }),
  z.strictObject({
    kind: z.literal('question'),
    questionId: QuestionId,
    text: z.string(),
    options: z.array(z.string()).readonly(),
    answer: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('conclusion'),
    text: z.string(),
    citations: z.array(Citation).readonly(),
  }),
])
export type StoryItem = z.infer<typeof StoryItem>

/** One step that a person asks about, as it is now, and the person's words. */
export const AskedAbout = z.strictObject({ words: z.string(), step: SeenProposal })
export type AskedAbout = z.infer<typeof AskedAbout>

export const TurnContext = z.strictObject({
  cause: TurnCause,
  /** Stays until the agent has answered, also through the turns that its proposal or question lead to. */
  about: AskedAbout.optional(),
  objective: z.strictObject({ text: z.string(), acceptance: z.array(z.string()).readonly() }),
  /** What must hold, in prose, and each enforced check in plain words. */
  constraints: z
    .array(z.strictObject({ text: z.string(), checks: z.array(z.string()).readonly() }))
    .readonly(),
  datasets: z.array(DatasetSummary).readonly(),
  plan: z.array(PlannedStep).readonly(),
  story: z.array(StoryItem).readonly(),
})
export type TurnContext = z.infer<typeof TurnContext>
