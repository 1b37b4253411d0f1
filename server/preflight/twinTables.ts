import type { DuckDBConnection } from '@duckdb/node-api'
import { quotedName } from '#server/kernels/duckdb/hardenedDatabase.ts'
import type { TableSchema } from '#shared/table.ts'

/** Empty tables of these names and types, to bind against. */
export async function createTwinTables(
  connection: DuckDBConnection,
  tables: readonly { readonly name: string; readonly schema: TableSchema }[],
): Promise<void> {
  const statements = tables.map(({ name, schema }) => {
    const columns = schema.map((column) => `${quotedName(column.name)} ${column.type}`)
    return `CREATE TABLE ${quotedName(name)} (${columns.join(', ')})`
  })
  if (statements.length > 0) await connection.run(statements.join(';\n'))
}
