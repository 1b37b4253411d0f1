import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { z } from 'zod'
import { quotedName, quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import type { PageFilter, PageQuery, TablePage } from '#server/kernels/duckdb/tablePage.ts'
import { nameKey } from '#shared/ids.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Column, TableSchema } from '#shared/table.ts'

/** One page. Rows without a sort come in the order of the file, which also decides between equal ones. */
export async function readTablePage(
  connection: DuckDBConnection,
  path: string,
  query: PageQuery,
): Promise<Result<TablePage, string>> {
  const schema = await schemaOfParquet(connection, path)
  const columns = new Map(schema.map((column) => [column.name, column]))
  const unknown = [...query.sort, ...query.filters].find(({ column }) => !columns.has(column))
  if (unknown) return err(`The table has no column ${unknown.column}.`)

  const values: DuckDBValue[] = []
  const conditions = query.filters.map((filter) => conditionOf(filter, columns.get(filter.column), values))
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  const order = query.sort.map(
    ({ column, direction }) =>
      `${quotedName(column)} ${direction === 'ascending' ? 'ASC' : 'DESC'} NULLS LAST`,
  )
  // A table that has a column of this name itself goes without: equal rows then come in any order.
  const isNumbered = !schema.some(({ name }) => nameKey(name) === ROW_NUMBER)
  const keys = isNumbered ? [...order, ROW_NUMBER] : order
  const ordered = order.length === 0 ? '' : `ORDER BY ${keys.join(', ')}`
  const table = `read_parquet(${quotedText(path)}, file_row_number = ${isNumbered}, hive_partitioning = false)`
  // Only the page's own cells are made texts.
  const cells = schema.map(({ name }) => `CAST(${quotedName(name)} AS VARCHAR)`).join(', ')
  const counted = await connection.runAndReadAll(`SELECT count(*) FROM ${table} ${where}`, values)
  const read = await connection.runAndReadAll(
    `SELECT ${cells} FROM (FROM ${table} ${where} ${ordered} LIMIT ${query.limit} OFFSET ${query.offset})`,
    values,
  )
  return ok({
    schema,
    total: Number(counted.getRowsJson()[0]?.[0]),
    offset: query.offset,
    rows: Cells.parse(read.getRowsJson()),
  })
}

const ROW_NUMBER = 'file_row_number'
const Cells = z.array(z.array(z.string().nullable()))
const Described = z.tuple([z.string(), z.string()]).rest(z.unknown())

/** In DuckDB's spelling. */
export async function schemaOfParquet(connection: DuckDBConnection, path: string): Promise<TableSchema> {
  const rows = await connection.runAndReadAll(
    `DESCRIBE FROM read_parquet(${quotedText(path)}, hive_partitioning = false)`,
  )
  return z
    .array(Described)
    .parse(rows.getRowsJson())
    .map(([name, type]) => ({ name, type }))
}

/** Values are bound, never written into the SQL. */
function conditionOf(filter: PageFilter, column: Column | undefined, values: DuckDBValue[]): string {
  const name = quotedName(filter.column)
  switch (filter.op) {
    case 'is-null':
      return `${name} IS NULL`
    case 'is-not-null':
      return `${name} IS NOT NULL`
    case 'contains':
      values.push(filter.value.toLowerCase())
      return `contains(lower(CAST(${name} AS VARCHAR)), $${values.length})`
    case 'starts-with':
      values.push(filter.value.toLowerCase())
      return `starts_with(lower(CAST(${name} AS VARCHAR)), $${values.length})`
    default:
      values.push(filter.value)
      return `${name} ${filter.op} CAST($${values.length} AS ${column?.type ?? 'VARCHAR'})`
  }
}
