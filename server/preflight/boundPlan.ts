/** What DuckDB says of a statement without executing it: its tree, and its bound plan that is not optimised. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'

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
