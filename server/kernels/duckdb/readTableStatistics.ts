import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { quotedName, quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { schemaOfParquet } from '#server/kernels/duckdb/readTablePage.ts'
import type { ColumnStatistics, TableStatistics } from '#server/kernels/duckdb/tablePage.ts'
import type { Column } from '#shared/table.ts'

const BINS = 20

/** What a grid shows above its columns: one pass over the table, and one more a numeric column. */
export async function readTableStatistics(
  connection: DuckDBConnection,
  path: string,
): Promise<TableStatistics> {
  const table = `read_parquet(${quotedText(path)}, hive_partitioning = false)`
  const schema = await schemaOfParquet(connection, path)
  const rows = Number((await firstRow(connection, `SELECT count(*)::VARCHAR FROM ${table}`))[0])
  const columns: ColumnStatistics[] = []
  for (const column of schema) columns.push(await statisticsOf(connection, table, column, rows))
  return { rows, columns }
}

async function statisticsOf(
  connection: DuckDBConnection,
  table: string,
  column: Column,
  rows: number,
): Promise<ColumnStatistics> {
  const name = quotedName(column.name)
  const [filled, distinct, min = null, max = null] = await firstRow(
    connection,
    `SELECT count(${name})::VARCHAR, approx_count_distinct(${name})::VARCHAR,
      min(${name})::VARCHAR, max(${name})::VARCHAR FROM ${table}`,
  )
  const nulls = rows - Number(filled)
  const histogram = await histogramOf(connection, table, column)
  return {
    ...column,
    nulls,
    // An estimate never says more than there is.
    distinct: Math.min(Number(distinct), rows - nulls),
    min,
    max,
    ...(histogram && { histogram }),
  }
}

/** Undefined for what is no number, and where no number is finite. */
async function histogramOf(
  connection: DuckDBConnection,
  table: string,
  column: Column,
): Promise<readonly number[] | undefined> {
  if (!/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|UINTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(column.type)) {
    return undefined
  }
  const number = `CAST(${quotedName(column.name)} AS DOUBLE)`
  const counted = await connection.runAndReadAll(
    `WITH numbers AS (SELECT ${number} AS n FROM ${table} WHERE isfinite(${number})),
      ends AS (SELECT min(n) AS low, max(n) AS high FROM numbers)
    SELECT CASE WHEN high = low THEN 0
      ELSE least(${BINS - 1}, floor((n - low) / (high - low) * ${BINS})) END::INTEGER AS bin, count(*)::INTEGER
    FROM numbers, ends GROUP BY bin`,
  )
  const bins = z.array(z.tuple([z.int(), z.int()])).parse(counted.getRowsJson())
  if (bins.length === 0) return undefined
  const found = new Map(bins)
  return Array.from({ length: BINS }, (_, bin) => found.get(bin) ?? 0)
}

const Texts = z.array(z.string().nullable())

async function firstRow(connection: DuckDBConnection, sql: string): Promise<z.infer<typeof Texts>> {
  return Texts.parse((await connection.runAndReadAll(sql)).getRowsJson()[0])
}
