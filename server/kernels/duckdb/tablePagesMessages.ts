/** What the server and the child that reads tables say to each other. */
import { z } from 'zod'
import { ColumnSpread, PageQuery, TablePage } from '#server/kernels/duckdb/tablePage.ts'
import { TableDiff } from '#shared/tableDiff.ts'

const Reach = {
  folder: z.string(),
  /** Where it may write, and spill what is larger than memory. */
  scratch: z.string(),
  memoryMb: z.int().positive(),
  threads: z.int().positive(),
}

/** Each request repeats the child's reach; the first one settles it. */
export const TablePagesRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('page'), ...Reach, path: z.string(), query: PageQuery }),
  z.strictObject({ kind: z.literal('spread'), ...Reach, path: z.string(), column: z.string() }),
  z.strictObject({ kind: z.literal('csv'), ...Reach, path: z.string(), to: z.string() }),
  z.strictObject({
    kind: z.literal('diff'),
    ...Reach,
    before: z.string(),
    after: z.string(),
    key: z.array(z.string()).readonly().optional(),
  }),
])
export type TablePagesRequest = z.infer<typeof TablePagesRequest>

export const TablePagesAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('page'), page: TablePage }),
  z.strictObject({ kind: z.literal('spread'), spread: ColumnSpread }),
  z.strictObject({ kind: z.literal('csv'), bytes: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('diff'), diff: TableDiff }),
  z.strictObject({ kind: z.literal('invalid'), message: z.string().max(10_000) }),
])
export type TablePagesAnswer = z.infer<typeof TablePagesAnswer>
