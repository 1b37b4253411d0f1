/** A signed-in person at a server process: commands over HTTP with a session cookie, the record as it is told live. */
import { v7 as uuidv7 } from 'uuid'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { askRaw } from '#server/transport/testing/askRaw.ts'
import type { PersonCommand } from '#shared/command.ts'
import { WorkspaceId } from '#shared/ids.ts'
import { StoredEntry } from '#shared/ledger/entry.ts'
import type { Role } from '#shared/member.ts'
import { LiveMessage, WireEntry } from '#shared/protocol.ts'

const Answered = z.object({ entries: z.array(WireEntry) })
const Created = z.object({ workspaceId: WorkspaceId })
const Invited = z.object({ login: z.string() })

/** Opens a login address as a browser does; gives the cookie of the session. */
export async function signIn(port: number, loginPath: string): Promise<string> {
  const host = `127.0.0.1:${port}`
  const opened = await askRaw(port, 'GET', loginPath, { host, 'sec-fetch-mode': 'navigate' })
  const cookie = String(opened.headers['set-cookie']).split(';')[0] ?? ''
  if (opened.status !== 303) throw new Error(`not signed in: ${opened.status} ${opened.body}`)
  return cookie
}

async function post(port: number, cookie: string, path: string, body: unknown): Promise<Response> {
  const origin = `http://127.0.0.1:${port}`
  return fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { cookie, origin, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

export async function createWorkspace(port: number, cookie: string, name: string): Promise<WorkspaceId> {
  const answer = await post(port, cookie, '/api/workspaces', { name })
  return Created.parse(await answer.json()).workspaceId
}

/** Gives the path that signs the person in, once. */
export async function invite(
  port: number,
  cookie: string,
  workspaceId: WorkspaceId,
  person: { readonly name: string; readonly role: Role },
): Promise<string> {
  const answer = await post(port, cookie, `/api/workspaces/${workspaceId}/invitations`, person)
  const login = new URL(Invited.parse(await answer.json()).login)
  return login.pathname + login.search
}

/** Invites an editor and signs them in. */
export const inviteEditor = async (port: number, cookie: string, workspaceId: WorkspaceId): Promise<string> =>
  signIn(port, await invite(port, cookie, workspaceId, { name: 'Emil', role: 'editor' }))

export async function uploadCsv(
  port: number,
  cookie: string,
  workspaceId: WorkspaceId,
  fileName: string,
  csv: string,
): Promise<void> {
  const origin = `http://127.0.0.1:${port}`
  const form = new FormData()
  form.append('file', new Blob([csv]), fileName)
  const answer = await fetch(`${origin}/api/workspaces/${workspaceId}/datasets`, {
    method: 'POST',
    headers: { cookie, origin },
    body: form,
  })
  if (answer.status !== 201) throw new Error(`not uploaded: ${await answer.text()}`)
}

export type Command = PersonCommand & { readonly commandId: string }
export const withId = (command: PersonCommand): Command => ({ commandId: uuidv7(), ...command })

/** The entries that the command made; undefined when it was refused. Throws when no answer came. */
export async function send(
  port: number,
  cookie: string,
  workspaceId: WorkspaceId,
  command: Command,
): Promise<readonly StoredEntry[] | undefined> {
  const answer = await post(port, cookie, `/api/workspaces/${workspaceId}/commands`, command)
  const body: unknown = await answer.json()
  if (answer.status >= 500 || answer.status === 401)
    throw new Error(`${answer.status} ${JSON.stringify(body)}`)
  return answer.status === 200 ? Answered.parse(body).entries : undefined
}

/** All entries after a place, as stored. */
export async function readEntries(
  port: number,
  cookie: string,
  workspaceId: WorkspaceId,
  after: number,
): Promise<readonly StoredEntry[]> {
  const address = `http://127.0.0.1:${port}/api/workspaces/${workspaceId}/entries?after=${after}`
  const answer = await fetch(address, { headers: { cookie, accept: 'application/x-ndjson' } })
  if (answer.status !== 200) throw new Error(`not read: ${answer.status}`)
  const lines = (await answer.text()).split('\n').filter((line) => line !== '')
  return lines.map((line) => StoredEntry.parse(JSON.parse(line)))
}

/** Hears of every entry after a place, in order, until it is left. */
export function listen(
  port: number,
  cookie: string,
  workspaceId: WorkspaceId,
  after: number,
  hear: (entries: readonly StoredEntry[]) => void,
): () => void {
  const headers = { cookie, origin: `http://127.0.0.1:${port}` }
  const socket = new WebSocket(`ws://127.0.0.1:${port}/live/${workspaceId}?after=${after}`, { headers })
  socket.on('error', () => undefined)
  socket.on('message', (message) => {
    const said = LiveMessage.parse(JSON.parse(Buffer.isBuffer(message) ? message.toString() : ''))
    if (said.type === 'entries') hear(said.entries)
  })
  return () => {
    socket.removeAllListeners('message')
    socket.terminate()
  }
}
