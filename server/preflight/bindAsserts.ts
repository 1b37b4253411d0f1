/** Whether predicates over the output will bind when they are judged, and which of its columns they read. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { quotedName } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { inspectQuery } from '#server/kernels/duckdb/inspectQuery.ts'
import { planOf } from '#server/preflight/boundPlan.ts'
import { isKeepable } from '#server/preflight/outputFindings.ts'
import { tablesIn } from '#server/preflight/planFacts.ts'
import type { AssertBound, SqlAsked } from '#server/preflight/sqlPreflightMessages.ts'
import { refusalFinding } from '#server/preflight/sqlRefusal.ts'
import { createTwinTables } from '#server/preflight/twinTables.ts'
import { nameKey } from '#shared/ids.ts'
import type { TableSchema } from '#shared/table.ts'

/** No input's name has a space. */
const OUTPUT = 'the output'

/** Leaves the twin with the output alone: a predicate is about its rows, and no input is there when it is judged. */
export async function bindAsserts(
  connection: DuckDBConnection,
  asked: SqlAsked,
  output: TableSchema,
): Promise<readonly AssertBound[]> {
  if (asked.asserts.length === 0) return []
  const names = new Set(output.map((one) => nameKey(one.name)))
  if (!isKeepable(output) || names.size < output.length) {
    const reason = 'The output of the step can not be kept as it is.'
    return asked.asserts.map((predicate) => ({ predicate, binds: false, reason, columns: [] }))
  }
  for (const { name } of asked.inputs) await connection.run(`DROP TABLE ${quotedName(name)}`)
  await createTwinTables(connection, [{ name: OUTPUT, schema: output }])
  const inputs = [{ name: OUTPUT, schema: output }]
  const bound: AssertBound[] = []
  for (const predicate of asked.asserts) {
    // The same words as when it is judged, so that what binds here binds there.
    const sql = `SELECT count(*) AS violations FROM ${quotedName(OUTPUT)} WHERE (\n${predicate}\n) IS NOT TRUE`
    const inspected = await inspectQuery(connection, sql, {})
    if (inspected.ok) {
      const used = tablesIn(await planOf(connection, inspected.value.bound)).get(OUTPUT)
      const columns = output.map((one) => one.name).filter((one) => used?.has(nameKey(one)))
      bound.push({ predicate, binds: true, columns })
      continue
    }
    const { text } = await refusalFinding(connection, { sql, parameters: {}, inputs }, inspected.error)
    bound.push({ predicate, binds: false, reason: text, columns: [] })
  }
  return bound
}
