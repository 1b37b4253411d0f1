/** What is asked of a draft while it is typed, and answered: nothing of it is recorded. */
import { z } from 'zod'
import { Language } from '#shared/constraint.ts'
import { StepId, TableName } from '#shared/ids.ts'
import { Finding, Read } from '#shared/preflight.ts'
import { StepContent } from '#shared/step.ts'
import { TableSchema } from '#shared/table.ts'

export const DraftAsked = z.strictObject({
  stepId: StepId,
  language: Language,
  code: z.string().min(1).max(200_000),
  /** Absent while it has no name that it could have. */
  output: TableName.optional(),
  alsoOutputs: StepContent.shape.alsoOutputs,
})
export type DraftAsked = z.infer<typeof DraftAsked>

export const DraftAnalysed = z.strictObject({
  findings: z.array(Finding).readonly(),
  reads: z.array(Read).readonly(),
  output: TableSchema.optional(),
})
export type DraftAnalysed = z.infer<typeof DraftAnalysed>
