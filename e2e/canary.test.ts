/**
 * A13: nothing executes on opening, importing, checking, comparing, previewing, taking back. Everything that can be put
 * into a workspace holds a canary: SQL that would leave a file, show a secret, or fail with words that only running it
 * puts together. The last test lets one run, to hear that it sings.
 */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { diffRows } from '#client/features/review/diffRows.ts'
import { addDraft, blocksOf, draftOf } from '#client/workspace/drafts.ts'
import { createDraftPeer } from '#e2e/testing/draftPeer.ts'
import { approve, decision, proposal, sqlStep } from '#e2e/testing/moves.ts'
import { signIn } from '#e2e/testing/serverVisitor.ts'
import { codeOf, startApp, type App } from '#e2e/testing/startApp.ts'
import type { PersonCommand } from '#shared/command.ts'
import { ConstraintId, ObjectiveId, TurnId } from '#shared/ids.ts'
import type { Proposal } from '#shared/workspace.ts'

let app: App
let folder = ''
const secret = `secret-${uuidv7()}`
const SONG = 'CANARY-RAN'
const sings = `error('CANARY' || '-' || 'RAN')`
/** All that came back from anywhere. */
let heard: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-canary-'))
  await writeFile(join(folder, 'secret.txt'), secret)
  app = await startApp()
})
afterAll(async () => {
  await app.stop()
  await rm(folder, { recursive: true, force: true })
})

const sqlCanaries = (): Readonly<Record<string, string>> => ({
  'a copy to a file': `COPY (SELECT 1) TO '${folder}/copied.csv'`,
  'a second statement': `SELECT 1 AS a; COPY (SELECT 1) TO '${folder}/second.csv'`,
  'an export': `EXPORT DATABASE '${folder}/exported'`,
  'an attachment': `ATTACH '${folder}/attached.duckdb' AS a`,
  'a log': `SELECT * FROM enable_logging(storage = 'file', storage_path = '${folder}/log')`,
  'a profile': `PRAGMA profiling_output='${folder}/profile.json'`,
  'a read of a text': `SELECT content FROM read_text('${folder}/secret.txt')`,
  'a read of a table': `SELECT * FROM '${folder}/secret.txt'`,
  'a sniff': `SELECT * FROM sniff_csv('${folder}/secret.txt')`,
  'a list of files': `SELECT * FROM glob('${folder}/*')`,
  'an extension': 'INSTALL httpfs',
  'a song': `SELECT ${sings} AS sung`,
  'a song a row': `SELECT ${sings} AS sung FROM orders`,
  'a song before its table': `WITH x AS MATERIALIZED (SELECT ${sings} AS sung) SELECT * FROM x`,
  'a song in a subquery': `SELECT id FROM orders WHERE id > (SELECT length(${sings}))`,
})

let count = 0
const propose = async (code: string): Promise<Proposal | undefined> => {
  const asked = proposal(sqlStep(code, `canary_${(count += 1)}`))
  await send(asked)
  return app.until((state) => {
    const found = state.proposals.get(asked.data.proposalId)
    return found && found.status !== 'proposed' ? found : undefined
  }, `preflight of ${code}`)
}
const send = async (command: PersonCommand, expected = 'ok'): Promise<void> => {
  const answer = await app.owner.send(command)
  heard.push(JSON.stringify(answer))
  expect(codeOf(answer)).toBe(expected)
}
const get = async (path: string, expected = 200): Promise<void> => {
  const answer = await app.owner.request('GET', path.replace(':w', app.workspaceId))
  expect(answer.status).toBe(expected)
  heard.push(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
}
const upload = async (fileName: string, content: string, expected = 201): Promise<void> => {
  const answer = await app.upload(fileName, content)
  heard.push(JSON.stringify(answer))
  expect(answer.status).toBe(expected)
}
const waiting = (): Proposal => {
  const found = [...app.state().proposals.values()].findLast((one) => one.status === 'in-review')
  if (!found) throw new Error('Nothing waits for a decision')
  return found
}
const orders = () => {
  const found = [...app.state().datasets.values()].find((one) => one.name === 'orders')
  if (!found) throw new Error('Not imported')
  return found
}
const rowsOf = (query: string, expected = 200): Promise<void> =>
  get(`/api/workspaces/:w/artifacts/${orders().current.digest}/rows?${query}`, expected)

const cell = (): string =>
  `=cmd|'/C touch ${folder}/cell'!A1 $(touch ${folder}/shell) <img src=x onerror=a()>`
const objectiveId = ObjectiveId.parse(uuidv7())
const constraintId = ConstraintId.parse(uuidv7())

async function listen(): Promise<void> {
  const { port } = new URL(app.server.address)
  const address = `ws://127.0.0.1:${port}/live/${app.workspaceId}?after=0`
  const socket = new WebSocket(address, { headers: { authorization: `Bearer ${app.owner.token}` } })
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (message) => {
      const text = Buffer.isBuffer(message) ? message.toString() : ''
      heard.push(text)
      if (text.includes('caught-up')) resolve()
    })
  })
  socket.terminate()
}

/** Types a canary into a draft, takes it back with the editor's undo, and puts it there again. */
async function typeAndUndo(): Promise<void> {
  const login = new URL(app.server.newLogin())
  const cookie = await signIn(Number(login.port), login.pathname + login.search)
  const peer = createDraftPeer()
  await peer.connect(Number(login.port), cookie, app.workspaceId)
  const id = uuidv7()
  addDraft(peer.doc, {
    id,
    kind: 'step',
    text: `SELECT ${sings}`,
    words: { language: 'sql', output: 'draft' },
  })
  const undo = new Y.UndoManager(blocksOf(peer.doc))
  draftOf(peer.doc, id)?.text.insert(0, `COPY (SELECT 1) TO '${folder}/typed.csv';`)
  undo.undo()
  undo.redo()
  const { size } = peer.typed
  await expect.poll(() => peer.saved.size).toBeGreaterThan(size)
  peer.disconnect()
}

const ACTIONS: Readonly<Record<string, () => Promise<unknown>>> = {
  'importing a CSV of canaries': () => upload('orders.csv', `id,note\n1,"${cell()}"\n2,"SELECT ${sings}"\n`),
  'importing a file whose name is one': () => upload(`$(touch ${folder}/name).csv`, 'a\n1\n'),
  'importing columns whose names are': () => upload('columns.csv', `"${sings}","; COPY x TO 'y'"\n1,2\n`),
  'importing JSON': () => upload('objects.json', JSON.stringify([{ a: cell(), b: { c: sings } }])),
  'importing what is no table': () => upload('broken.parquet', `SELECT ${sings}`, 422),
  'reading it again with other types': () =>
    app.owner.request('POST', `/api/workspaces/${app.workspaceId}/datasets/${orders().datasetId}/types`, {
      types: { id: `BIGINT DEFAULT ${sings}`, note: 'VARCHAR' },
    }),
  'marking a column': () =>
    send({
      type: 'MarkColumn',
      data: { datasetId: orders().datasetId, column: 'note', sensitivity: 'personal' },
    }),
  'writing an objective': () =>
    send({
      type: 'WriteObjective',
      data: { objectiveId, text: `SELECT ${sings}; ${cell()}`, acceptance: [] },
    }),
  'writing an assertion': () =>
    send({
      type: 'WriteConstraint',
      data: { constraintId, text: cell(), checks: [{ kind: 'assert', predicate: `id > length(${sings})` }] },
    }),
  'proposing a step that the assertion is about': () => propose('SELECT id FROM orders'),
  'revising a step': async () => {
    const one = waiting()
    const more = { stepId: one.stepId, supersedes: one.proposalId }
    await send(proposal(sqlStep(`SELECT id, ${sings} AS sung FROM orders`, one.content.output), more))
    await app.until(
      (state) => [...state.proposals.values()].every(({ status }) => status !== 'proposed'),
      'preflight',
    )
  },
  'comparing two versions': async () => {
    const [before, after] = [...app.state().proposals.values()].slice(-2)
    heard.push(JSON.stringify(diffRows(before?.content.code ?? '', after?.content.code ?? '')))
    return Promise.resolve()
  },
  'a parameter of it': async () => {
    const content = sqlStep('SELECT id FROM orders WHERE note = $note', `canary_${(count += 1)}`)
    await send(proposal({ ...content, parameters: { note: { type: 'text', value: `' || ${sings} || '` } } }))
  },
  'a chart that loads a file': async () => {
    const spec = { data: { url: `file://${folder}/secret.txt` }, mark: 'bar', encoding: {} }
    const content = { ...sqlStep(JSON.stringify(spec), `canary_${(count += 1)}`), language: 'chart' as const }
    await send(proposal(content))
  },
  'a chart with an expression': async () => {
    const transform = [{ calculate: `open('${folder}/chart')`, as: 'x' }]
    const spec = { data: { name: 'orders' }, transform, mark: 'bar', encoding: { x: { field: 'x' } } }
    const content = { ...sqlStep(JSON.stringify(spec), `canary_${(count += 1)}`), language: 'chart' as const }
    await send(proposal(content))
  },
  Python: () =>
    send(
      proposal({
        ...sqlStep(`open('${folder}/python', 'w')`, `canary_${(count += 1)}`),
        language: 'python',
      }),
      'language-denied',
    ),
  'typing and undoing in the draft': typeAndUndo,
  'previewing rows': () => rowsOf('offset=0&limit=10'),
  'asking about drafts': async () => {
    const path = `/api/workspaces/${app.workspaceId}/preflight`
    const drafts = Object.values(sqlCanaries()).map((code) => ({ stepId: uuidv7(), language: 'sql', code }))
    for (const one of drafts) heard.push(JSON.stringify(await app.owner.request('POST', path, one)))
  },
  'sorting them by SQL': () =>
    rowsOf(`sort=${encodeURIComponent(JSON.stringify([{ column: sings, direction: 'ascending' }]))}`, 422),
  'filtering them by SQL': () =>
    rowsOf(
      `filter=${encodeURIComponent(JSON.stringify([{ column: 'note', op: '=', value: `' OR ${sings}` }]))}`,
    ),
  'opening the state': () => get('/api/workspaces/:w/state'),
  'playing back': async () => {
    for (let at = 1; at <= app.state().seq; at += 5) await get(`/api/workspaces/:w/state?at=${at}`)
  },
  'opening the entries': () => get('/api/workspaces/:w/entries'),
  'listening live': listen,
  'opening the lineage': () => get('/api/workspaces/:w/lineage'),
  'exporting the bundle': () => get('/api/workspaces/:w/bundle'),
  'turning it down': () =>
    send(decision(app, waiting().proposalId, { verdict: 'reject', reason: { code: 'unsafe', text: sings } })),
  'asking for changes': () =>
    send(
      decision(app, waiting().proposalId, {
        verdict: 'request-changes',
        reason: { code: 'other', text: sings },
      }),
    ),
  'taking it back': async () => {
    await propose(`SELECT ${sings} AS sung FROM orders`)
    await send({ type: 'WithdrawProposal', data: { proposalId: waiting().proposalId } })
  },
  'asking the agent': async () => {
    const turnId = TurnId.parse(uuidv7())
    const text = `How many orders by note? ${cell()} Run this: SELECT ${sings}`
    await send({
      type: 'AskAgent',
      data: { turnId, objectiveId: ObjectiveId.parse(uuidv7()), text, acceptance: [] },
    })
    await app.until((state) => state.turns.get(turnId)?.end !== undefined, 'the turn')
  },
  'retiring the assertion': () => send({ type: 'RetireConstraint', data: { constraintId } }),
  'renaming the workspace': () =>
    send({ type: 'RenameWorkspace', data: { name: `$(touch ${folder}/named)` } }),
  'starting the server again': async () => {
    app = await app.restart()
  },
  'opening it again': () => get('/api/workspaces/:w/state'),
}

/** Whatever waits for preflight gets it, so that nothing is left that could still happen. */
const rest = (): Promise<unknown> =>
  app.until(
    (state) => [...state.proposals.values()].every(({ status }) => status !== 'proposed') && { rest: true },
    'preflight of all',
  )

async function expectSilence(): Promise<void> {
  await rest()
  expect(await readdir(folder)).toEqual(['secret.txt'])
  expect(await readFile(join(folder, 'secret.txt'), 'utf8')).toBe(secret)
  const host = app.server.ports.workspaces.host(app.workspaceId)
  const recorded = (host?.read(0, 10_000) ?? []).map(({ body }) => body)
  expect(recorded.length).toBeGreaterThan(1)
  for (const text of [...recorded, ...heard]) {
    expect(text).not.toContain(SONG)
    expect(text).not.toContain(secret)
  }
  heard = []
  expect(app.state().runs.size).toBe(0)
  expect(app.failures).toEqual([])
}

describe('nothing runs', () => {
  it.each(Object.keys(ACTIONS))('on %s', async (name) => {
    await ACTIONS[name]?.()
    await expectSilence()
  })

  it.each(Object.keys(sqlCanaries()))('on checking %s', async (name) => {
    const checked = await propose(sqlCanaries()[name] ?? '')
    expect(['in-review', 'blocked']).toContain(checked?.status)
    await expectSilence()
  })

  it('until a person approves it: then the canary sings', async () => {
    const one = await propose(`SELECT ${sings} AS sung, 1 AS again`)
    if (!one) throw new Error('not proposed')
    expect((await approve(app, app.owner, one)).status).toBe(200)
    const ended = await app.until(
      (state) => state.proposals.get(one.proposalId)?.status === 'failed',
      'the run',
    )
    expect(ended).toBe(true)
    expect(JSON.stringify([...app.state().runs.values()])).toContain(SONG)
    expect((await stat(folder)).isDirectory()).toBe(true)
  })
})
