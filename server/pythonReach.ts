/** Python as the rest of the server sees it: there, on its way, or absent with a reason. */
import { openPython, type Python, type PythonOptions } from '#server/kernels/python/openPython.ts'
import type { PythonKernel } from '#server/kernels/kernel.ts'
import { deniedAnalysis, openPythonPreflight, type PythonAsked } from '#server/preflight/pythonPreflight.ts'
import type { Installed } from '#server/kernels/python/ownPackages.ts'
import { packagesAnalysis } from '#server/preflight/packagesPreflight.ts'
import type { Lock } from '#shared/packages.ts'
import type { CellFacts } from '#shared/notebookFile/cellFacts.ts'
import type { Analysis } from '#shared/preflight.ts'
import { err, type Result } from '#shared/result.ts'
import type { Environment } from '#shared/run.ts'

export interface PythonReach {
  /** What is recorded of it; undefined when it is absent. */
  readonly environment: Promise<Environment | undefined>
  kernel(): PythonKernel | undefined
  /** Waits for Python to be made; denies with the reason when it is absent. `own` is the lock of the workspace's packages. */
  analyse(asked: PythonAsked, own?: string): Promise<Analysis>
  /** What a lock would change, with nothing fetched. */
  analysePackages(lock: string): Promise<Analysis>
  /** What these come to, exactly, beside what every Python step has. */
  resolvePackages(wanted: readonly string[]): Promise<Result<Lock, string>>
  /** Fetches what the lock names, unless it is there. */
  installPackages(lock: string): Promise<Result<Installed, string>>
  /** What the cells of a notebook bind, read and change; the error says why that can't be told here. */
  cells(codes: readonly string[]): Promise<Result<readonly CellFacts[], string>>
  /** Why no Python step can run, with what to do; undefined where they can, or where that is not known yet. */
  whyNot(): string | undefined
  /** For a person: ready, or what is going on, or what is missing. */
  says(): { readonly isReady: boolean; readonly note: string }
  close(): Promise<void>
}

export function openPythonReach(options: PythonOptions): PythonReach {
  const python: Python = openPython(options)
  const preflight = python.settled.then((state) =>
    state.kind === 'ready'
      ? openPythonPreflight({ ...state.python.analyser, packages: state.python.packages })
      : undefined,
  )
  return {
    environment: python.settled.then((state) =>
      state.kind === 'ready' ? state.python.environment : undefined,
    ),
    kernel() {
      const state = python.state()
      return state.kind === 'ready' ? state.python.kernel : undefined
    },
    async analyse(asked, own) {
      const analyser = await preflight
      if (!analyser) return absent(sentenceOf(python))
      const installed = own === undefined ? undefined : await this.installPackages(own)
      // Whoever writes Python will run it: the libraries load meanwhile.
      this.kernel()?.warm()
      return analyser.analyse(installed?.ok ? { ...asked, more: installed.value.importable } : asked)
    },
    async analysePackages(lock) {
      const state = await python.settled
      return state.kind === 'ready'
        ? packagesAnalysis(lock, state.python.own.base)
        : absent(sentenceOf(python))
    },
    async resolvePackages(wanted) {
      const state = await python.settled
      return state.kind === 'ready' ? state.python.own.resolve(wanted) : err(sentenceOf(python))
    },
    async installPackages(lock) {
      const state = await python.settled
      return state.kind === 'ready' ? state.python.own.install(lock) : err(sentenceOf(python))
    },
    async cells(codes) {
      const analyser = await preflight
      return analyser ? analyser.cells(codes) : err(sentenceOf(python))
    },
    whyNot() {
      const state = python.state()
      return state.kind === 'absent' ? state.because : undefined
    },
    says: () => ({ isReady: python.state().kind === 'ready', note: sentenceOf(python) }),
    async close() {
      await python.close()
      await (await preflight)?.close()
    },
  }
}

function sentenceOf(python: Python): string {
  const state = python.state()
  switch (state.kind) {
    case 'ready':
      return ''
    case 'preparing':
      return `Python is being set up: ${state.doing} …`
    case 'absent':
      return `No Python steps: ${state.because}`
  }
}

const ABSENT = 'This server was started without Python (--no-python).'

const absent = (text: string): Analysis => deniedAnalysis({ severity: 'deny', code: 'python-absent', text })

/** For a server that was asked to do without. */
export const NO_PYTHON: PythonReach = {
  environment: Promise.resolve(undefined),
  kernel: () => undefined,
  analyse: () => Promise.resolve(absent(ABSENT)),
  analysePackages: () => Promise.resolve(absent(ABSENT)),
  resolvePackages: () => Promise.resolve(err(ABSENT)),
  installPackages: () => Promise.resolve(err(ABSENT)),
  cells: () => Promise.resolve(err(ABSENT)),
  whyNot: () => `${ABSENT} Start it without that option to have Python steps.`,
  says: () => ({ isReady: false, note: '' }),
  close: () => Promise.resolve(),
}
