/** What the server and the import's child say to each other. */
import { z } from 'zod'
import { Digest } from '#shared/ids.ts'
import { TableProfile } from '#shared/profile.ts'
import { ColumnType, TableSchema } from '#shared/table.ts'

export const SourceFormat = z.enum(['csv', 'tsv', 'json', 'ndjson', 'parquet'])
export type SourceFormat = z.infer<typeof SourceFormat>

export const ImportRequest = z.strictObject({
  path: z.string(),
  fileName: z.string(),
  /** An existing folder for this import alone. */
  scratch: z.string(),
  /** A person's corrections, by the name of the column as the import reports it. */
  types: z.record(z.string(), ColumnType),
  format: SourceFormat.optional(),
  memoryMb: z.int().positive(),
  threads: z.int().positive(),
})
export type ImportRequest = z.infer<typeof ImportRequest>

export const ImportAnswer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('imported'),
    contentDigest: Digest,
    rows: z.int().nonnegative(),
    rejects: z.int().nonnegative(),
    columns: TableSchema,
    profile: TableProfile,
    findings: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('refused'),
    message: z.string().max(4000),
    line: z.int().positive().optional(),
  }),
])
export type ImportAnswer = z.infer<typeof ImportAnswer>

export const ImportProgress = z.strictObject({
  stage: z.enum(['reading', 'typing', 'writing', 'profiling']),
  /** From 0 to 100 within the stage; negative while it is not known. */
  percentage: z.number(),
})
export type ImportProgress = z.infer<typeof ImportProgress>

/** In the import's scratch folder. */
export const TABLE_FILE = 'table.parquet'
export const REJECTS_FILE = 'rejects.parquet'

/** What a file can be refused for, thrown within the child and answered at its edge. */
export interface Refusal {
  readonly message: string
  readonly line?: number
}
