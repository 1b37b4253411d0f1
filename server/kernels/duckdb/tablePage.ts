/** What may be asked of a table that is kept as Parquet, and what is answered. Cells are texts, so that no number is rounded on its way. */
import { z } from 'zod'
import { HistogramBin } from '#shared/profile.ts'
import { TableSchema } from '#shared/table.ts'

const ColumnName = z.string().min(1).max(1000)

export const PageFilter = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.enum(['=', '!=', '<', '<=', '>', '>=']),
    column: ColumnName,
    /** As text; read as the column's type. */
    value: z.string().max(10_000),
  }),
  /** Without case, in the cell's text. */
  z.strictObject({
    op: z.enum(['contains', 'starts-with']),
    column: ColumnName,
    value: z.string().max(10_000),
  }),
  z.strictObject({ op: z.enum(['is-null', 'is-not-null']), column: ColumnName }),
])
export type PageFilter = z.infer<typeof PageFilter>

export const PageSort = z.strictObject({ column: ColumnName, direction: z.enum(['ascending', 'descending']) })
export type PageSort = z.infer<typeof PageSort>

export const PageQuery = z.strictObject({
  offset: z.int().nonnegative(),
  limit: z.int().positive().max(1000),
  sort: z.array(PageSort).max(10).readonly(),
  filters: z.array(PageFilter).max(20).readonly(),
})
export type PageQuery = z.infer<typeof PageQuery>

export const TablePage = z.strictObject({
  schema: TableSchema,
  /** Rows that pass the filters. */
  total: z.int().nonnegative(),
  offset: z.int().nonnegative(),
  rows: z.array(z.array(z.string().nullable()).readonly()).readonly(),
})
export type TablePage = z.infer<typeof TablePage>

/** How one column's values are spread, as a grid shows it above the column. */
export const ColumnSpread = z.strictObject({
  name: z.string(),
  type: z.string(),
  rows: z.int().nonnegative(),
  nulls: z.int().nonnegative(),
  /** Approximate above a few thousand. */
  distinct: z.int().nonnegative(),
  min: z.string().nullable(),
  max: z.string().nullable(),
  /** Numbers and times: equal parts of the range from min to max. Others: the most frequent values, each from itself to itself. */
  histogram: z.array(HistogramBin).readonly(),
})
export type ColumnSpread = z.infer<typeof ColumnSpread>
