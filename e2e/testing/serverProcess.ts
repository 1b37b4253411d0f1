/** The built server as a process of its own, as a user starts it: spoken to from outside, and killed without a warning. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type ServerProcess = {
  readonly pid: number
  readonly port: number
  /** The path of the printed address that signs in, once. */
  readonly loginPath: string
  /** SIGKILL, and gone when it resolves. */
  readonly kill: () => Promise<void>
}

/** One process, told from a later one that got the same number. */
export type LivingProcess = { readonly pid: number; readonly startedAt: string; readonly command: string }

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url))
const READY = /http:\/\/127\.0\.0\.1:(\d+)(\/login\?token=\S+)/

/** Resolves when the server has printed its address; undefined when it was killed before, after `killAfter` milliseconds. */
export async function startServerProcess(
  folder: string,
  options: { readonly killAfter?: number; readonly flags?: readonly string[] } = {},
): Promise<ServerProcess | undefined> {
  const flags = options.flags ?? ['--no-sample', '--no-python']
  const child = spawn(process.execPath, [MAIN, '--port', '0', '--data', folder, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, TZ: 'UTC' },
  })
  const { pid } = child
  if (pid === undefined) throw new Error('The server could not be started')
  const gone = once(child, 'close')
  let said = ''
  let wrong = ''
  child.stdout.setEncoding('utf8')
  child.stderr.setEncoding('utf8').on('data', (text: string) => (wrong += text))
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await gone
  }
  const isReady = new Promise<boolean>((resolve) => {
    child.stdout.on('data', (text: string) => {
      said += text
      if (READY.test(said)) resolve(true)
    })
    void gone.then(() => resolve(false))
  })
  const timer = options.killAfter === undefined ? undefined : setTimeout(() => void kill(), options.killAfter)
  if (!(await isReady)) {
    clearTimeout(timer)
    if (options.killAfter !== undefined && child.signalCode === 'SIGKILL') return undefined
    throw new Error(`The server did not start: ${said}${wrong}`)
  }
  if (timer) {
    clearTimeout(timer)
    await kill()
    return undefined
  }
  const [, port, loginPath = ''] = READY.exec(said) ?? []
  return { pid, port: Number(port), loginPath, kill }
}

/** All that descends from a process now. */
export function descendantsOf(pid: number): readonly LivingProcess[] {
  const parents = new Map<number, LivingProcess & { readonly parent: number }>()
  for (const name of readdirSync('/proc')) {
    const found = /^\d+$/.test(name) ? statOf(Number(name)) : undefined
    if (found) parents.set(found.pid, found)
  }
  const below = (one: number): readonly LivingProcess[] =>
    [...parents.values()].filter((of) => of.parent === one).flatMap((of) => [of, ...below(of.pid)])
  return below(pid)
}

export const isAlive = ({ pid, startedAt }: LivingProcess): boolean => statOf(pid)?.startedAt === startedAt

/** Megabytes that a process holds in memory. */
export function residentOf(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
  return (pages * 4096) / 1_048_576
}

function statOf(pid: number): (LivingProcess & { readonly parent: number }) | undefined {
  try {
    const text = readFileSync(join('/proc', String(pid), 'stat'), 'utf8')
    // The name may hold spaces and brackets; what follows it does not.
    const rest = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [state, parent] = rest
    if (state === 'Z' || state === 'X') return undefined
    return {
      pid,
      parent: Number(parent),
      startedAt: rest[19] ?? '',
      command: text.slice(0, text.lastIndexOf(')') + 1),
    }
  } catch {
    return undefined
  }
}
