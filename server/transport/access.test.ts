import { v7 as uuidv7 } from 'uuid'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { WorkspaceId } from '#shared/ids.ts'
import { askRaw } from '#server/transport/testing/askRaw.ts'
import { routeTable } from '#server/transport/routeTable.ts'
import {
  bearer,
  cookie,
  startTransport,
  type SignedUp,
  type Transport,
} from '#server/transport/testing/startTransport.ts'

const Problem = z.looseObject({ code: z.string(), detail: z.string(), status: z.number() })

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

const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
  askRaw(transport.port, method, path, headers, body)
const codeOf = (body: string) => Problem.parse(JSON.parse(body)).code
const JSON_TYPE = { 'content-type': 'application/json' }
const rename = (name: string, commandId = uuidv7()) =>
  JSON.stringify({ commandId, type: 'RenameWorkspace', data: { name } })
const pathOf = (path: string) => path.replace(':w', workspaceId).replace(':sha256', 'a'.repeat(64))
const commands = () => `/api/workspaces/${workspaceId}/commands`
const nameNow = () => transport.ports.workspaces.host(workspaceId)?.state().name

describe('every route', () => {
  it('but the open ones is closed to who is not signed in', async () => {
    const closed = routeTable(transport.ports, '/tmp').filter(({ spec }) => spec.access !== 'public')
    expect(closed.length).toBeGreaterThan(10)
    for (const { spec } of closed) {
      const { status, body } = await ask(
        spec.method,
        pathOf(spec.path),
        JSON_TYPE,
        spec.method === 'POST' ? '{}' : undefined,
      )
      expect([status, codeOf(body)], spec.path).toEqual([401, 'not-signed-in'])
    }
  })

  it('of a workspace is as if it were not there for who is not a member', async () => {
    const ofMembers = routeTable(transport.ports, '/tmp').filter(({ spec }) => spec.access === 'member')
    for (const { spec } of ofMembers) {
      const type = spec.multipart ? { 'content-type': 'multipart/form-data; boundary=x' } : JSON_TYPE
      const mine = await ask(
        spec.method,
        pathOf(spec.path),
        { ...bearer(mallory), ...type },
        spec.method === 'POST' ? '{}' : undefined,
      )
      expect([mine.status, codeOf(mine.body)], spec.path).toEqual([404, 'not-found'])
    }
  })

  it('that the server has is in the table, save signing in', () => {
    const known = routeTable(transport.ports, '/tmp').map(({ spec }) => `${spec.method} ${spec.path}`)
    for (const one of [...known, 'GET /login']) {
      const [method, url = ''] = one.split(' ')
      expect(transport.http.hasRoute({ method: method === 'POST' ? 'POST' : 'GET', url }), one).toBe(true)
    }
    const printed = transport.http.printRoutes({ commonPrefix: false })
    expect(
      printed
        .match(/\((?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[^)]*\)/g)
        ?.join()
        .match(/GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS/g),
    ).toHaveLength(known.length + 1)
  })

  it('answers with headers that keep foreign pages and scripts out, and without a stack trace', async () => {
    for (const [path, headers] of [
      ['/healthz', {}],
      ['/nowhere', {}],
      ['/api/nowhere', bearer(ada)],
    ] as const) {
      const answer = await ask('GET', path, headers)
      expect(answer.headers['content-security-policy']).toContain("script-src 'self';")
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.body).not.toMatch(/ at .*\.ts|node_modules/)
    }
  })

  it('is closed under a name that is not the server’s', async () => {
    const { status } = await ask('GET', '/api/me', { ...bearer(ada), host: `evil.example:${transport.port}` })
    expect(status).toBe(421)
  })
})

const foreign = () => {
  const { port } = transport
  return [
    'null',
    '',
    'http://evil.example',
    `http://evil.127.0.0.1:${port}`,
    `http://127.0.0.1.evil.example:${port}`,
    `http://127.0.0.1:${port}.evil.example`,
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1:${port + 1}`,
    'http://127.0.0.1',
    `http://localhost:${port}`,
    `http://127.0.0.1:${port}/`,
    `HTTP://127.0.0.1:${port}`,
    `http://user@127.0.0.1:${port}`,
    `http://127.1:${port}`,
    `http://0x7f000001:${port}`,
    `http://[::1]:${port}`,
    `http://xn--127-0.0.1:${port}`,
    `ws://127.0.0.1:${port}`,
    `file://127.0.0.1:${port}`,
  ]
}

describe('a page of another origin', () => {
  it('can change nothing with a person’s cookie, and opens no socket', async () => {
    for (const origin of foreign()) {
      const { status } = await ask(
        'POST',
        commands(),
        { ...cookie(ada), ...JSON_TYPE, origin },
        rename('Owned'),
      )
      expect(status, origin).toBe(403)
      expect(await transport.connect(`/live/${workspaceId}`, { ...cookie(ada), origin }), origin).toBe(403)
    }
    expect(nameNow()).toBe('Sales')
  })

  it('is told from our own', async () => {
    const headers = { ...cookie(ada), ...JSON_TYPE, origin: transport.origin }
    expect((await ask('POST', commands(), headers, rename('Our sales'))).status).toBe(200)
    expect(nameNow()).toBe('Our sales')
    const socket = await transport.connect(`/live/${workspaceId}`, {
      ...cookie(ada),
      origin: transport.origin,
    })
    expect(socket).toBeInstanceOf(WebSocket)
    if (socket instanceof WebSocket) socket.close()
  })

  it('may be missing only where a token was sent on purpose', async () => {
    expect((await ask('POST', commands(), { ...cookie(ada), ...JSON_TYPE }, rename('X'))).status).toBe(403)
    expect(await transport.connect(`/collab/${workspaceId}`, cookie(ada))).toBe(403)
    expect((await ask('POST', commands(), { ...bearer(ada), ...JSON_TYPE }, rename('By token'))).status).toBe(
      200,
    )
    const socket = await transport.connect(`/collab/${workspaceId}`, bearer(ada))
    if (socket instanceof WebSocket) socket.close()
    expect(socket).toBeInstanceOf(WebSocket)
  })

  it('cannot post a form: what is not JSON or an upload is not read', async () => {
    for (const { spec } of routeTable(transport.ports, '/tmp').filter(({ spec }) => spec.method === 'POST')) {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', '']) {
        const headers = {
          ...cookie(ada),
          origin: transport.origin,
          ...(type ? { 'content-type': type } : {}),
        }
        const { status } = await ask('POST', pathOf(spec.path), headers, rename('Form'))
        expect(status, `${spec.path} ${type}`).toBe(415)
      }
    }
  })
})

const upgrade = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
}

describe('a socket', () => {
  it('opens at two exact addresses and nowhere else', async () => {
    const paths = [
      '/',
      '/live',
      '/live/',
      `/live/${workspaceId}/`,
      `//live/${workspaceId}`,
      `/live//${workspaceId}`,
      `/LIVE/${workspaceId}`,
      `/live%2f${workspaceId}`,
      `/%6cive/${workspaceId}`,
      `/x/../live/${workspaceId}`,
      `/live/${workspaceId.toUpperCase()}`,
      `/live/${workspaceId}%00`,
      `/live/./${workspaceId}`,
      `/terminal/ws`,
      `/api/live/${workspaceId}`,
      `/live/${uuidv7()}`,
      `/live;x/${workspaceId}`,
      `/healthz`,
    ]
    for (const path of paths)
      expect((await ask('GET', path, { ...bearer(ada), ...upgrade })).status, path).toBe(404)
  })

  it('is for members who are signed in', async () => {
    expect(await transport.connect(`/live/${workspaceId}`, {})).toBe(401)
    expect(await transport.connect(`/live/${workspaceId}`, bearer(mallory))).toBe(404)
  })

  it('closes within a second when its person is sent away', async () => {
    const leaving = transport.signUp('Leaving')
    const theirs = await transport.createWorkspace(leaving)
    const sockets = await Promise.all(
      ['live', 'collab'].map((name) => transport.connect(`/${name}/${theirs}`, bearer(leaving))),
    )
    const closed = sockets.map(
      (socket) => new Promise((resolve) => socket instanceof WebSocket && socket.on('close', resolve)),
    )
    const before = performance.now()
    transport.revoke(leaving)
    expect(await Promise.all(closed)).toEqual([4401, 4401])
    expect(performance.now() - before).toBeLessThan(1_000)
  })

  it('that sends a message in countless fragments is closed', async () => {
    const socket = await transport.connect(`/collab/${workspaceId}`, bearer(ada))
    if (!(socket instanceof WebSocket)) throw new Error('not opened')
    const closed = new Promise((resolve) => socket.on('close', resolve))
    for (let i = 0; i < 1_000; i++) socket.send('x', { fin: false })
    expect(await closed).toBe(1008)
  })

  it('tells every entry after the place that it is asked for, and then what is new', async () => {
    const host = transport.ports.workspaces.host(workspaceId)
    const socket = new WebSocket(`ws://127.0.0.1:${transport.port}/live/${workspaceId}?after=1`, {
      headers: bearer(ada),
    })
    const seqs: number[] = []
    const Message = z.looseObject({
      type: z.string(),
      entries: z.array(z.looseObject({ seq: z.number() })).default([]),
    })
    await new Promise<void>((resolve) =>
      socket.on('message', (data: Buffer) => {
        const message = Message.parse(JSON.parse(data.toString()))
        seqs.push(...message.entries.map(({ seq }) => seq))
        if (message.type === 'caught-up')
          void ask('POST', commands(), { ...bearer(ada), ...JSON_TYPE }, rename('Newer'))
        if (seqs.at(-1) === host?.head().seq && nameNow() === 'Newer') resolve()
      }),
    )
    socket.close()
    expect(seqs).toEqual(seqs.map((_, i) => i + 2))
  })
})
