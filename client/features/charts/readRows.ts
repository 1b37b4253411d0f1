/** A table's rows as objects for a chart: numbers as numbers, times as the chart's own parser reads them. */
import type { Problem } from '#client/connection/problem.ts'
import { askPage, WHOLE_TABLE } from '#client/connection/tablePage.ts'
import { isNumeric } from '#client/workspace/columnWidths.ts'
import type { Digest, WorkspaceId } from '#shared/ids.ts'
import { ok, type Result } from '#shared/result.ts'
import type { TableSchema } from '#shared/table.ts'

const MOST_ROWS = 50_000
const PAGE = 1000

export type Datum = Record<string, string | number | boolean | null>
export type ChartRows = { readonly rows: Datum[]; readonly total: number; readonly isWhole: boolean }

export async function readRows(workspaceId: WorkspaceId, table: Digest): Promise<Result<ChartRows, Problem>> {
  const rows: Datum[] = []
  let total = Infinity
  while (rows.length < Math.min(total, MOST_ROWS)) {
    const page = await askPage(workspaceId, table, WHOLE_TABLE, rows.length, PAGE)
    if (!page.ok) return page
    total = page.value.total
    if (page.value.rows.length === 0) break
    for (const cells of page.value.rows) rows.push(datumOf(page.value.schema, cells))
  }
  return ok({ rows, total, isWhole: rows.length >= total })
}

export function datumOf(schema: TableSchema, cells: readonly (string | null)[]): Datum {
  return Object.fromEntries(schema.map(({ name, type }, at) => [name, valueOf(type, cells[at] ?? null)]))
}

function valueOf(type: string, cell: string | null): string | number | boolean | null {
  if (cell === null) return null
  if (isNumeric(type)) return Number(cell)
  if (type === 'BOOLEAN') return cell === 'true'
  // As local time, so that a date is not drawn a day early west of Greenwich.
  if (type === 'DATE') return `${cell}T00:00:00`
  return type.startsWith('TIMESTAMP') ? cell.replace(' ', 'T') : cell
}
