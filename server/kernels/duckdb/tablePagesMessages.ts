/** What the server and the child that reads tables say to each other. */
import { z } from 'zod'
import { PageQuery, TablePage, TableStatistics } from '#server/kernels/duckdb/tablePage.ts'

const Reach = { folder: z.string(), memoryMb: z.int().positive(), threads: z.int().positive() }

/** Each request repeats the child's reach; the first one settles it. */
export const TablePagesRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('page'), ...Reach, path: z.string(), query: PageQuery }),
  z.strictObject({ kind: z.literal('statistics'), ...Reach, path: z.string() }),
])
export type TablePagesRequest = z.infer<typeof TablePagesRequest>

export const TablePagesAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('page'), page: TablePage }),
  z.strictObject({ kind: z.literal('statistics'), statistics: TableStatistics }),
  z.strictObject({ kind: z.literal('invalid'), message: z.string().max(10_000) }),
])
export type TablePagesAnswer = z.infer<typeof TablePagesAnswer>
