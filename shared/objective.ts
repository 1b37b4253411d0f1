import { z } from 'zod'
import { ObjectiveId } from '#shared/ids.ts'

export const ObjectiveText = z.string().trim().min(1, 'an objective says what you want to know').max(20_000)
export const Acceptance = z.array(z.string().min(1).max(2000)).max(50).readonly()

/** What a person wants to know. Each written version is an event; this is the latest. */
export const Objective = z.strictObject({
  objectiveId: ObjectiveId,
  version: z.int().positive(),
  text: ObjectiveText,
  acceptance: Acceptance,
})
export type Objective = z.infer<typeof Objective>
