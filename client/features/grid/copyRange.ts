/** A range as text that spreadsheets paste: cells between tabs, exact, null as nothing. */
import { sizeOf, type Range } from '#client/features/grid/gridPlace.ts'
import type { Problem } from '#client/connection/problem.ts'
import type { TablePage } from '#client/connection/tablePage.ts'
import { err, ok, type Result } from '#shared/result.ts'

export const MOST_COPIED = 200_000
const PAGE = 1000

type Cells = readonly (string | null)[]
type AskRows = (offset: number, limit: number) => Promise<Result<TablePage, Problem>>

export async function textOfRange(
  range: Range,
  known: (row: number) => Cells | undefined,
  ask: AskRows,
): Promise<Result<string, string>> {
  const { rows, columns } = sizeOf(range)
  if (rows * columns > MOST_COPIED)
    return err(
      `${rows.toLocaleString('en')} × ${columns} cells are too many to copy at once (at most ${MOST_COPIED.toLocaleString('en')}). Download the table instead.`,
    )
  const lines: string[] = []
  let row = range.from.row
  while (row <= range.to.row) {
    const cells = known(row)
    if (cells) {
      lines.push(lineOf(cells, range))
      row += 1
      continue
    }
    const page = await ask(row, Math.min(PAGE, range.to.row - row + 1))
    if (!page.ok) return err(page.error.detail)
    if (page.value.rows.length === 0) break
    for (const one of page.value.rows) lines.push(lineOf(one, range))
    row += page.value.rows.length
  }
  return ok(lines.join('\n'))
}

const lineOf = (cells: Cells, { from, to }: Range): string =>
  cells
    .slice(from.column, to.column + 1)
    .map(cellText)
    .join('\t')

const cellText = (cell: string | null): string =>
  cell !== null && /["\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : (cell ?? '')
