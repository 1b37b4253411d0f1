/** Hides the values of sensitive columns before a model sees them. Names, types and counts stay. */
import type {
  DatasetDescription,
  DescribedColumn,
  SampledRows,
  SeenProposal,
  SeenRow,
  SeenRun,
} from '#agents/seen.ts'
import type { DatasetColumn } from '#shared/dataset.ts'

const MASK = '•••'

export const maskedSample = (sample: SampledRows): SampledRows => ({
  ...sample,
  rows: maskedRows(sample.columns, sample.rows),
})

export const maskedRun = (run: SeenRun): SeenRun =>
  run.kind === 'table' ? { ...run, rows: maskedRows(run.columns, run.rows) } : run

export const maskedProposal = (proposal: SeenProposal): SeenProposal =>
  proposal.run ? { ...proposal, run: maskedRun(proposal.run) } : proposal

export const maskedDescription = (description: DatasetDescription): DatasetDescription => ({
  ...description,
  columns: description.columns.map(maskedColumn),
})

function maskedColumn(column: DescribedColumn): DescribedColumn {
  if (column.sensitivity === 'none') return column
  return {
    ...column,
    min: masked(column.min),
    max: masked(column.max),
    mean: masked(column.mean),
    quantiles: [],
    histogram: [],
  }
}

function maskedRows(columns: readonly DatasetColumn[], rows: readonly SeenRow[]): readonly SeenRow[] {
  // A value without a column of its own is hidden too: nothing says that it may be shown.
  return rows.map((row) =>
    row.map((value, at) => (columns[at]?.sensitivity === 'none' ? value : masked(value))),
  )
}

const masked = (value: string | null): string | null => (value === null ? null : MASK)
