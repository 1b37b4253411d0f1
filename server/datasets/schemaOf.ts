import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import type { TableSchema } from '#shared/table.ts'

/** Names and types of what can follow FROM, in DuckDB's spelling. */
export async function schemaOf(connection: DuckDBConnection, relation: string): Promise<TableSchema> {
  const rows = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation}`)).getRowsJson()
  return Described.parse(rows).map(([name, type]) => ({ name, type }))
}

const Described = z.array(z.tuple([z.string(), z.string()]).rest(z.unknown()))
