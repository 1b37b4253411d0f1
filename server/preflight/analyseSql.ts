/** Inspects one SQL text in an empty database: binds it against empty tables of the same names and types, and reads the plan. */
import { describeQuery } from '#server/kernels/duckdb/describeQuery.ts'
import { inspectQuery } from '#server/kernels/duckdb/inspectQuery.ts'
import { bindAsserts } from '#server/preflight/bindAsserts.ts'
import { namesIn } from '#server/preflight/namesIn.ts'
import { planOf, treeOf } from '#server/preflight/boundPlan.ts'
import { unreadAnalysis } from '#server/preflight/failedAnalysis.ts'
import { keptTypeOf } from '#server/preflight/keptType.ts'
import {
  inexactFindings,
  isKeepable,
  outputFindings,
  rowIdFindings,
} from '#server/preflight/outputFindings.ts'
import { functionsIn, tablesIn } from '#server/preflight/planFacts.ts'
import type { Analysed, SqlAsked, TableInScope } from '#server/preflight/sqlPreflightMessages.ts'
import { refusalFinding } from '#server/preflight/sqlRefusal.ts'
import { sqlWarnings } from '#server/preflight/sqlWarnings.ts'
import { createTwinTables } from '#server/preflight/twinTables.ts'
import { nameKey } from '#shared/ids.ts'
import { sqlLineageOf } from '#shared/lineage/sqlLineage.ts'
import type { Finding, Lineage, Read } from '#shared/preflight.ts'
import type { DuckDBConnection } from '@duckdb/node-api'

export async function analyseSql(connection: DuckDBConnection, asked: SqlAsked): Promise<Analysed> {
  const twins = await twinsFor(connection, asked)
  await createTwinTables(connection, twins)
  const inspected = await inspectQuery(connection, asked.sql, asked.parameters)
  if (!inspected.ok) {
    return unreadAnalysis(asked, [await refusalFinding(connection, asked, inspected.error)])
  }
  const { inner, bound } = inspected.value
  const plan = await planOf(connection, bound)
  const tree = await treeOf(connection, bound)
  const columns = await describeQuery(connection, inner, asked.parameters)
  const output = columns.map(({ name, type }) => ({ name, type: keptTypeOf(type) }))
  const reads = readsIn(plan, asked.inputs)
  const names = output.map((one) => one.name)
  const lineage = sqlLineageOf(plan, names, asked.inputs)
  const findings = [
    ...outputFindings(output),
    ...inexactFindings(columns),
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
    asserts: await bindAsserts(connection, { ...asked, inputs: twins }, output),
  }
}

/** Of a text that can't be parsed all are made: what is said of it may name any of them. */
async function twinsFor(
  connection: DuckDBConnection,
  { sql, inputs }: SqlAsked,
): Promise<readonly TableInScope[]> {
  const names = await namesIn(connection, sql)
  return names ? inputs.filter((one) => names.has(nameKey(one.name))) : inputs
}

const coarseFindings = (lineage: Lineage): readonly Finding[] =>
  lineage.coarse.map((why) => ({
    severity: 'raise',
    code: 'coarse-lineage',
    text: `Where the result comes from can't be said exactly: ${why}.`,
  }))

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
