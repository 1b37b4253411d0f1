/** The one place that starts a process. A child has no environment, no files but its pipes, limits, and no life beyond ours. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { watchMemory, type MemoryWatch } from '#server/kernels/childMemory.ts'
import { FromChild, type ToChild } from '#server/kernels/childMessages.ts'
import { err, ok, type Result } from '#shared/result.ts'

export interface ChildOptions<Answer, Progress> {
  /** The name of a built program: `dist/server/<program>.js`. */
  readonly program: string
  /** What the child may say. It is hostile: what does not parse ends it. */
  readonly answer: z.ZodType<Answer>
  readonly progress: z.ZodType<Progress>
  /** Settles the memory limit at once; leave it out to call `limitMemory` when the job is known. */
  readonly memoryMb?: number
  readonly cpuSeconds?: number
  /** The largest file that the child may write. */
  readonly fileMb?: number
}

export interface Gone {
  readonly reason: 'ended' | 'crashed' | 'killed' | 'memory' | 'forged'
  /** One sentence for a person. */
  readonly message: string
  /** The last that it wrote to its error output. */
  readonly detail: string
}

export interface Child<Request, Answer, Progress> {
  readonly pid: number | undefined
  /** Resolves when the child has loaded and can be asked; false when it died before. */
  readonly ready: Promise<boolean>
  /** One answer for one request, or how the child ended before it answered. */
  ask(request: Request, onProgress?: (progress: Progress) => void): Promise<Result<Answer, Gone>>
  /** Asks the child to stop what it does now; it still answers. */
  interrupt(): void
  /** Megabytes that it may use beyond what it uses now, waiting. */
  limitMemory(megabytes: number): void
  /** Ends the child and all that it started. */
  kill(): void
  readonly gone: Promise<Gone>
}

export function startChild<Request, Answer, Progress>(
  options: ChildOptions<Answer, Progress>,
): Child<Request, Answer, Progress> {
  const spawned = spawnLimited(options)
  const waiting = new Map<number, Waiting<Answer, Progress>>()
  let nextId = 1
  let ended: Gone | undefined
  let cause: Gone['reason'] | undefined
  let watch: MemoryWatch | undefined
  let detail = ''

  const kill = (reason: Gone['reason']): void => {
    if (ended) return
    cause ??= reason
    killGroup(spawned)
  }
  const limitMemory = (megabytes: number): void => {
    if (ended || spawned.pid === undefined) return
    watch?.stop()
    watch = watchMemory(spawned.pid, megabytes, () => kill('memory'))
  }
  const send = (message: ToChild): void => {
    if (spawned.connected) spawned.send(message, () => undefined)
  }

  spawned.stderr?.setEncoding('utf8').on('data', (text: string) => {
    detail = (detail + text).slice(-4000)
  })

  const { promise: ready, resolve: becomeReady } = later<boolean>()
  const { promise: gone, resolve: end } = later<Gone>()

  spawned.on('message', (message) => {
    const parsed = FromChild.safeParse(message)
    if (!parsed.success) return kill('forged')
    const said = parsed.data
    if (said.kind === 'ready') {
      if (options.memoryMb !== undefined) limitMemory(options.memoryMb)
      return becomeReady(true)
    }
    const asked = waiting.get(said.id)
    if (!asked) return
    if (said.kind === 'progress') {
      const progress = options.progress.safeParse(said.body)
      return progress.success ? asked.onProgress?.(progress.data) : kill('forged')
    }
    const answer = options.answer.safeParse(said.body)
    if (!answer.success) return kill('forged')
    waiting.delete(said.id)
    asked.settle(ok(answer.data))
  })

  const finish = (code: number | null, signal: string | null): void => {
    if (ended) return
    watch?.stop()
    // Whatever it may have started goes with it, also when it ended by itself.
    killGroup(spawned)
    const reason = cause ?? reasonOf(code, detail)
    ended = { reason, message: messageOf(reason, code, signal), detail }
    for (const asked of waiting.values()) asked.settle(err(ended))
    waiting.clear()
    becomeReady(false)
    end(ended)
  }
  spawned.on('close', finish)
  spawned.on('error', (error) => {
    detail = `${detail}${error.message}`
    // An error without a pid means that it never started, and `close` will not come.
    if (spawned.pid === undefined) finish(1, null)
  })

  const ask: Child<Request, Answer, Progress>['ask'] = (request, onProgress) => {
    if (ended) return Promise.resolve(err(ended))
    const id = nextId++
    const { promise, resolve } = later<Result<Answer, Gone>>()
    waiting.set(id, { settle: resolve, onProgress })
    send({ kind: 'request', id, body: request })
    return promise
  }

  return {
    pid: spawned.pid,
    ready,
    ask,
    interrupt: () => send({ kind: 'interrupt' }),
    limitMemory,
    kill: () => kill('killed'),
    gone,
  }
}

/** At the fence of its address space V8 gives up by itself, and says why. */
function reasonOf(code: number | null, detail: string): Gone['reason'] {
  if (code === 0) return 'ended'
  return /out of memory|bad_alloc|allocation failed/i.test(detail) ? 'memory' : 'crashed'
}

interface Waiting<Answer, Progress> {
  readonly settle: (answer: Result<Answer, Gone>) => void
  readonly onProgress: ((progress: Progress) => void) | undefined
}

/** `prlimit` and `setpriv` replace themselves by what they start, so the pid stays that of the child. */
function spawnLimited(options: { program: string; cpuSeconds?: number; fileMb?: number }): ChildProcess {
  const node = [
    process.execPath,
    '--max-old-space-size=256',
    '--disallow-code-generation-from-strings',
    programPath(options.program),
  ]
  const limits = [
    '--core=0',
    '--nofile=512',
    ...(options.cpuSeconds === undefined ? [] : [`--cpu=${options.cpuSeconds}`]),
    ...(options.fileMb === undefined ? [] : [`--fsize=${options.fileMb * 1_048_576}`]),
  ]
  const command = [
    ...(PRLIMIT ? [PRLIMIT, ...limits] : []),
    // The kernel kills the child when we die, even if it is busy in native code and deaf to its pipe.
    ...(SETPRIV ? [SETPRIV, '--pdeathsig', 'KILL'] : []),
    ...node,
  ]
  const [file = process.execPath, ...args] = command
  return spawn(file, args, {
    cwd: '/',
    env: { TZ: 'UTC', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: true,
    serialization: 'json',
  })
}

const foundAt = (paths: readonly string[]): string | undefined => paths.find((path) => existsSync(path))
const PRLIMIT = foundAt(['/usr/bin/prlimit', '/bin/prlimit'])
const SETPRIV = foundAt(['/usr/bin/setpriv', '/bin/setpriv'])

/** The child leads its own process group; a group that is gone already is no error. */
function killGroup(spawned: ChildProcess): void {
  if (spawned.pid === undefined) return
  try {
    process.kill(-spawned.pid, 'SIGKILL')
  } catch {
    spawned.kill('SIGKILL')
  }
}

function messageOf(reason: Gone['reason'], code: number | null, signal: string | null): string {
  switch (reason) {
    case 'ended':
      return 'It ended by itself.'
    case 'crashed':
      return `It ended unexpectedly (${signal ?? `exit code ${code ?? 'unknown'}`}).`
    case 'killed':
      return 'It was stopped.'
    case 'memory':
      return 'It was stopped because it used more memory than its limit.'
    case 'forged':
      return 'It was stopped because it said something that is not in its protocol.'
  }
}

function programPath(program: string): string {
  return join(packageRoot(), 'dist', 'server', `${program}.js`)
}

/** From the sources as from the bundle: the nearest folder above that holds our package.json. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder)
    if (above === folder) throw new Error('No package.json above the server')
    folder = above
  }
  return folder
}

function later<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
