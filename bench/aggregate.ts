/** Aggregation over 20 million rows to Parquet: a run of the SQL kernel against bare DuckDB, which does the same in this process. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { openSqlKernel } from '#server/kernels/duckdb/sqlKernel.ts'
import { SqlJob } from '#server/kernels/kernel.ts'

const ROWS = 20_000_000
const ROUNDS = 9
const SQL = `SELECT region, kind, count(*) AS n, sum(amount) AS total, avg(amount) AS mean, max(day) AS last
FROM sales GROUP BY region, kind ORDER BY region, kind`

const folder = await mkdtemp(join(tmpdir(), 'aggregate-'))
const input = join(folder, 'sales.parquet')
const threads = availableParallelism()

const maker = await DuckDBInstance.create(':memory:', { threads: String(threads) })
await (
  await maker.connect()
).run(`COPY (SELECT range % 100 AS region, 'kind ' || (range * 7919 % 1000) AS kind,
  (range % 9973)::DOUBLE / 7 AS amount, DATE '2020-01-01' + (range % 1500)::INTEGER AS day FROM range(${ROWS}))
  TO '${input}' (FORMAT parquet, COMPRESSION zstd)`)
maker.closeSync()

const kernel = openSqlKernel({ spare: 1, threads })
const bare: number[] = []
const ours: number[] = []
for (let round = 0; round < ROUNDS; round++) {
  // The next spare has loaded, as it has when a person presses the button.
  await new Promise((resolve) => setTimeout(resolve, 1000))
  bare.push(await timeOf(() => bareDuckDb(round)))
  await new Promise((resolve) => setTimeout(resolve, 1000))
  ours.push(await timeOf(() => countersign(round)))
}
const small: number[] = []
for (let round = 0; round < 20; round++) {
  await new Promise((resolve) => setTimeout(resolve, 500))
  small.push(await timeOf(() => countersign(100 + round, 'SELECT 42 AS answer')))
}
await kernel.close()
await rm(folder, { recursive: true, force: true })

console.log(
  JSON.stringify({
    rows: ROWS,
    threads,
    bareMs: Math.round(median(bare)),
    kernelMs: Math.round(median(ours)),
    ratio: Number((median(ours) / median(bare)).toFixed(3)),
    smallQueryMs: Math.round(median(small)),
  }),
)

async function bareDuckDb(round: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) })
  const connection = await instance.connect()
  await connection.run(`CREATE VIEW sales AS FROM read_parquet('${input}')`)
  await connection.run(
    `COPY (${SQL}) TO '${join(folder, `bare ${round}.parquet`)}' (FORMAT parquet, COMPRESSION zstd)`,
  )
  connection.closeSync()
  instance.closeSync()
}

async function countersign(round: number, sql = SQL): Promise<void> {
  const scratch = join(folder, `run ${round}`)
  await mkdir(scratch)
  const job = SqlJob.parse({
    runId: '018f0000-0000-7000-8000-000000000001',
    sql,
    parameters: {},
    output: 'totals',
    inputs: [{ name: 'sales', path: input }],
    scratch,
    limits: { seconds: 600, memoryMb: 4096, rows: 1_000_000 },
    asserts: [],
  })
  const outcome = await kernel.run(job).outcome
  if (outcome.kind !== 'succeeded') throw new Error(JSON.stringify(outcome))
}

async function timeOf(act: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await act()
  return performance.now() - started
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
