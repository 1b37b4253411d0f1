/** What the server and the SQL kernel's child say to each other. */
import { z } from 'zod'
import { JudgedAssert, KernelProgress, SqlJob } from '#server/kernels/kernel.ts'
import { Digest } from '#shared/ids.ts'
import { TableSchema } from '#shared/table.ts'

export const SqlKernelRequest = z.strictObject({ job: SqlJob, threads: z.int().positive() })
export type SqlKernelRequest = z.infer<typeof SqlKernelRequest>

export const SqlKernelAnswer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('written'),
    contentDigest: Digest,
    rows: z.int().nonnegative(),
    schema: TableSchema,
    asserts: z.array(JudgedAssert),
  }),
  z.strictObject({
    kind: z.literal('failed'),
    reason: z.enum(['refused', 'error', 'interrupted', 'memory', 'rows']),
    message: z.string().max(10_000),
    detail: z.string().max(100_000),
  }),
])
export type SqlKernelAnswer = z.infer<typeof SqlKernelAnswer>

export const SqlKernelProgress = KernelProgress

/** In the job's scratch folder. */
export const RESULT_FILE = 'result.parquet'
