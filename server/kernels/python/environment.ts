/**
 * The virtual environment in which Python steps run: made once per lock file and Python, in the background, from pinned
 * and hashed packages. Derived, so it lies in the user's cache and not among the data.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { v7 as newId } from 'uuid'
import { lastLineOf, startLineProgram } from '#server/kernels/python/lineProgram.ts'
import type { Interpreter } from '#server/kernels/python/interpreter.ts'
import { err, ok, type Result } from '#shared/result.ts'

export type PythonEnvironment = {
  readonly interpreter: Interpreter
  /** The virtual environment's folder. */
  readonly folder: string
  /** SHA-256 of the lock file, in hex. */
  readonly lock: string
  /** Top-level modules that can be imported beside the standard library. */
  readonly packages: readonly string[]
}

/** Python 3.10 is older than what the newest packages install on. */
export const lockFileOf = (home: string, { major, minor }: Interpreter): string =>
  join(home, major === 3 && minor === 10 ? 'requirements-3.10.txt' : 'requirements.txt')

export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  return (
    env['COUNTERSIGN_PYTHON_CACHE'] ??
    join(env['XDG_CACHE_HOME'] ?? join(env['HOME'] ?? homedir(), '.cache'), 'countersign')
  )
}

/** `home` is the folder with the lock files. `tell` hears what is being done. The error is a sentence for a person. */
export async function openEnvironment(
  home: string,
  interpreter: Interpreter,
  env: Readonly<Record<string, string | undefined>>,
  tell: (doing: string) => void,
  signal: AbortSignal,
): Promise<Result<PythonEnvironment, string>> {
  const lockFile = lockFileOf(home, interpreter)
  const lock = createHash('sha256')
    .update(await readFile(lockFile))
    .digest('hex')
  const cache = cacheFolder(env)
  const folder = join(cache, `python-${interpreter.version}-${lock.slice(0, 16)}`)
  if (!existsSync(join(folder, DONE))) {
    const made = await make(interpreter, lockFile, cache, folder, env, tell, signal)
    if (!made.ok) return made
  }
  const packages = (await readFile(join(folder, DONE), 'utf8')).split('\n').filter((line) => line !== '')
  return ok({ interpreter, folder, lock, packages })
}

/** pip finds its registry as the person set it up for themselves. */
export const pipEnvironment = (
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && /^(PATH|HOME|LANG|PIP_|https?_proxy|no_proxy|SSL_|REQUESTS_)/i.test(name)
        ? [[name, value]]
        : [],
    ),
  )

/** Lists what can be imported; there only when everything is installed. */
const DONE = 'importable.txt'

const LIST = `import importlib.metadata as m
names = {n for n, _ in ((k, v) for k, v in m.packages_distributions().items()) if n.isidentifier() and not n.startswith("_")}
print("\\n".join(sorted(names)))`

async function make(
  interpreter: Interpreter,
  lockFile: string,
  cache: string,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  tell: (doing: string) => void,
  signal: AbortSignal,
): Promise<Result<undefined, string>> {
  await mkdir(cache, { recursive: true })
  const unfinished = join(cache, `making-${newId()}`)
  const python = join(unfinished, 'bin', 'python')
  const own = pipEnvironment(env)
  const install = [
    'install',
    '--require-hashes',
    '--only-binary',
    ':all:',
    '--no-input',
    '--progress-bar',
    'off',
  ]
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ['Making the environment', [interpreter.executable, '-m', 'venv', unfinished]],
    ['Installing packages', [python, '-m', 'pip', '--disable-pip-version-check', ...install, '-r', lockFile]],
    ['Listing packages', [python, '-I', '-c', LIST]],
  ]
  let listed: readonly string[] = []
  try {
    for (const [doing, command] of steps) {
      tell(doing)
      const lines: string[] = []
      const program = startLineProgram(command, {
        env: own,
        signal,
        onLine: (line) => {
          lines.push(line)
          const collecting = /^Collecting ([\w.-]+)/.exec(line)?.[1]
          if (collecting !== undefined) tell(`Fetching ${collecting}`)
          else if (line.startsWith('Installing collected')) tell('Unpacking packages')
        },
      })
      const { code, detail } = await program.gone
      if (code !== 0) return err(`${doing} failed: ${lastLineOf(detail) || `exit code ${code}`}`)
      listed = lines
    }
    await writeFile(join(unfinished, DONE), listed.join('\n'))
    // Another server may have been quicker.
    await rename(unfinished, folder).catch(async (failure: unknown) => {
      if (!existsSync(join(folder, DONE))) throw failure
    })
    return ok(undefined)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}
