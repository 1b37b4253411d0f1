import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { bindParameters } from '#server/kernels/duckdb/bindParameters.ts'
import type { Parameter } from '#shared/step.ts'
import type { TableSchema } from '#shared/table.ts'

const Described = z.array(z.tuple([z.string(), z.string()]).rest(z.unknown()))

/** DESCRIBE binds and does not execute what it describes. Asked of the SQL as it will run: a column may be named after its parameter. */
export async function describeQuery(
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
