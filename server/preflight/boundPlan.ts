/** What DuckDB says of a statement without executing it: its tree, its bound plan that is not optimised, the columns of its result. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { bindParameters } from '#server/kernels/duckdb/bindParameters.ts'
import { quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import type { Parameter } from '#shared/step.ts'
import type { TableSchema } from '#shared/table.ts'

export const treeOf = (connection: DuckDBConnection, sql: string): Promise<unknown> =>
  jsonOf(connection, `json_serialize_sql(${quotedText(sql)})`)

/** Empty lists are kept: a grouping set without columns is one. */
export const planOf = (connection: DuckDBConnection, sql: string): Promise<unknown> =>
  jsonOf(connection, `json_serialize_plan(${quotedText(sql)}, skip_null := true, optimize := false)`)

async function jsonOf(connection: DuckDBConnection, asking: string): Promise<unknown> {
  const rows = (await connection.runAndReadAll(`SELECT ${asking}`)).getRowsJson()
  const parsed: unknown = JSON.parse(z.string().parse(rows[0]?.[0]))
  return parsed
}

const Described = z.array(z.tuple([z.string(), z.string()]).rest(z.unknown()))

/** DESCRIBE binds and does not execute what it describes. Asked of the SQL as it will run: a column may be named after its parameter. */
export async function schemaOf(
  connection: DuckDBConnection,
  sql: string,
  parameters: Readonly<Record<string, Parameter>>,
): Promise<TableSchema> {
  const prepared = await connection.prepare(`DESCRIBE ${sql}`)
  bindParameters(prepared, parameters)
  const rows = (await prepared.runAndReadAll()).getRowsJson()
  prepared.destroySync()
  return Described.parse(rows).map(([name, type]) => ({ name, type }))
}
