/** The SQL kernel: a fresh child and database for every run, some of them warm before they are needed. */
import { digestOfWritten } from '#server/kernels/digestOfWritten.ts'
import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { startChild, type Child, type Gone } from '#server/kernels/childProcess.ts'
import {
  RESULT_FILE,
  SqlKernelAnswer,
  SqlKernelProgress,
  type SqlKernelRequest,
} from '#server/kernels/duckdb/sqlKernelMessages.ts'
import type { KernelProgress, SqlJob, SqlKernel, SqlOutcome, SqlRun } from '#server/kernels/kernel.ts'

type KernelChild = Child<SqlKernelRequest, SqlKernelAnswer, KernelProgress>
type Halt = { readonly by: 'person' | 'limit'; readonly message: string }

/** An interrupt works within about a second in the worst of joins; who pressed Stop shall not wait for that. */
const KILL_AFTER_INTERRUPT_MS = 700
/** No result is larger than this, whatever its rows. */
const LARGEST_FILE_MB = 65_536

export interface SqlKernelOptions {
  /** How many children wait, warm. */
  readonly spare: number
  readonly threads?: number
}

export function openSqlKernel({ spare, threads = availableParallelism() }: SqlKernelOptions): SqlKernel {
  const spares: KernelChild[] = []
  const running = new Map<KernelChild, (halt: Halt) => void>()
  let isClosed = false

  const refill = (): void => {
    while (!isClosed && spares.length < spare) spares.push(start())
  }
  const start = (): KernelChild => {
    const child: KernelChild = startChild({
      program: 'sqlKernelChild',
      answer: SqlKernelAnswer,
      progress: SqlKernelProgress,
      fileMb: LARGEST_FILE_MB,
    })
    void child.gone.then(() => {
      const at = spares.indexOf(child)
      if (at >= 0) spares.splice(at, 1)
    })
    return child
  }

  const run = (job: SqlJob, onProgress?: (progress: KernelProgress) => void): SqlRun => {
    const started = performance.now()
    const child = spares.shift() ?? start()
    let halt: Halt | undefined
    const stop = (reason: Halt): void => {
      if (halt) return
      halt = reason
      child.interrupt()
      setTimeout(() => child.kill(), KILL_AFTER_INTERRUPT_MS).unref()
    }
    running.set(child, stop)
    const timer = setTimeout(
      () => stop({ by: 'limit', message: `It ran longer than its limit of ${job.limits.seconds} s.` }),
      job.limits.seconds * 1000,
    )

    const settle = async (): Promise<SqlOutcome> => {
      await child.ready
      const asked = child.ask({ job, threads }, onProgress)
      // While the child still inspects: to start the program that limits it takes us some milliseconds.
      child.limitMemory(job.limits.memoryMb)
      const answer = await asked
      clearTimeout(timer)
      running.delete(child)
      child.kill()
      // Not before: a new child that loads would take the processor from the query.
      setImmediate(refill)
      return outcomeOf(job, answer.ok ? answer.value : answer.error, halt, () =>
        Math.round(performance.now() - started),
      )
    }
    return {
      outcome: settle(),
      cancel: () => stop({ by: 'person', message: 'It was stopped by a person.' }),
    }
  }

  const close = async (): Promise<void> => {
    isClosed = true
    const children = [...spares, ...running.keys()]
    for (const stop of running.values()) stop({ by: 'person', message: 'The server was closed.' })
    for (const child of children) child.kill()
    await Promise.all(children.map((child) => child.gone))
  }

  refill()
  return { run, close }
}

async function outcomeOf(
  job: SqlJob,
  said: SqlKernelAnswer | Gone,
  halt: Halt | undefined,
  elapsed: () => number,
): Promise<SqlOutcome> {
  if (halt) return { kind: 'halted', ...halt, milliseconds: elapsed() }
  if ('reason' in said && said.reason === 'memory') {
    const message = `It needed more memory than its limit of ${job.limits.memoryMb} MB.`
    return { kind: 'halted', by: 'limit', message, milliseconds: elapsed() }
  }
  if (!('kind' in said)) {
    return { kind: 'lost', message: `The SQL kernel was lost. ${said.message}`, milliseconds: elapsed() }
  }
  if (said.kind === 'failed') {
    if (said.reason === 'rows') {
      return { kind: 'halted', by: 'limit', message: said.message, milliseconds: elapsed() }
    }
    return { kind: 'failed', message: said.message, detail: said.detail, milliseconds: elapsed() }
  }
  const path = join(job.scratch, RESULT_FILE)
  const { contentDigest, rows, schema, asserts } = said
  const [{ size: bytes }, digest] = await Promise.all([stat(path), digestOfWritten(path)])
  return {
    kind: 'succeeded',
    path,
    bytes,
    digest,
    contentDigest,
    rows,
    schema,
    asserts,
    milliseconds: elapsed(),
  }
}
