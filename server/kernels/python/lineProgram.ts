/** Starts a program that is spoken with in lines. It gets a clear environment, its own process group, and no life beyond ours. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface LineProgram {
  readonly pid: number | undefined
  /** Without the line end. What is sent to a program that has ended is lost. */
  send(line: string): void
  /** No more will be sent. */
  end(): void
  /** Ends it and all of its process group at once. */
  kill(): void
  readonly gone: Promise<LineProgramEnd>
}

export interface LineProgramEnd {
  /** -1 when it never started or a signal ended it. */
  readonly code: number
  /** The last of its error output, or why it never started. */
  readonly detail: string
}

export interface LineProgramOptions {
  readonly env: Readonly<Record<string, string>>
  readonly onLine: (line: string) => void
  /** Aborted, it ends the program. */
  readonly signal?: AbortSignal
}

const MOST_DETAIL = 8_000

export function startLineProgram(
  [file = '', ...args]: readonly string[],
  { env, onLine, signal }: LineProgramOptions,
): LineProgram {
  const spawned = spawn(file, args, { cwd: '/', env, stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  let detail = ''
  spawned.stderr.setEncoding('utf8').on('data', (text: string) => {
    detail = (detail + text).slice(-MOST_DETAIL)
  })
  spawned.stdin.on('error', () => undefined)
  createInterface({ input: spawned.stdout, crlfDelay: Infinity }).on('line', onLine)
  const kill = (): void => {
    if (spawned.pid === undefined) return
    try {
      process.kill(-spawned.pid, 'SIGKILL')
    } catch {
      spawned.kill('SIGKILL')
    }
  }
  if (signal?.aborted) kill()
  signal?.addEventListener('abort', kill, { once: true })
  const gone = new Promise<LineProgramEnd>((resolve) => {
    spawned.on('close', (code) => {
      // Whatever it may have started goes with it, also when it ended by itself.
      kill()
      signal?.removeEventListener('abort', kill)
      resolve({ code: code ?? -1, detail })
    })
    spawned.on('error', (error) => {
      if (spawned.pid === undefined) resolve({ code: -1, detail: error.message })
    })
  })
  return {
    pid: spawned.pid,
    send: (line) => void spawned.stdin.write(`${line}\n`),
    end: () => spawned.stdin.end(),
    kill,
    gone,
  }
}

/** Runs a program that is sent nothing to its end and gives what it printed. */
export async function outputOf(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<LineProgramEnd & { readonly output: string }> {
  const lines: string[] = []
  const program = startLineProgram(command, { env, onLine: (line) => lines.push(line) })
  program.end()
  const end = await program.gone
  return { ...end, output: lines.join('\n') }
}

/** The last that a program said of its trouble, past warnings; '' where it said nothing. */
export const lastLineOf = (detail: string): string =>
  detail
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '' && !line.startsWith('WARNING')) ?? ''
