/** The port through which an approved step runs. What comes back is what happened; nothing in it carries authority. */
import { z } from 'zod'
import { RunId, TableName, type Digest } from '#shared/ids.ts'
import { Limits, Parameter } from '#shared/step.ts'
import type { TableSchema } from '#shared/table.ts'

export const SqlJob = z.strictObject({
  runId: RunId,
  sql: z.string().min(1),
  parameters: z.record(z.string(), Parameter),
  output: TableName,
  /** Parquet files by absolute path; the SQL sees them under their names, and nothing else. */
  inputs: z.array(z.strictObject({ name: TableName, path: z.string() })).readonly(),
  /** An existing folder, for this run alone, in which the result is left. */
  scratch: z.string(),
  limits: Limits,
  asserts: z.array(z.strictObject({ key: z.string(), predicate: z.string() })).readonly(),
})
export type SqlJob = z.infer<typeof SqlJob>

/** `trouble` says why a predicate could not be judged on this result; it does not hold then. */
export const JudgedAssert = z.strictObject({
  key: z.string(),
  holds: z.boolean(),
  violations: z.int().nonnegative(),
  trouble: z.string().optional(),
})
export type JudgedAssert = z.infer<typeof JudgedAssert>

export const KernelProgress = z.strictObject({
  /** From 0 to 100; negative while it is not known. */
  percentage: z.number(),
  rows: z.int().nonnegative(),
})
export type KernelProgress = z.infer<typeof KernelProgress>

export type SqlOutcome =
  | {
      readonly kind: 'succeeded'
      /** The Parquet file, in the job's scratch folder. */
      readonly path: string
      readonly bytes: number
      readonly digest: Digest
      readonly contentDigest: Digest
      readonly rows: number
      readonly schema: TableSchema
      readonly asserts: readonly JudgedAssert[]
      readonly milliseconds: number
    }
  | {
      readonly kind: 'failed'
      readonly message: string
      readonly detail: string
      readonly milliseconds: number
    }
  | {
      readonly kind: 'halted'
      readonly by: 'person' | 'limit'
      readonly message: string
      readonly milliseconds: number
    }
  /** The child died of something else: nobody knows how far it came. */
  | { readonly kind: 'lost'; readonly message: string; readonly milliseconds: number }

export interface SqlRun {
  readonly outcome: Promise<SqlOutcome>
  /** Takes effect within a second. */
  cancel(): void
}

export interface SqlKernel {
  run(job: SqlJob, onProgress?: (progress: KernelProgress) => void): SqlRun
  /** Ends every child; runs in flight end as halted by a person. */
  close(): Promise<void>
}
