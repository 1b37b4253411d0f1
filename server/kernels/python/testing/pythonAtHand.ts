/** The machine's own Python with its packages and its sandbox, on folders of a test's own. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as newId } from 'uuid'
import type { PythonOutcome, PythonRun, Shown } from '#server/kernels/kernel.ts'
import { openPython, type PythonReady } from '#server/kernels/python/openPython.ts'
import { packageRoot } from '#server/packageRoot.ts'
import { RunId, TableName } from '#shared/ids.ts'

export type Ran = {
  readonly outcome: PythonOutcome
  readonly shown: readonly Shown[]
  readonly text: string
}

export type PythonAtHand = {
  readonly ready: PythonReady
  readonly folder: string
  readonly artifacts: string
  readonly begin: (code: string, options?: RunOptions) => PythonRun & { readonly shown: readonly Shown[] }
  readonly run: (code: string, options?: RunOptions) => Promise<Ran>
  readonly close: () => Promise<void>
}

export type RunOptions = {
  readonly outputs?: readonly string[]
  readonly seconds?: number
  readonly memoryMb?: number
  readonly rows?: number
  readonly packages?: string
  readonly inputs?: readonly { readonly name: string; readonly path: string }[]
}

export async function openPythonAtHand(
  isUnsafe = false,
  env: Readonly<Record<string, string>> = {},
): Promise<PythonAtHand> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-python-'))
  const artifacts = join(folder, 'artifacts')
  await mkdir(artifacts)
  const python = openPython({
    home: join(packageRoot(), 'server', 'kernels', 'python'),
    artifacts,
    runs: join(folder, 'runs'),
    env: { ...process.env, ...env },
    isUnsafe,
  })
  const state = await python.settled
  if (state.kind !== 'ready') throw new Error(state.kind === 'absent' ? state.because : state.doing)
  const { python: ready } = state

  const begin = (code: string, options: RunOptions = {}) => {
    const shown: Shown[] = []
    const { outputs = ['result'], seconds = 20, memoryMb = 1024, rows = 1_000_000, inputs = [] } = options
    const running = ready.kernel.run(
      {
        runId: RunId.parse(newId()),
        code,
        outputs: outputs.map((name) => TableName.parse(name)),
        inputs: inputs.map(({ name, path }) => ({ name: TableName.parse(name), path })),
        ...(options.packages === undefined ? {} : { packages: options.packages }),
        seed: 7,
        limits: { seconds, memoryMb, rows },
      },
      (part) => shown.push(part),
    )
    return { ...running, shown }
  }
  return {
    ready,
    folder,
    artifacts,
    begin,
    async run(code, options) {
      const running = begin(code, options)
      const outcome = await running.outcome
      await running.discard()
      const text = running.shown.map((part) => (part.kind === 'text' ? part.text : '')).join('')
      return { outcome, shown: running.shown, text }
    },
    async close() {
      await python.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What went wrong, in the words that a person reads; '' where nothing did. */
export const troubleOf = (outcome: PythonOutcome): string =>
  outcome.kind === 'succeeded' ? '' : outcome.message
