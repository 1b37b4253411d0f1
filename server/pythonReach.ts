/** Python as the rest of the server sees it: there, on its way, or absent with a reason. */
import { openPython, type Python, type PythonOptions } from '#server/kernels/python/openPython.ts'
import type { PythonKernel } from '#server/kernels/kernel.ts'
import { deniedAnalysis, openPythonPreflight, type PythonAsked } from '#server/preflight/pythonPreflight.ts'
import type { Analysis } from '#shared/preflight.ts'
import type { Environment } from '#shared/run.ts'

export interface PythonReach {
  /** What is recorded of it; undefined when it is absent. */
  readonly environment: Promise<Environment | undefined>
  kernel(): PythonKernel | undefined
  /** Waits for Python to be made; denies with the reason when it is absent. */
  analyse(asked: PythonAsked): Promise<Analysis>
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
    async analyse(asked) {
      const analyser = await preflight
      if (!analyser) return absent(sentenceOf(python))
      // Whoever writes Python will run it: the libraries load meanwhile.
      this.kernel()?.warm()
      return analyser.analyse(asked)
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

const absent = (text: string): Analysis => deniedAnalysis({ severity: 'deny', code: 'python-absent', text })

const WITHOUT = 'This server was started without Python (--no-python).'

/** For a server that was asked to do without. */
export const NO_PYTHON: PythonReach = {
  environment: Promise.resolve(undefined),
  kernel: () => undefined,
  analyse: () => Promise.resolve(absent(WITHOUT)),
  whyNot: () => `${WITHOUT} Start it without that option to have Python steps.`,
  says: () => ({ isReady: false, note: '' }),
  close: () => Promise.resolve(),
}
