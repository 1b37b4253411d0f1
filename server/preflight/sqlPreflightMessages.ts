/** What the server and the child that inspects SQL say to each other. */
import { z } from 'zod'
import { TableName } from '#shared/ids.ts'
import { Analysis } from '#shared/preflight.ts'
import { Parameter } from '#shared/step.ts'
import { TableSchema } from '#shared/table.ts'

/** A name that the code may read. */
export const TableInScope = z.strictObject({
  name: TableName,
  schema: TableSchema,
  /** Absent while it can't be known. */
  rows: z.int().nonnegative().optional(),
})
export type TableInScope = z.infer<typeof TableInScope>

export const SqlAsked = z.strictObject({
  sql: z.string(),
  parameters: z.record(z.string(), Parameter).readonly(),
  inputs: z.array(TableInScope).readonly(),
  /** Predicates over the rows of the output. */
  asserts: z.array(z.string()).readonly(),
})
export type SqlAsked = z.infer<typeof SqlAsked>

export const AssertBound = z.strictObject({
  predicate: z.string(),
  binds: z.boolean(),
  /** Why it does not bind, as a sentence. */
  reason: z.string().optional(),
  /** The columns of the output that it reads. */
  columns: z.array(z.string()).readonly(),
})
export type AssertBound = z.infer<typeof AssertBound>

export const Analysed = z.strictObject({ analysis: Analysis, asserts: z.array(AssertBound).readonly() })
export type Analysed = z.infer<typeof Analysed>
