/** The Python kernel: a zygote that has loaded the libraries, and forks one clean, shut-in process for each run. */
import { chown, lstat, mkdir, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { PythonJob, PythonKernel, PythonOutcome, PythonRun, Shown } from '#server/kernels/kernel.ts'
import { lastLineOf, startLineProgram, type LineProgram } from '#server/kernels/python/lineProgram.ts'
import { FromZygote, ZygoteOutcome, type ToZygote } from '#server/kernels/python/messages.ts'
import { parsedJson } from '#shared/parsedJson.ts'

export interface PythonKernelOptions {
  /** The command of the zygote and its environment. */
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly isConfined: boolean
  /** A folder that the zygote sees as `/runs`; each run gets a folder in it. */
  readonly runs: string
  /** The folder that the zygote sees as `/artifacts`. */
  readonly artifacts: string
  /** The folder that the zygote sees as `/packages`. */
  readonly packages: string
  readonly threads: number
}

/** Nobody, whom a run's folder belongs to where the server is root. */
const NOBODY = 65_534
const LARGEST_FILE_MB = 8_192
/** The zygote kills a second after it was asked to stop; if it doesn't, it is ended itself. */
const PATIENCE_MS = 3_000

type Zygote = {
  readonly program: LineProgram
  readonly going: Map<string, Going>
  /** False when it died before it had loaded. */
  readonly ready: Promise<boolean>
}

type Going = {
  readonly onShown: (shown: Shown) => void
  readonly finish: (said: unknown) => void
  readonly lose: (because: string) => void
}

export function openPythonKernel(options: PythonKernelOptions): PythonKernel {
  let zygote: Zygote | undefined
  let isClosed = false

  const living = (): Zygote => {
    if (zygote) return zygote
    const going = new Map<string, Going>()
    let becomeReady = (_isReady: boolean): void => undefined
    const ready = new Promise<boolean>((resolve) => {
      becomeReady = resolve
    })
    const program = startLineProgram(options.command, {
      env: options.env,
      onLine: (line) => hear(line, going, program, () => becomeReady(true)),
    })
    const started = { program, going, ready }
    void program.gone.then(({ detail }) => {
      if (zygote === started) zygote = undefined
      becomeReady(false)
      for (const run of going.values()) run.lose(lastLineOf(detail))
      going.clear()
    })
    zygote = started
    return started
  }

  const run = (job: PythonJob, onShown: (shown: Shown) => void): PythonRun => {
    const began = performance.now()
    const folder = join(options.runs, job.runId)
    let halt: { readonly by: 'person' | 'limit'; readonly message: string } | undefined
    let stop = (): void => undefined
    const haltAs = (by: 'person' | 'limit', message: string): void => {
      if (halt) return
      halt = { by, message }
      stop()
    }
    const { seconds } = job.limits
    let timer: NodeJS.Timeout | undefined

    const settle = async (): Promise<PythonOutcome> => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      if (process.getuid?.() === 0 && options.isConfined) await chown(folder, NOBODY, NOBODY)
      const started = living()
      // The time to load the libraries is the machine's, not the step's.
      const isReady = await started.ready
      const limit = `It ran longer than its limit of ${seconds} s.`
      timer = setTimeout(() => haltAs('limit', limit), seconds * 1000)
      const said = await new Promise<{ readonly said: unknown } | { readonly lost: string }>((resolve) => {
        const { program, going } = started
        if (isClosed || halt || !isReady) return resolve({ lost: 'It ended before the step began.' })
        going.set(job.runId, {
          onShown,
          finish: (outcome) => resolve({ said: outcome }),
          lose: (because) => resolve({ lost: because }),
        })
        program.send(JSON.stringify(requestOf(job, folder, options)))
        stop = () => {
          const message: ToZygote = { type: 'stop', run: job.runId }
          program.send(JSON.stringify(message))
          setTimeout(() => going.has(job.runId) && program.kill(), PATIENCE_MS).unref()
        }
      })
      clearTimeout(timer)
      const milliseconds = Math.round(performance.now() - began)
      if (halt) return { kind: 'halted', ...halt, milliseconds }
      if ('lost' in said)
        return { kind: 'lost', message: `The Python kernel was lost. ${said.lost}`, milliseconds }
      return outcomeOf(said.said, folder, job, milliseconds)
    }
    return {
      outcome: settle(),
      cancel: () => haltAs('person', 'It was stopped by a person.'),
      discard: () => rm(folder, { recursive: true, force: true }),
    }
  }

  return {
    warm: () => {
      if (!isClosed) living()
    },
    run,
    async close() {
      isClosed = true
      const last = zygote
      last?.program.kill()
      await last?.program.gone
    },
  }
}

function hear(line: string, going: Map<string, Going>, program: LineProgram, onReady: () => void): void {
  const parsed = FromZygote.safeParse(parsedJson(line))
  // The zygote runs no step's code; if it says what it never says, something has got hold of it.
  if (!parsed.success) return program.kill()
  const said = parsed.data
  if (said.type === 'ready') return onReady()
  const run = going.get(said.run)
  if (!run) return
  switch (said.type) {
    case 'text':
      return run.onShown({ kind: 'text', stream: said.stream, text: said.text })
    case 'display':
      return run.onShown({ kind: 'display', data: said.data })
    case 'finished':
      going.delete(said.run)
      return run.finish(said.outcome)
  }
}

function requestOf(job: PythonJob, folder: string, options: PythonKernelOptions): ToZygote {
  const { limits } = job
  return {
    type: 'run',
    run: job.runId,
    code: job.code,
    outputs: job.outputs,
    inputs: job.inputs.map(({ name, path }) => ({
      name,
      path: options.isConfined ? join('/artifacts', relative(options.artifacts, path)) : path,
    })),
    packages:
      job.packages === undefined
        ? null
        : join(options.isConfined ? '/packages' : options.packages, job.packages),
    seed: job.seed,
    folder,
    limits: {
      memoryMb: limits.memoryMb,
      cpuSeconds: limits.seconds * options.threads + 1,
      fileMb: LARGEST_FILE_MB,
      rows: limits.rows,
    },
  }
}

async function outcomeOf(
  said: unknown,
  folder: string,
  { outputs, limits }: PythonJob,
  milliseconds: number,
): Promise<PythonOutcome> {
  const parsed = ZygoteOutcome.safeParse(said)
  if (!parsed.success)
    return {
      kind: 'failed',
      message: 'The process said something that is not in its protocol, so its output was not taken.',
      detail: '',
      milliseconds,
    }
  const outcome = parsed.data
  switch (outcome.kind) {
    case 'succeeded': {
      const missing = (name: string): PythonOutcome => {
        const message = `The output ${name} that was announced is not there.`
        return { kind: 'failed', message, detail: '', milliseconds }
      }
      const results: Extract<PythonOutcome, { kind: 'succeeded' }>['results'][number][] = []
      for (const [at, name] of outputs.entries()) {
        const handed = outcome.results[at]
        if (!handed) return missing(name)
        const { kind, file, mime } = handed
        const path = join(folder, file)
        // A step could leave a link there, to be followed by who may read more than it.
        const found = await lstat(path).catch(() => undefined)
        const isTaken = results.some((one) => one.path === path)
        if (!found?.isFile() || found.nlink !== 1 || isTaken) return missing(name)
        results.push({ name, kind, path, mime })
      }
      return { kind: 'succeeded', results, milliseconds }
    }
    case 'failed': {
      const { message, line, traceback } = outcome
      return { kind: 'failed', message, detail: traceback, ...(line === null ? {} : { line }), milliseconds }
    }
    case 'memory': {
      const message = `It needed more memory than its limit of ${limits.memoryMb} MB.${outcome.detail ? ` (${outcome.detail})` : ''}`
      return { kind: 'halted', by: 'limit', message, milliseconds }
    }
    case 'flooded': {
      const message = `It put out more than ${outcome.megabytes} MB; print less, or keep it in the output.`
      return { kind: 'halted', by: 'limit', message, milliseconds }
    }
    case 'stopped':
      return { kind: 'failed', message: 'It was stopped.', detail: '', milliseconds }
    case 'unsafe':
      return { kind: 'failed', message: `${outcome.message}. Nothing was run.`, detail: '', milliseconds }
  }
}
