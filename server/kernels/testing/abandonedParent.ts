/** A parent for a test to kill: starts a run that does not end, and prints the pid of the child that is at it. */
import { SqlJob } from '#server/kernels/kernel.ts'
import { startChild } from '#server/kernels/childProcess.ts'
import { SqlKernelAnswer, SqlKernelProgress } from '#server/kernels/duckdb/sqlKernelMessages.ts'

const [scratch = ''] = process.argv.slice(2)
const child = startChild({ program: 'sqlKernelChild', answer: SqlKernelAnswer, progress: SqlKernelProgress })
await child.ready
const job = SqlJob.parse({
  runId: '018f0000-0000-7000-8000-000000000001',
  sql: 'SELECT count(*) AS n FROM range(1000000000) a, range(100000) b WHERE a.range * b.range % 7 = 3',
  parameters: {},
  output: 'result',
  inputs: [],
  scratch,
  limits: { seconds: 600, memoryMb: 256, rows: 10 },
  asserts: [],
})
let isTold = false
await child.ask({ job, threads: 2 }, () => {
  if (isTold) return
  isTold = true
  process.stdout.write(`${child.pid}\n`)
})
