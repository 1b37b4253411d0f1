/** What changed from one table to another, within limits: a comparison that would take too long says so and gives the rest. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { compareFloats } from '#server/kernels/duckdb/compareFloats.ts'
import {
  columnsOfBoth,
  isNumericType,
  tableAt,
  type ComparedTables,
  type Side,
} from '#server/kernels/duckdb/comparedTables.ts'
import { compareByKey, compareWholeRows, type RowsCompared } from '#server/kernels/duckdb/compareRows.ts'
import { chosenRowKey, findRowKey } from '#server/kernels/duckdb/findRowKey.ts'
import { quotedName } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { schemaOfParquet } from '#server/kernels/duckdb/readTablePage.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { ColumnSummary, TableDiff } from '#shared/tableDiff.ts'

/** Rows of the larger table that are compared one by one. */
const MOST_ROWS = 5_000_000
const LONGEST = 200

export async function readTableDiff(
  connection: DuckDBConnection,
  paths: Readonly<Record<Side, string>>,
  chosen: readonly string[] | undefined,
): Promise<Result<TableDiff, string>> {
  const before = await schemaOfParquet(connection, paths.before)
  const after = await schemaOfParquet(connection, paths.after)
  const columns = columnsOfBoth(before, after)
  const tables: ComparedTables = {
    paths,
    columns,
    rows: { before: await rowsOf(connection, paths.before), after: await rowsOf(connection, paths.after) },
  }
  const compared = await compareRows(connection, tables, chosen)
  if (!compared.ok) return compared
  const names = new Set(columns.map(({ name }) => name))
  const isSameShape = columns.length === after.length && columns.length === before.length
  const isTooLong = Math.max(tables.rows.before, tables.rows.after) > MOST_ROWS
  const floats = isSameShape && !isTooLong ? await compareFloats(connection, tables) : undefined
  return ok({
    rowsBefore: tables.rows.before,
    rowsAfter: tables.rows.after,
    addedColumns: after.filter(({ name }) => !names.has(name)),
    removedColumns: before.filter(({ name }) => !names.has(name)),
    retypedColumns: columns.filter((column) => column.before !== column.after),
    columns: columns.map(({ name }) => name),
    ...compared.value,
    ...(floats ? { floats } : {}),
    moved: await movedStatistics(connection, tables),
  })
}

async function compareRows(
  connection: DuckDBConnection,
  tables: ComparedTables,
  chosen: readonly string[] | undefined,
): Promise<Result<RowsCompared, string>> {
  if (tables.columns.length === 0) return ok(notCompared('the two have no column in common'))
  if (Math.max(tables.rows.before, tables.rows.after) > MOST_ROWS)
    return ok(notCompared('rows are compared one by one up to 5,000,000'))
  if (chosen && chosen.length > 0) {
    const key = await chosenRowKey(connection, tables, chosen)
    return key.ok ? ok(await compareByKey(connection, tables, key.value)) : err(key.error)
  }
  const key = await findRowKey(connection, tables)
  return ok(key ? await compareByKey(connection, tables, key) : await compareWholeRows(connection, tables))
}

const notCompared = (why: string): RowsCompared => ({ rows: { how: 'not-compared', why }, examples: [] })

async function rowsOf(connection: DuckDBConnection, path: string): Promise<number> {
  const read = await connection.runAndReadAll(`SELECT count(*)::VARCHAR FROM ${tableAt(path)}`)
  return Number(read.getRowsJson()[0]?.[0])
}

async function movedStatistics(
  connection: DuckDBConnection,
  tables: ComparedTables,
): Promise<TableDiff['moved']> {
  const before = await summariesOf(connection, tables, 'before')
  const after = await summariesOf(connection, tables, 'after')
  return tables.columns.flatMap(({ name }, at) => {
    const [was, now] = [before[at], after[at]]
    if (!was || !now || JSON.stringify(was) === JSON.stringify(now)) return []
    return [{ name, before: was, after: now }]
  })
}

async function summariesOf(
  connection: DuckDBConnection,
  { paths, rows, columns }: ComparedTables,
  side: Side,
): Promise<readonly ColumnSummary[]> {
  if (columns.length === 0) return []
  const wanted = columns.flatMap((column) => {
    const name = quotedName(column.name)
    return [
      `count(${name})::VARCHAR`,
      `approx_count_distinct(${name})::VARCHAR`,
      `left(CAST(min(${name}) AS VARCHAR), ${LONGEST})`,
      `left(CAST(max(${name}) AS VARCHAR), ${LONGEST})`,
      // Sums of decimals depend on the order of the rows in their last digits: that is no change.
      isNumericType(column[side]) ? `format('{:.12g}', avg(CAST(${name} AS DOUBLE)))` : 'NULL::VARCHAR',
    ]
  })
  const read = await connection.runAndReadAll(`SELECT ${wanted.join(', ')} FROM ${tableAt(paths[side])}`)
  const found = z.array(z.string().nullable()).parse(read.getRowsJson()[0])
  return columns.map((_, at) => {
    const [filled, distinct, min = null, max = null, mean = null] = found.slice(at * 5, at * 5 + 5)
    const nulls = rows[side] - Number(filled)
    return { nulls, distinct: Math.min(Number(distinct), rows[side] - nulls), min, max, mean }
  })
}
