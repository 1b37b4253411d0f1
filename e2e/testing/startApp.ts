/** The whole server in this process, on a folder and a port of its own, spoken to over HTTP as a program would. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { makeSampleWorkspace } from '#server/firstWorkspace.ts'
import { openServer, type RunningServer } from '#server/openServer.ts'
import type { PersonCommand } from '#shared/command.ts'
import { WorkspaceId, type PersonId } from '#shared/ids.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export type Answer = { readonly status: number; readonly body: unknown }

export type Someone = {
  readonly personId: PersonId
  readonly name: string
  readonly token: string
  readonly send: (command: PersonCommand, commandId?: string) => Promise<Answer>
  readonly request: (method: string, path: string, body?: unknown) => Promise<Answer>
}

export type App = {
  readonly server: RunningServer
  readonly folder: string
  readonly workspaceId: WorkspaceId
  readonly owner: Someone
  readonly failures: readonly unknown[]
  readonly state: () => WorkspaceState
  readonly add: (name: string, role?: 'owner' | 'editor' | 'reviewer' | 'auditor') => Promise<Someone>
  readonly upload: (fileName: string, content: string, by?: Someone) => Promise<Answer>
  /** Waits until the fold satisfies it; fails with the last state's story when it takes too long. */
  readonly until: <T>(find: (state: WorkspaceState) => T | undefined | false, what: string) => Promise<T>
  readonly stop: () => Promise<void>
  readonly restart: () => Promise<App>
}

const PATIENCE = 15_000

export async function startApp(
  options: {
    readonly folder?: string
    readonly env?: Record<string, string>
    readonly model?: string
    /** The workspace is the sample, as a first start makes it, instead of an empty one. */
    readonly hasSample?: boolean
    /** With the machine's own Python, its packages and its sandbox. */
    readonly hasPython?: boolean
    /** Without the sandbox, as --unsafe-python has it. */
    readonly isPythonUnsafe?: boolean
  } = {},
): Promise<App> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'countersign-e2e-')))
  const failures: unknown[] = []
  const config = {
    port: 0,
    host: '127.0.0.1',
    data: folder,
    sample: false,
    python: options.hasPython
      ? options.isPythonUnsafe
        ? ('unsafe' as const)
        : ('confined' as const)
      : ('off' as const),
    model: options.model ?? 'playbook',
  }
  const env = options.hasPython ? { ...process.env, ...options.env } : (options.env ?? {})
  const server = await openServer(config, env, (failure) => failures.push(failure))
  if (options.hasPython && (await server.python.environment) === undefined)
    throw new Error(server.python.says().note)
  const { firstPerson, ports, address } = server
  const someone = (person: { personId: PersonId; name: string }): Someone => {
    const token = server.newToken(person)
    const request = async (method: string, path: string, body?: unknown): Promise<Answer> => {
      const response = await fetch(`${address}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      const isJson = (response.headers.get('content-type') ?? '').includes('json')
      const parsed: unknown = isJson ? JSON.parse(text) : text
      return { status: response.status, body: parsed }
    }
    return {
      ...person,
      token,
      request,
      send: (command, commandId = uuidv7()) =>
        request('POST', `/api/workspaces/${workspaceId}/commands`, { commandId, ...command }),
    }
  }
  if (options.hasSample && ports.workspaces.list().length === 0)
    await makeSampleWorkspace(server, await mkdtemp(join(folder, 'scratch-')))
  const existing = ports.workspaces.list()[0]
  const created = existing ? undefined : await ports.workspaces.create('Test', firstPerson)
  const workspaceId = existing ?? WorkspaceId.parse(created?.ok ? created.value : '')
  const host = ports.workspaces.host(workspaceId)
  if (!host) throw new Error('The workspace did not open')
  const owner = someone(firstPerson)

  return {
    server,
    folder,
    workspaceId,
    owner,
    failures,
    state: host.state,
    async add(name, role) {
      const person = server.addPerson(name)
      if (role) {
        const member = { ...person, role }
        const answer = await owner.send({ type: 'AddMember', data: { member } })
        if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
      }
      return someone(person)
    },
    async upload(fileName, content, by = owner) {
      const form = new FormData()
      form.append('file', new Blob([content]), fileName)
      const response = await fetch(`${address}/api/workspaces/${workspaceId}/datasets`, {
        method: 'POST',
        headers: { authorization: `Bearer ${by.token}` },
        body: form,
      })
      const body: unknown = await response.json()
      return { status: response.status, body }
    },
    until(find, what) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          stop()
          reject(
            new Error(
              `It did not happen: ${what}\n${storyOf(host.state())}\n${failures.map(String).join('\n')}`,
            ),
          )
        }, PATIENCE)
        const look = (): void => {
          const found = find(host.state())
          if (found === undefined || found === false) return
          clearTimeout(timer)
          setImmediate(() => stop())
          resolve(found)
        }
        const stop = host.subscribe(host.head().seq, look)
        look()
      })
    },
    async stop() {
      await server.close()
      if (!options.folder) await rm(folder, { recursive: true, force: true })
    },
    async restart() {
      await server.close()
      return startApp({ ...options, folder })
    },
  }
}

const storyOf = (state: WorkspaceState): string =>
  [...state.proposals.values()]
    .map((one) => `${one.content.output}: ${one.status} ${one.because ?? ''}`)
    .concat([...state.turns.values()].map((turn) => `turn: ${turn.end ?? 'running'} ${turn.detail ?? ''}`))
    .concat([...state.runs.values()].map((run) => `run: ${run.status} ${JSON.stringify(run.outcome ?? '')}`))
    .join('\n')

const Problem = z.object({ code: z.string(), detail: z.string() })
/** The code of a problem answer, or `ok`. */
export const codeOf = (answer: Answer): string =>
  answer.status < 300 ? 'ok' : (Problem.safeParse(answer.body).data?.code ?? `status ${answer.status}`)
