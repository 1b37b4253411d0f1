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
  /** It does not fit this table: a column is missing, or of another type. */
  isUnbound: z.literal(true).optional(),
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

export type PythonJob = {
  readonly runId: RunId
  readonly code: string
  /** In the order of the step. */
  readonly outputs: readonly TableName[]
  /** Parquet files among the artifacts, bound as data frames under these names. */
  readonly inputs: readonly { readonly name: TableName; readonly path: string }[]
  /** The folder of the workspace's own packages, as `OwnPackagesInstaller` named it. */
  readonly packages?: string
  /** Random numbers begin here: 32 bits of the step's digest. */
  readonly seed: number
  readonly limits: Limits
}

/** What a run shows while it goes: text as it was printed, or one thing in several forms by mime type. */
export type Shown =
  | { readonly kind: 'text'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  | { readonly kind: 'display'; readonly data: Readonly<Record<string, unknown>> }

export type PythonOutcome =
  | {
      readonly kind: 'succeeded'
      /** For each output a plain file that a hostile process wrote; a table's Parquet is yet to be read by who trusts nobody. */
      readonly results: readonly {
        readonly name: TableName
        readonly kind: 'table' | 'figure' | 'text' | 'json' | 'model'
        readonly path: string
        readonly mime: string
      }[]
      readonly milliseconds: number
    }
  | {
      readonly kind: 'failed'
      readonly message: string
      readonly detail: string
      /** The line of the step's code where it failed, from 1. */
      readonly line?: number
      readonly milliseconds: number
    }
  | Extract<SqlOutcome, { kind: 'halted' | 'lost' }>

export interface PythonRun {
  readonly outcome: Promise<PythonOutcome>
  /** Within two seconds nothing of it is left. */
  cancel(): void
  /** Removes the folder in which it worked; call when the outcome has been taken. */
  discard(): Promise<void>
}

export interface PythonKernel {
  /** Loads the libraries ahead of the first run. */
  warm(): void
  run(job: PythonJob, onShown: (shown: Shown) => void): PythonRun
  close(): Promise<void>
}
