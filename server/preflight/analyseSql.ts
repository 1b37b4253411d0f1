/** Inspects one SQL text in an empty database: binds it against empty tables of the same names and types, and reads the plan. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { quotedName } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { inspectQuery } from '#server/kernels/duckdb/inspectQuery.ts'
import { unreadAnalysis } from '#server/preflight/failedAnalysis.ts'
import { refusalFinding } from '#server/preflight/sqlRefusal.ts'
import { sqlWarnings } from '#server/preflight/sqlWarnings.ts'
import { planOf, schemaOf, treeOf } from '#server/preflight/boundPlan.ts'
import { isKeepable, outputFindings, rowIdFindings } from '#server/preflight/outputFindings.ts'
import { functionsIn, tablesIn } from '#server/preflight/planFacts.ts'
import type { Analysed, AssertBound, SqlAsked, TableInScope } from '#server/preflight/sqlPreflightMessages.ts'
import { nameKey } from '#shared/ids.ts'
import { sqlLineageOf } from '#shared/lineage/sqlLineage.ts'
import type { Finding, Lineage, Read } from '#shared/preflight.ts'
import type { TableSchema } from '#shared/table.ts'

export async function analyseSql(connection: DuckDBConnection, asked: SqlAsked): Promise<Analysed> {
  for (const { name, schema } of asked.inputs) await createTable(connection, name, schema)
  const inspected = await inspectQuery(connection, asked.sql, asked.parameters)
  if (!inspected.ok) {
    return unreadAnalysis(asked, [await refusalFinding(connection, asked, inspected.error)])
  }
  const { bound } = inspected.value
  const plan = await planOf(connection, bound)
  const tree = await treeOf(connection, bound)
  const output = await schemaOf(connection, bound)
  const reads = readsIn(plan, asked.inputs)
  const names = output.map((one) => one.name)
  const lineage = sqlLineageOf(plan, names, asked.inputs)
  const findings = [
    ...outputFindings(output),
    ...rowIdFindings(tree, plan),
    ...coarseFindings(lineage),
    ...sqlWarnings(plan),
  ]
  return {
    analysis: {
      reads,
      ...(isKeepable(output) ? { output } : {}),
      functions: functionsIn(plan),
      lineage,
      findings,
      estimatedRows: rowsOf(reads, asked.inputs),
    },
    asserts: await bindAsserts(connection, output, asked.asserts),
  }
}

const coarseFindings = (lineage: Lineage): readonly Finding[] =>
  lineage.coarse.map((why) => ({
    severity: 'raise',
    code: 'coarse-lineage',
    text: `Where the result comes from can't be said exactly: ${why}.`,
  }))

async function createTable(connection: DuckDBConnection, name: string, schema: TableSchema): Promise<void> {
  const columns = schema.map((column) => `${quotedName(column.name)} ${column.type}`)
  await connection.run(`CREATE TABLE ${quotedName(name)} (${columns.join(', ')})`)
}

function readsIn(plan: unknown, inputs: readonly TableInScope[]): readonly Read[] {
  const used = tablesIn(plan)
  return inputs.flatMap(({ name, schema }) => {
    const columns = used.get(nameKey(name))
    if (!columns) return []
    return [{ name, columns: schema.map((one) => one.name).filter((one) => columns.has(nameKey(one))) }]
  })
}

/** An unknown input makes the sum unknown: a part would look like the whole. */
function rowsOf(reads: readonly Read[], inputs: readonly TableInScope[]): string {
  const rows = reads.map(({ name }) => inputs.find((one) => one.name === name)?.rows)
  let sum = 0n
  for (const one of rows) {
    if (one === undefined) return 'unknown'
    sum += BigInt(one)
  }
  return String(sum)
}

/** No input's name has a space. */
const OUTPUT = 'the output'

async function bindAsserts(
  connection: DuckDBConnection,
  output: TableSchema,
  predicates: readonly string[],
): Promise<readonly AssertBound[]> {
  if (predicates.length === 0) return []
  try {
    await createTable(connection, OUTPUT, output)
  } catch {
    const reason = 'The output of the step is not known.'
    return predicates.map((predicate) => ({ predicate, binds: false, reason, columns: [] }))
  }
  const bound: AssertBound[] = []
  for (const predicate of predicates) {
    // The same words as when it is judged, so that what binds here binds there.
    const sql = `SELECT count(*) AS violations FROM ${quotedName(OUTPUT)} WHERE (\n${predicate}\n) IS NOT TRUE`
    const inspected = await inspectQuery(connection, sql, {})
    if (!inspected.ok) {
      bound.push({ predicate, binds: false, reason: inspected.error.message, columns: [] })
      continue
    }
    const used = tablesIn(await planOf(connection, inspected.value.bound)).get(OUTPUT) ?? new Set()
    const columns = output.map((one) => one.name).filter((one) => used.has(nameKey(one)))
    bound.push({ predicate, binds: true, columns })
  }
  return bound
}
