/** Runs one step's SQL in a database that was opened for it: inspect on empty tables, then write, count, judge and digest. */
import { join } from 'node:path'
import { mkdir } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { bindParameters } from '#server/kernels/duckdb/bindParameters.ts'
import { contentDigestOf, contentDigestSql, ContentSums } from '#server/kernels/duckdb/contentDigest.ts'
import { describeQuery } from '#server/kernels/duckdb/describeQuery.ts'
import {
  quotedName,
  quotedText,
  type HardenedDatabase,
  type OpenDatabase,
} from '#server/kernels/duckdb/hardenedDatabase.ts'
import { inspectQuery } from '#server/kernels/duckdb/inspectQuery.ts'
import { judgeAsserts } from '#server/kernels/duckdb/judgeAsserts.ts'
import { RESULT_FILE, type SqlKernelAnswer } from '#server/kernels/duckdb/sqlKernelMessages.ts'
import { storedTypeOf } from '#server/kernels/duckdb/storedType.ts'
import type { SqlJob } from '#server/kernels/kernel.ts'
import { nameKey } from '#shared/ids.ts'
import type { Parameter } from '#shared/step.ts'
import type { TableSchema } from '#shared/table.ts'

export async function hardenFor(
  opened: OpenDatabase,
  job: SqlJob,
  threads: number,
): Promise<HardenedDatabase> {
  const tempDirectory = join(job.scratch, 'spill')
  await mkdir(tempDirectory, { recursive: true })
  return opened.harden({
    allowedPaths: [...job.inputs.map((input) => input.path), join(job.scratch, RESULT_FILE)],
    tempDirectory,
    // The rest is for what DuckDB takes without counting it; so it spills before its child is ended.
    memoryMb: Math.floor(job.limits.memoryMb * 0.9),
    threads,
  })
}

export async function runSqlJob(connection: DuckDBConnection, job: SqlJob): Promise<SqlKernelAnswer> {
  await showEmptyInputs(connection, job)
  const inspected = await inspectQuery(connection, job.sql, job.parameters)
  if (!inspected.ok) return { kind: 'failed', reason: 'refused', ...inspected.error }
  const columns = await describeQuery(connection, inspected.value.inner, job.parameters)
  const twice = secondOf(columns)
  if (twice !== undefined) {
    const message = `Two columns of the result are called ${twice}. Give each its own name with AS.`
    return { kind: 'failed', reason: 'refused', message, detail: '' }
  }
  await showInputs(connection, job)

  const path = join(job.scratch, RESULT_FILE)
  await run(connection, copySql(inspected.value.inner, columns, path), job.parameters)

  const result = `read_parquet(${quotedText(path)})`
  await connection.run(`CREATE VIEW ${quotedName(RESULT)} AS FROM ${result}`)
  const schema = await describeQuery(connection, `FROM ${result}`, {})
  const rows = Number((await firstRow(connection, `SELECT count(*) FROM ${result}`))[0])
  if (rows > job.limits.rows) {
    const message = `The result has ${rows} rows, more than the ${job.limits.rows} that this step may make.`
    return { kind: 'failed', reason: 'rows', message, detail: '' }
  }
  const sums = ContentSums.parse(await firstRow(connection, contentDigestSql(result, schema)))
  const asserts = await judgeAsserts(connection, quotedName(RESULT), rows, job)
  return { kind: 'written', contentDigest: contentDigestOf(sums, schema), rows, schema, asserts }
}

/** Cannot meet an input's name: those have no space. */
const RESULT = 'the result'

async function showEmptyInputs(connection: DuckDBConnection, job: SqlJob): Promise<void> {
  for (const { name, path } of job.inputs) {
    await connection.run(
      `CREATE TABLE ${quotedName(name)} AS FROM read_parquet(${quotedText(path)}, hive_partitioning = false) LIMIT 0`,
    )
  }
}

async function showInputs(connection: DuckDBConnection, job: SqlJob): Promise<void> {
  for (const { name, path } of job.inputs) {
    await connection.run(
      `DROP TABLE ${quotedName(name)}; CREATE VIEW ${quotedName(name)} AS FROM read_parquet(${quotedText(path)}, hive_partitioning = false)`,
    )
  }
}

function secondOf(columns: TableSchema): string | undefined {
  const seen = new Set<string>()
  for (const { name } of columns) {
    if (seen.has(nameKey(name))) return name
    seen.add(nameKey(name))
  }
  return undefined
}

function copySql(sql: string, columns: TableSchema, path: string): string {
  const recast = columns.filter((column) => storedTypeOf(column.type) !== column.type)
  const casts = recast.map(({ name, type }) => {
    const quoted = quotedName(name)
    return `CAST(${quoted} AS ${storedTypeOf(type)}) AS ${quoted}`
  })
  const kept = casts.length === 0 ? '*' : `* REPLACE (${casts.join(', ')})`
  return `COPY (SELECT ${kept} FROM (\n${sql}\n)) TO ${quotedText(path)} (FORMAT parquet, COMPRESSION zstd)`
}

async function run(
  connection: DuckDBConnection,
  sql: string,
  parameters: Readonly<Record<string, Parameter>>,
): Promise<void> {
  const prepared = await connection.prepare(sql)
  bindParameters(prepared, parameters)
  await prepared.run()
}

async function firstRow(connection: DuckDBConnection, sql: string): Promise<readonly unknown[]> {
  return (await connection.runAndReadAll(sql)).getRowsJson()[0] ?? []
}
