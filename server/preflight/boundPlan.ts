/** What DuckDB says of a statement without executing it: its tree, its bound plan that is not optimised, the columns of its result. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { storedTypeOf } from '#server/kernels/duckdb/storedType.ts'
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

/** DESCRIBE binds and does not execute what it describes. */
export async function schemaOf(connection: DuckDBConnection, sql: string): Promise<TableSchema> {
  const rows = (await connection.runAndReadAll(`DESCRIBE ${sql}`)).getRowsJson()
  return Described.parse(rows).map(([name, type]) => ({ name, type: storedTypeOf(type) }))
}
