import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { quotedName, quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { schemaOfParquet } from '#server/kernels/duckdb/readTablePage.ts'
import type { ColumnSpread } from '#server/kernels/duckdb/tablePage.ts'
import { err, ok, type Result } from '#shared/result.ts'

const BINS = 20
const TOP = 8
/** Above this, the most frequent values say little and cost much. */
const MOST_GROUPS = 10_000
/** A value that stands in a header; the cell has the whole one. */
const LONGEST = 200

const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|UINTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/
const TIME = /^(DATE|TIMESTAMP.*)$/

/** What a grid shows above one column: one pass over it, and one more for its parts or its most frequent values. */
export async function readColumnSpread(
  connection: DuckDBConnection,
  path: string,
  wanted: string,
): Promise<Result<ColumnSpread, string>> {
  const table = `read_parquet(${quotedText(path)}, hive_partitioning = false)`
  const column = (await schemaOfParquet(connection, path)).find(({ name }) => name === wanted)
  if (!column) return err(`The table has no column ${wanted}.`)
  const name = quotedName(column.name)
  const summary = await connection.runAndReadAll(
    `SELECT count(*)::VARCHAR, count(${name})::VARCHAR, approx_count_distinct(${name})::VARCHAR,
      left(min(${name})::VARCHAR, ${LONGEST}), left(max(${name})::VARCHAR, ${LONGEST}) FROM ${table}`,
  )
  const [count, filled, estimate, min = null, max = null] = Texts.parse(summary.getRowsJson()[0])
  const rows = Number(count)
  const nulls = rows - Number(filled)
  // An estimate never says more than there is.
  const distinct = Math.min(Number(estimate), rows - nulls)
  const isOrdered = NUMBER.test(column.type) || TIME.test(column.type)
  const histogram = isOrdered
    ? await partsOf(connection, table, name, TIME.test(column.type))
    : await mostFrequent(connection, table, name, distinct)
  return ok({ ...column, rows, nulls, distinct, min, max, histogram })
}

/** None where no value is finite. */
async function partsOf(
  connection: DuckDBConnection,
  table: string,
  name: string,
  isTime: boolean,
): Promise<ColumnSpread['histogram']> {
  const number = isTime ? `epoch(CAST(${name} AS TIMESTAMP))` : `CAST(${name} AS DOUBLE)`
  const shown = (at: string): string => (isTime ? `make_timestamp(((${at}) * 1000000)::BIGINT)` : `(${at})`)
  const finite = isTime ? `isfinite(${name})` : `isfinite(${number})`
  const counted = await connection.runAndReadAll(
    `WITH numbers AS (SELECT ${number} AS n FROM ${table} WHERE ${finite}),
      ends AS (SELECT min(n) AS low, max(n) AS high, (max(n) - min(n)) / ${BINS} AS width FROM numbers),
      bins AS (SELECT CASE WHEN high = low THEN 0
        ELSE least(${BINS - 1}, floor((n - low) / (high - low) * ${BINS})) END::INTEGER AS bin, count(*)::INTEGER AS rows
        FROM numbers, ends GROUP BY bin)
    SELECT ${shown('low + part * width')}::VARCHAR, ${shown('low + (part + 1) * width')}::VARCHAR,
      coalesce(rows, 0)::INTEGER
    FROM ends, range(${BINS}) AS parts(part) LEFT JOIN bins ON bin = part
    WHERE low IS NOT NULL AND (part = 0 OR high > low) ORDER BY part`,
  )
  return binsOf(counted.getRowsJson())
}

async function mostFrequent(
  connection: DuckDBConnection,
  table: string,
  name: string,
  distinct: number,
): Promise<ColumnSpread['histogram']> {
  if (distinct > MOST_GROUPS) return []
  const counted = await connection.runAndReadAll(
    `SELECT left(CAST(${name} AS VARCHAR), ${LONGEST}) AS shown, shown, count(*)::INTEGER AS rows
    FROM ${table} WHERE ${name} IS NOT NULL GROUP BY shown ORDER BY rows DESC, shown LIMIT ${TOP}`,
  )
  return binsOf(counted.getRowsJson())
}

const binsOf = (rows: unknown): ColumnSpread['histogram'] =>
  z
    .array(z.tuple([z.string(), z.string(), z.int()]))
    .parse(rows)
    .map(([from, to, count]) => ({ from, to, count }))

const Texts = z.array(z.string().nullable())
