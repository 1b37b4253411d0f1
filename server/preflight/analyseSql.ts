/** Inspects one SQL text in an empty database: binds it against empty tables of the same names and types, and reads the plan. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { quotedName, quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { inspectQuery } from '#server/kernels/duckdb/inspectQuery.ts'
import { storedTypeOf } from '#server/kernels/duckdb/storedType.ts'
import { unreadAnalysis } from '#server/preflight/failedAnalysis.ts'
import { functionsIn, tablesIn } from '#server/preflight/planFacts.ts'
import type { Analysed, AssertBound, SqlAsked, TableInScope } from '#server/preflight/sqlPreflightMessages.ts'
import { nameKey } from '#shared/ids.ts'
import { sqlLineageOf } from '#shared/lineage/sqlLineage.ts'
import type { Finding, Read } from '#shared/preflight.ts'
import type { TableSchema } from '#shared/table.ts'

export async function analyseSql(connection: DuckDBConnection, asked: SqlAsked): Promise<Analysed> {
  for (const { name, schema } of asked.inputs) await createTable(connection, name, schema)
  const inspected = await inspectQuery(connection, asked.sql, asked.parameters)
  if (!inspected.ok) {
    const text = inspected.error.message
    return unreadAnalysis(asked, [{ severity: 'deny', code: 'not-bound', text }])
  }
  const { bound } = inspected.value
  const plan = await planOf(connection, bound)
  const output = await schemaOf(connection, bound)
  const reads = readsIn(plan, asked.inputs)
  const findings: Finding[] = []
  const twice = output.find((one, at) =>
    output.some((other, before) => before < at && nameKey(other.name) === nameKey(one.name)),
  )
  if (twice)
    findings.push({
      severity: 'deny',
      code: 'duplicate-column',
      text: `Two columns of the result are called ${twice.name}. Give each its own name with AS.`,
    })
  return {
    analysis: {
      reads,
      output,
      functions: functionsIn(plan),
      lineage: sqlLineageOf(
        plan,
        output.map((one) => one.name),
        asked.inputs,
      ),
      findings,
      estimatedRows: rowsOf(reads, asked.inputs),
    },
    asserts: await bindAsserts(connection, output, asked.asserts),
  }
}

async function createTable(connection: DuckDBConnection, name: string, schema: TableSchema): Promise<void> {
  const columns = schema.map((column) => `${quotedName(column.name)} ${column.type}`)
  await connection.run(`CREATE TABLE ${quotedName(name)} (${columns.join(', ')})`)
}

export async function planOf(connection: DuckDBConnection, sql: string): Promise<unknown> {
  const asked = `SELECT json_serialize_plan(${quotedText(sql)}, skip_null := true, optimize := false)`
  const rows = (await connection.runAndReadAll(asked)).getRowsJson()
  const plan: unknown = JSON.parse(z.string().parse(rows[0]?.[0]))
  return plan
}

const Described = z.array(z.tuple([z.string(), z.string()]).rest(z.unknown()))

/** DESCRIBE binds and does not execute what it describes. */
async function schemaOf(connection: DuckDBConnection, sql: string): Promise<TableSchema> {
  const rows = (await connection.runAndReadAll(`DESCRIBE ${sql}`)).getRowsJson()
  return Described.parse(rows).map(([name, type]) => ({ name, type: storedTypeOf(type) }))
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
