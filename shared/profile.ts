/** A dataset's or result's profile: an artifact of JSON, so numbers may be decimals here; they travel as JSON numbers, not in the ledger. */
import { z } from 'zod'
import { ColumnType } from '#shared/table.ts'

/** Text form of a value, as the grid shows it. `null` is SQL's NULL. */
const Shown = z.string().nullable()

export const HistogramBin = z.strictObject({
  /** Lower and upper edge for numbers and times (as shown text), or the value itself twice for categories. */
  from: z.string(),
  to: z.string(),
  count: z.int().nonnegative(),
})

export const ColumnProfile = z.strictObject({
  name: z.string(),
  type: ColumnType,
  /** What the values are for an analyst, guessed from type, name and values. */
  role: z.enum(['measure', 'category', 'time', 'identifier', 'text', 'boolean', 'nested']),
  nulls: z.int().nonnegative(),
  /** Exact up to 10,000 distinct values, approximate (HyperLogLog) above. */
  distinct: z.int().nonnegative(),
  min: Shown,
  max: Shown,
  /** Mean and quantiles 5, 25, 50, 75, 95 %, for numbers; the quantiles also for times. */
  mean: Shown,
  quantiles: z.array(z.string()).readonly(),
  /** At most 20 bins; for categories the most frequent values. */
  histogram: z.array(HistogramBin).readonly(),
  /** Why the values look personal (e.g. "looks like e-mail addresses"), when they do. */
  personal: z.string().optional(),
})
export type ColumnProfile = z.infer<typeof ColumnProfile>

export const TableProfile = z.strictObject({
  rows: z.int().nonnegative(),
  /** Rows that are exact copies of an earlier row; absent when too costly to count. */
  duplicateRows: z.int().nonnegative().optional(),
  columns: z.array(ColumnProfile).readonly(),
})
export type TableProfile = z.infer<typeof TableProfile>
