/** W4, W5: every route of the table, from the table itself: asked by another site's page, and under names that only look like it. */
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WorkspaceId } from '#shared/ids.ts'
import { routeTable } from '#server/transport/routeTable.ts'
import { askRaw, type RawAnswer } from '#server/transport/testing/askRaw.ts'
import {
  bearer,
  cookie,
  startTransport,
  type SignedUp,
  type Transport,
} from '#server/transport/testing/startTransport.ts'

let transport: Transport
let ada: SignedUp
let mallory: SignedUp
let workspaceId: WorkspaceId

beforeAll(async () => {
  transport = await startTransport()
  ada = transport.signUp('Ada')
  mallory = transport.signUp('Mallory')
  workspaceId = await transport.createWorkspace(ada)
})
afterAll(() => transport.close())

const ask = (
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
): Promise<RawAnswer> => askRaw(transport.port, method, path, headers, body)
const specs = () => routeTable(transport.ports, '/tmp').map(({ spec }) => spec)
const pathOf = (path: string): string =>
  path.replace(':w', workspaceId).replace(':d', uuidv7()).replace(':sha256', 'a'.repeat(64))
const typeOf = (isMultipart: boolean | undefined): string =>
  isMultipart ? 'multipart/form-data; boundary=x' : 'application/json'
const seqNow = (): number | undefined => transport.ports.workspaces.host(workspaceId)?.head().seq

const foreignHeaders = (): readonly Record<string, string>[] => {
  const { port, origin } = transport
  return [
    {},
    { referer: `${origin}/` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'null' },
    { origin: 'https://evil.example', referer: `${origin}/` },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    { origin: `${origin}.evil.example` },
    { origin: `http://127.0.0.1:${port + 1}` },
    { origin: `http://localhost:${port}` },
    { origin: `${origin}, ${origin}` },
    { origin: `http://127\u30020.0.1:${port}` },
    { origin: `http://127.0.0.1.:${port}` },
  ].map((headers) =>
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString('latin1')]),
    ),
  )
}

describe('every route that changes anything', () => {
  it('refuses a person’s cookie from any page but ours', async () => {
    const posts = specs().filter(({ method }) => method === 'POST')
    expect(posts.length).toBeGreaterThanOrEqual(5)
    const before = seqNow()
    const listed = transport.ports.workspaces.list().length
    for (const { path, multipart } of posts)
      for (const headers of foreignHeaders()) {
        const sent = { ...cookie(ada), 'content-type': typeOf(multipart), ...headers }
        const { status } = await ask('POST', pathOf(path), sent, '{"name":"Owned"}')
        expect(status, `${path} ${JSON.stringify(headers)}`).toBe(403)
      }
    expect(seqNow()).toBe(before)
    expect(transport.ports.workspaces.list()).toHaveLength(listed)
  })

  it('takes it from our own page, and says that what was sent can not be read', async () => {
    for (const { path, multipart } of specs().filter(({ method }) => method === 'POST')) {
      const sent = { ...cookie(ada), 'content-type': typeOf(multipart), origin: transport.origin }
      expect((await ask('POST', pathOf(path), sent, '[]')).status, path).toBe(400)
    }
    expect(transport.failures).toEqual([])
  })

  it('is no other method of the same address', async () => {
    for (const { method, path } of specs())
      for (const other of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE']) {
        const { status } = await ask(other, pathOf(path), { ...bearer(ada), origin: transport.origin })
        expect([404, 405], `${other} ${method} ${path}`).toContain(status)
      }
  })
})

/** Other spellings of a path, which some router somewhere takes for it. */
const TRICKS: Readonly<Record<string, (path: string) => string>> = {
  'two slashes at the start': (path) => `/${path}`,
  'two slashes within': (path) => path.replace('/api/', '/api//'),
  'a slash at the end': (path) => `${path}/`,
  'a dot': (path) => path.replace('/api/', '/api/./'),
  'up and down again': (path) => path.replace('/api/', '/x/../api/'),
  'up and down, encoded': (path) => path.replace('/api/', '/healthz/%2e%2e/api/'),
  'encoded twice': (path) => path.replace('/api/', '/healthz%252f..%252fapi/'),
  'an encoded slash': (path) => path.replace('/api/', '/api%2f'),
  'a backslash': (path) => path.replace('/api/', '/api\\'),
  'upper case': (path) => path.toUpperCase(),
  'one letter encoded': (path) => path.replace('/api/', '/%61pi/'),
  'a matrix parameter': (path) => `${path};a=b`,
  'a zero byte': (path) => `${path}%00`,
  'an extension': (path) => `${path}.css`,
  'a fragment': (path) => `${path}%23/healthz`,
  'a question of its own': (path) => `${path}?/healthz`,
  'an absolute address': (path) => `http://127.0.0.1${path}`,
  'a line end': (path) => `${path}%0d%0aauthorization:x`,
}

describe.each(Object.keys(TRICKS))('every closed route, written with %s', (name) => {
  it('is open to nobody to whom it is closed', async () => {
    const closed = specs().filter(({ access }) => access !== 'public')
    expect(closed.length).toBeGreaterThan(10)
    const before = seqNow()
    for (const { method, path, access, multipart } of closed) {
      const written = TRICKS[name]?.(pathOf(path)) ?? ''
      expect(written).not.toBe(pathOf(path))
      const headers = { 'content-type': typeOf(multipart) }
      const body = method === 'POST' ? '{}' : undefined
      const unknown = await ask(method, written, headers, body)
      expect([400, 401, 404, 415], `${method} ${written}`).toContain(unknown.status)
      expect(unknown.body).not.toContain(workspaceId)
      if (access !== 'member') continue
      const stranger = await ask(method, written, { ...headers, ...bearer(mallory) }, body)
      expect([400, 404], `${method} ${written} by a stranger`).toContain(stranger.status)
    }
    expect(seqNow()).toBe(before)
  })
})
