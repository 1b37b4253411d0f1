import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ObjectiveId, type WorkspaceId } from '#shared/ids.ts'
import { askRaw } from '#server/transport/testing/askRaw.ts'
import {
  bearer,
  startTransport,
  type SignedUp,
  type Transport,
} from '#server/transport/testing/startTransport.ts'

const Problem = z.looseObject({ code: z.string(), detail: z.string(), status: z.number() })

let transport: Transport
let ada: SignedUp
let workspaceId: WorkspaceId

beforeAll(async () => {
  transport = await startTransport()
  ada = transport.signUp('Ada')
  workspaceId = await transport.createWorkspace(ada)
})
afterAll(() => transport.close())

const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
  askRaw(transport.port, method, path, headers, body)
const codeOf = (body: string) => Problem.parse(JSON.parse(body)).code
const JSON_TYPE = { 'content-type': 'application/json' }
const rename = (name: string, commandId = uuidv7()) =>
  JSON.stringify({ commandId, type: 'RenameWorkspace', data: { name } })
const commands = () => `/api/workspaces/${workspaceId}/commands`

describe('signing in', () => {
  const navigation = { 'sec-fetch-mode': 'navigate', accept: 'text/html' }
  it('takes one opening of the printed address, and gives a cookie that no other page can send', async () => {
    const eve = transport.signUp('Eve')
    const path = `/login?token=${eve.login}`
    for (const preview of [
      {},
      { 'sec-fetch-mode': 'no-cors' },
      { ...navigation, 'sec-purpose': 'prefetch' },
    ]) {
      expect((await ask('GET', path, preview)).status).toBe(400)
    }
    const opened = await ask('GET', path, navigation)
    expect([opened.status, opened.headers['location']]).toEqual([303, '/'])
    const setCookie = z.array(z.string()).parse(opened.headers['set-cookie'])[0] ?? ''
    expect(setCookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\//)
    const me = await ask('GET', '/api/me', { cookie: setCookie.split(';')[0] ?? '' })
    expect(me.body).toContain('"name":"Eve"')
    expect((await ask('GET', path, navigation)).status).toBe(401)
  })
})

describe('a command over HTTP', () => {
  const post = (body: string) => ask('POST', commands(), { ...bearer(ada), ...JSON_TYPE }, body)

  it('is answered with its entries, and once however often it is sent', async () => {
    const body = rename('Once')
    const [first, again] = [await post(body), await post(body)]
    expect(first.status).toBe(200)
    expect(again.body).toBe(first.body)
  })

  it('is refused with a stable code, a sentence and the field at fault', async () => {
    const refused = await post(
      JSON.stringify({
        commandId: uuidv7(),
        type: 'StartRun',
        data: { runId: uuidv7(), proposalId: uuidv7(), force: false },
      }),
    )
    expect([refused.status, codeOf(refused.body)]).toEqual([404, 'not-found'])
    const wrong = await post(
      JSON.stringify({ commandId: uuidv7(), type: 'RenameWorkspace', data: { name: '' } }),
    )
    expect([wrong.status, codeOf(wrong.body)]).toEqual([400, 'invalid'])
    expect(wrong.body).toContain('data.name')
  })

  it('to run names what was approved: one that brings code is not read', async () => {
    const data = { runId: uuidv7(), proposalId: uuidv7(), force: false, code: 'select 1' }
    expect((await post(JSON.stringify({ commandId: uuidv7(), type: 'StartRun', data }))).status).toBe(400)
  })

  it('that only the server or an agent may send is not one', async () => {
    const body = { commandId: uuidv7(), type: 'FinishRun', data: { runId: uuidv7(), outcome: {} } }
    expect((await post(JSON.stringify(body))).status).toBe(400)
  })

  it('that cannot be read is said to be so', async () => {
    const broken = await post('{"commandId":')
    expect([broken.status, codeOf(broken.body)]).toEqual([400, 'malformed'])
    const large = await post(JSON.stringify({ x: 'x'.repeat(200_000) }))
    expect([large.status, codeOf(large.body)]).toEqual([413, 'too-large'])
  })
})

describe('reading over HTTP', () => {
  const get = (path: string, headers = {}) =>
    ask('GET', `/api/workspaces/${workspaceId}${path}`, { ...bearer(ada), ...headers })

  it('gives entries as they are stored, as JSON and as lines', async () => {
    const asJson = z
      .looseObject({ entries: z.array(z.unknown()) })
      .parse(JSON.parse((await get('/entries?after=1')).body))
    const asLines = await get('/entries?after=1', { accept: 'application/x-ndjson' })
    expect(asLines.headers['content-type']).toBe('application/x-ndjson')
    expect(
      asLines.body
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual(asJson.entries)
  })

  it('gives the state and the lineage, as of a place', async () => {
    expect((await get('/state?at=1')).body).toContain('"name":"Sales"')
    expect((await get('/lineage')).body).toContain('"nodes"')
    expect((await get('/lineage?node=run:none')).status).toBe(404)
    const labels = async (query: string) =>
      z
        .looseObject({ nodes: z.array(z.looseObject({ label: z.string() })) })
        .parse(JSON.parse((await get(`/lineage${query}`)).body))
        .nodes.map(({ label }) => label)
    const host = transport.ports.workspaces.host(workspaceId)
    const before = host?.head().seq
    const objectiveId = ObjectiveId.parse(uuidv7())
    const command = {
      commandId: uuidv7(),
      type: 'WriteObjective',
      data: { objectiveId, text: 'Asked later', acceptance: [] },
    }
    await ask('POST', commands(), { ...bearer(ada), ...JSON_TYPE }, JSON.stringify(command))
    expect(await labels('')).toContain('Asked later')
    expect(await labels(`?at=${before}`)).not.toContain('Asked later')
    const node = `node=objective:${objectiveId}`
    expect((await get(`/lineage?${node}`)).status).toBe(200)
    expect((await get(`/lineage?${node}&at=${before}`)).status).toBe(404)
    expect((await get('/lineage?at=-1')).status).toBe(400)
    expect((await get('/state?at=-1')).status).toBe(400)
  })

  it('gives no artifact that the record does not name', async () => {
    expect((await get(`/artifacts/${'a'.repeat(64)}`)).status).toBe(404)
    expect((await get('/artifacts/..%2f..%2fetc%2fpasswd')).status).toBe(400)
  })

  it('gives a bundle with the manifest and the entries', async () => {
    const { body } = await get('/bundle')
    expect(body.slice(0, 13)).toBe('manifest.json')
    expect(body).toContain('entries.ndjson')
    expect(body.length % 512).toBe(0)
  })

  it('describes every route', async () => {
    const { body } = await ask('GET', '/api/openapi.json', bearer(ada))
    const { paths } = z.looseObject({ paths: z.record(z.string(), z.unknown()) }).parse(JSON.parse(body))
    expect(Object.keys(paths)).toContain('/api/workspaces/{w}/commands')
    expect(body).toContain('DecideProposal')
  })
})

describe('an upload', () => {
  const multipart = (fileName: string, content: string) =>
    `--x\r\ncontent-disposition: form-data; name="name"\r\n\r\nsales\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: text/csv\r\n\r\n${content}\r\n--x--\r\n`
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }

  it('reaches the importer as a file, with the name that was chosen', async () => {
    const answer = await ask(
      'POST',
      `/api/workspaces/${workspaceId}/datasets`,
      { ...bearer(ada), ...headers },
      multipart('s.csv', 'a,b\n1,2'),
    )
    expect(answer.status).toBe(201)
    expect(transport.uploads.at(-1)).toMatchObject({
      name: 'sales',
      fileName: 's.csv',
      person: { name: 'Ada' },
    })
  })
})
