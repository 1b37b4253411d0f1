/** How two tables differ, as far as a person reads it: columns, rows, cells, statistics. Cells are texts, so that no number is rounded. */
import { z } from 'zod'
import { Column, ColumnType } from '#shared/table.ts'

const Count = z.int().nonnegative()
const Cells = z.array(z.string().nullable()).readonly()

const Summary = z.strictObject({
  nulls: Count,
  /** Approximate above a few thousand. */
  distinct: Count,
  min: z.string().nullable(),
  max: z.string().nullable(),
  /** Of numbers only. */
  mean: z.string().nullable(),
})
export type ColumnSummary = z.infer<typeof Summary>

const Numbers = z.strictObject({ added: Count, removed: Count, changed: Count, same: Count })

const RowDiff = z.discriminatedUnion('how', [
  /**
   * Rows are the same row when they are equal in `key`, whose values are unique and never null in both tables. An empty
   * key: both tables have one row, and it is the same.
   */
  z.strictObject({
    how: z.literal('by-key'),
    key: z.array(z.string()).readonly(),
    numbers: Numbers,
    /** Columns in which cells changed, and how many; those without are left out. */
    cells: z.array(z.strictObject({ column: z.string(), changed: Count })).readonly(),
  }),
  /** No key is known: whole rows are counted, so that a changed row is one removed and one added. */
  z.strictObject({ how: z.literal('whole-rows'), numbers: Numbers }),
  z.strictObject({ how: z.literal('not-compared'), why: z.string() }),
])

/** A row that differs. `before` is null for one that was added, `after` for one that was removed. */
const DifferentRow = z.strictObject({
  before: Cells.nullable(),
  after: Cells.nullable(),
  /** Places of the cells that changed: long texts are cut, so that they may look the same and differ. */
  changed: z.array(Count).readonly(),
})
export type DifferentRow = z.infer<typeof DifferentRow>

export const TableDiff = z.strictObject({
  rowsBefore: Count,
  rowsAfter: Count,
  addedColumns: z.array(Column).readonly(),
  removedColumns: z.array(Column).readonly(),
  retypedColumns: z
    .array(z.strictObject({ name: z.string(), before: ColumnType, after: ColumnType }))
    .readonly(),
  rows: RowDiff,
  /**
   * Of tables of the same columns and as many rows: whether they differ in nothing but the last digits of floats, and the
   * largest distance, relative to the larger of the two numbers.
   */
  floats: z.strictObject({ isClose: z.boolean(), largest: z.string() }).optional(),
  /** The columns that both have, in the order of the table after; the cells of `examples` are theirs. */
  columns: z.array(z.string()).readonly(),
  /** Changed rows first, then added, then removed; a bounded number of each. */
  examples: z.array(DifferentRow).readonly(),
  /** Columns of both whose statistics moved. */
  moved: z.array(z.strictObject({ name: z.string(), before: Summary, after: Summary })).readonly(),
})
export type TableDiff = z.infer<typeof TableDiff>
