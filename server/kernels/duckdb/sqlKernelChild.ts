/** The program in which one step's SQL runs, once: one child, one database, one job. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerParent } from '#server/kernels/answerParent.ts'
import { openDatabase } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { hardenFor, runSqlJob } from '#server/kernels/duckdb/runSqlJob.ts'
import { SqlKernelRequest, type SqlKernelAnswer } from '#server/kernels/duckdb/sqlKernelMessages.ts'
import { SqlJob, type KernelProgress } from '#server/kernels/kernel.ts'

const PROGRESS_EVERY_MS = 100
const opened = await openDatabase()
await rehearse()
let interrupt: (() => void) | undefined
let isInterrupted = false

answerParent<SqlKernelRequest, SqlKernelAnswer, KernelProgress>({
  request: SqlKernelRequest,
  async answer({ job, threads }, tell) {
    const { connection } = await hardenFor(opened, job, threads)
    interrupt = () => connection.interrupt()
    const timer = setInterval(() => {
      const { percentage, rows_processed: rows } = connection.progress
      tell({ percentage, rows: Number(rows) })
      // An interrupt that came between two statements is asked for again.
      if (isInterrupted) connection.interrupt()
    }, PROGRESS_EVERY_MS)
    try {
      return await runSqlJob(connection, job)
    } catch (error) {
      return failureOf(error instanceof Error ? error.message : String(error))
    } finally {
      clearInterval(timer)
    }
  },
  interrupt() {
    isInterrupted = true
    interrupt?.()
  },
})

function failureOf(said: string): SqlKernelAnswer {
  const [first = said] = said.split('\n', 1)
  const message = first.replace(/^[A-Za-z -]+ Error: /, '').slice(0, 2000)
  const detail = said.slice(0, 20_000)
  if (said.startsWith('INTERRUPT')) return { kind: 'failed', reason: 'interrupted', message, detail }
  if (/^Out of Memory Error|bad_alloc|bad allocation|Could not allocate/i.test(said)) {
    return { kind: 'failed', reason: 'memory', message, detail }
  }
  return { kind: 'failed', reason: 'error', message, detail }
}

/** One small job in a database that is thrown away: what is slow only the first time is then done while the child waits. */
async function rehearse(): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'rehearsal-'))
  const job = SqlJob.parse({
    runId: '00000000-0000-7000-8000-000000000000',
    sql: 'SELECT 1 AS one',
    parameters: {},
    output: 'rehearsal',
    inputs: [],
    scratch,
    limits: { seconds: 1, memoryMb: 64, rows: 1 },
    asserts: [],
  })
  const database = await hardenFor(await openDatabase(), job, 1)
  await runSqlJob(database.connection, job)
  database.close()
  await rm(scratch, { recursive: true, force: true })
}
