import type { DuckDBConnection } from '@duckdb/node-api'
import { quotedName } from '#server/kernels/duckdb/hardenedDatabase.ts'
import type { TableSchema } from '#shared/table.ts'

/** An empty table of a name and of types, to bind against. */
export async function createTwinTable(
  connection: DuckDBConnection,
  name: string,
  schema: TableSchema,
): Promise<void> {
  const columns = schema.map((column) => `${quotedName(column.name)} ${column.type}`)
  await connection.run(`CREATE TABLE ${quotedName(name)} (${columns.join(', ')})`)
}
