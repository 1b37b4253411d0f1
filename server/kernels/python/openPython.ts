/** Whatever Python needs, found or made in the background: an interpreter, its packages, a sandbox. Absent, it says why. */
import { chmod, mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { PythonKernel } from '#server/kernels/kernel.ts'
import {
  cacheFolder,
  lockFileOf,
  openEnvironment,
  type PythonEnvironment,
} from '#server/kernels/python/environment.ts'
import { openOwnPackages, type OwnPackagesInstaller } from '#server/kernels/python/ownPackages.ts'
import { findInterpreter } from '#server/kernels/python/interpreter.ts'
import { openPythonKernel } from '#server/kernels/python/pythonKernel.ts'
import {
  findSandboxTools,
  sandboxed,
  type SandboxTools,
  type Shared,
} from '#server/kernels/python/sandbox.ts'
import { tryWalls } from '#server/kernels/python/tryWalls.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Environment } from '#shared/run.ts'

export type PythonReady = {
  /** What goes into every digest of a Python step. */
  readonly environment: Environment
  readonly packages: readonly string[]
  /** Packages of workspaces' own. */
  readonly own: OwnPackagesInstaller
  readonly kernel: PythonKernel
  /** Starts the program that inspects code. */
  readonly analyser: { readonly command: readonly string[]; readonly env: Readonly<Record<string, string>> }
}

export type PythonState =
  | { readonly kind: 'preparing'; readonly doing: string }
  | { readonly kind: 'ready'; readonly python: PythonReady }
  /** One sentence, with what to do. */
  | { readonly kind: 'absent'; readonly because: string }

export interface Python {
  state(): PythonState
  /** Resolves when it is ready or known to be absent; never rejects. */
  readonly settled: Promise<PythonState>
  close(): Promise<void>
}

export interface PythonOptions {
  /** The folder with `program/` and the lock files. */
  readonly home: string
  readonly artifacts: string
  /** A folder for the folders of runs. */
  readonly runs: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** A person's word that steps may run without a sandbox; every run made so is stamped. */
  readonly isUnsafe: boolean
}

export function openPython(options: PythonOptions): Python {
  const closing = new AbortController()
  let state: PythonState = { kind: 'preparing', doing: 'Looking for Python' }
  const tell = (doing: string): void => {
    state = { kind: 'preparing', doing }
  }
  const settled = prepare(options, tell, closing.signal)
    .catch((failure: unknown) => err(failure instanceof Error ? failure.message : String(failure)))
    .then((prepared) => {
      state = prepared.ok
        ? { kind: 'ready', python: prepared.value }
        : { kind: 'absent', because: prepared.error }
      return state
    })
  return {
    state: () => state,
    settled,
    async close() {
      closing.abort()
      await settled
      if (state.kind === 'ready') await state.python.kernel.close()
    },
  }
}

const THREADS = Math.min(4, availableParallelism())

async function prepare(
  options: PythonOptions,
  tell: (doing: string) => void,
  signal: AbortSignal,
): Promise<Result<PythonReady, string>> {
  const { home, env, isUnsafe } = options
  const found = await findInterpreter(env)
  if (!found.ok) return found
  const tools = isUnsafe ? ok(undefined) : sandboxTools()
  if (!tools.ok) return tools
  const opened = await openEnvironment(home, found.value, env, tell, signal)
  if (!opened.ok) return opened
  tell('Trying the sandbox')
  await mkdir(options.runs, { recursive: true })
  // Runs belong to nobody where the server is root; each one's own folder is closed to others.
  await chmod(options.runs, 0o755)
  const programs = join(home, 'program')
  const python = opened.value
  const analyser = commandOf(python, tools.value, programs, 'analyse.py', [])
  const own = await openOwnPackages(python, lockFileOf(home, found.value), cacheFolder(env), env)
  const shared = [
    { from: own.folder, to: '/packages', isWritable: false },
    { from: options.runs, to: '/runs', isWritable: true },
    { from: options.artifacts, to: '/artifacts', isWritable: false },
  ]
  const trial = (within: readonly Shared[]) => commandOf(python, tools.value, programs, 'isolate.py', within)
  const walls = tools.value
    ? await tryWalls(trial, shared, CGROUP)
    : ok({ shared, sandbox: 'none', close: () => Promise.resolve() })
  if (!walls.ok) return err(`The sandbox can't be set up here (${walls.error}). ${UNSAFE_WORD}`)
  const zygote = commandOf(python, tools.value, programs, 'zygote.py', walls.value.shared)
  const kernel = openPythonKernel({
    ...zygote,
    isConfined: tools.value !== undefined,
    runs: options.runs,
    artifacts: options.artifacts,
    packages: own.folder,
    threads: THREADS,
  })
  return ok({
    environment: environmentOf(python, walls.value.sandbox),
    packages: python.packages,
    own,
    analyser,
    kernel: {
      ...kernel,
      async close() {
        await kernel.close()
        await walls.value.close()
      },
    },
  })
}

const UNSAFE_WORD =
  'Python steps are refused; --unsafe-python runs them without a sandbox, and stamps each run so.'

function sandboxTools(): Result<SandboxTools, string> {
  if (process.platform !== 'linux')
    return err(`There is no sandbox for Python steps on ${process.platform}. ${UNSAFE_WORD}`)
  const tools = findSandboxTools(isRoot())
  return tools.ok ? tools : err(`${tools.error}. Until then ${UNSAFE_WORD}`)
}

const isRoot = (): boolean => process.getuid?.() === 0

/** Whom a server that is root has its runs belong to. */
const NOBODY = 65_534
const CGROUP = { root: '/sys/fs/cgroup', self: '/proc/self/cgroup', owner: isRoot() ? NOBODY : undefined }

/** Fixed, so that runs can be repeated: hash seed, time zone, threads; nothing of the server's own environment. */
const FIXED = {
  PYTHONHASHSEED: '0',
  TZ: 'UTC',
  LANG: 'C.UTF-8',
  HOME: '/tmp',
  MPLCONFIGDIR: '/tmp',
  OMP_NUM_THREADS: String(THREADS),
  OPENBLAS_NUM_THREADS: String(THREADS),
  MKL_NUM_THREADS: String(THREADS),
  JOBLIB_MULTIPROCESSING: '0',
  ARROW_DEFAULT_MEMORY_POOL: 'system',
  // Where it is installed: its figures as data, not as a page that loads scripts from elsewhere.
  PLOTLY_RENDERER: 'plotly_mimetype',
} as const

function commandOf(
  { interpreter, folder }: PythonEnvironment,
  tools: SandboxTools | undefined,
  programs: string,
  program: string,
  shared: readonly Shared[],
): { readonly command: readonly string[]; readonly env: Readonly<Record<string, string>> } {
  if (!tools)
    return {
      command: [join(folder, 'bin', 'python'), '-I', '-B', join(programs, program), '--unsafe'],
      env: FIXED,
    }
  return {
    command: sandboxed({
      tools,
      isRoot: isRoot(),
      python: interpreter,
      shared: [
        { from: folder, to: '/env', isWritable: false },
        { from: programs, to: '/program', isWritable: false },
        ...shared,
      ],
      env: FIXED,
      command: ['/env/bin/python', '-I', '-B', `/program/${program}`],
    }),
    env: {},
  }
}

const environmentOf = ({ interpreter, lock }: PythonEnvironment, sandbox: string): Environment => ({
  kernel: 'python',
  version: interpreter.version,
  lock,
  platform: interpreter.platform,
  threads: String(THREADS),
  seed: 'from the digest of the step',
  sandbox,
})
