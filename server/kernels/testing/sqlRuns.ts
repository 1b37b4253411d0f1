/** Real runs for tests: a real kernel, real children, and one small input called `sales`. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { openSqlKernel } from '#server/kernels/duckdb/sqlKernel.ts'
import { SqlJob, type KernelProgress, type SqlOutcome, type SqlRun } from '#server/kernels/kernel.ts'

export interface SqlRuns {
  readonly folder: string
  start(
    sql: string,
    changes?: Partial<Record<keyof SqlJob, unknown>>,
    onProgress?: (progress: KernelProgress) => void,
  ): Promise<SqlRun>
  outcomeOf(sql: string, changes?: Partial<Record<keyof SqlJob, unknown>>): Promise<SqlOutcome>
  close(): Promise<void>
}

export async function openSqlRuns(): Promise<SqlRuns> {
  const folder = await mkdtemp(join(tmpdir(), 'runs-'))
  const sales = join(folder, 'sales.parquet')
  await writeParquet(
    `SELECT range::INTEGER AS id, ['north', 'south'][range % 2 + 1] AS region, (range * 1.5)::DECIMAL(10,2) AS amount
     FROM range(10)`,
    sales,
  )
  const kernel = openSqlKernel({ spare: 1 })
  let count = 0
  const start: SqlRuns['start'] = async (sql, changes = {}, onProgress) => {
    const scratch = join(folder, `run ${count++}`)
    await mkdir(scratch)
    const job = SqlJob.parse({
      runId: '018f0000-0000-7000-8000-000000000001',
      sql,
      parameters: {},
      output: 'result',
      inputs: [{ name: 'sales', path: sales }],
      scratch,
      limits: { seconds: 20, memoryMb: 256, rows: 1_000_000 },
      asserts: [],
      ...changes,
    })
    return kernel.run(job, onProgress)
  }
  return {
    folder,
    start,
    outcomeOf: async (sql, changes) => (await start(sql, changes)).outcome,
    close: async () => {
      await kernel.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** With a bare DuckDB in this process: for what a test itself wrote. */
export async function writeParquet(sql: string, path: string, options = 'COMPRESSION zstd'): Promise<void> {
  await rowsOf(`COPY (${sql}) TO '${path}' (FORMAT parquet, ${options})`)
}

export async function rowsOf(sql: string): Promise<readonly unknown[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const read = await connection.runAndReadAll(sql)
  connection.closeSync()
  instance.closeSync()
  return read.getRowsJson()
}
