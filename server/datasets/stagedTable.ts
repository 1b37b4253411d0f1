/** A source whose rows can be read in order as values of known types, before it becomes our Parquet. */
import type { Refusal } from '#server/datasets/importMessages.ts'
import type { Result } from '#shared/result.ts'

export interface StagedColumn {
  readonly name: string
  readonly type: string
  /** The value, from the staged relation. */
  readonly sql: string
  /** Set when a value may fail its type: SQL that is not NULL where there is a value. */
  readonly present?: string
  as(type: string): { readonly type: string; readonly sql: string; readonly present: string }
}

export interface StagedTable {
  /** For FROM; has `file_row_number` beside the columns. */
  readonly relation: string
  readonly columns: readonly StagedColumn[]
  readonly findings: readonly string[]
  /**
   * Set when the types are only guessed and nothing is staged yet: reading a column then fails where a value does not
   * fit. Counts of rows other than these, or a failure, mean that the proven table must be used instead.
   */
  readonly guess?: { readonly rows: number; prove(): Promise<Result<StagedTable, Refusal>> }
  find(positions: readonly number[], found: (at: number, line: number, text: string) => void): Promise<void>
}
