/** Attacks on the gate that must come to nothing, over HTTP: each is one test. */
import { readdir, writeFile, chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, decision, propose, proposal, runStep, sqlStep, startRun } from '#e2e/testing/moves.ts'
import { codeOf, startApp, type App, type Someone } from '#e2e/testing/startApp.ts'
import { askRaw } from '#server/transport/testing/askRaw.ts'
import { Digest, RunId } from '#shared/ids.ts'

let app: App
let reviewer: Someone
let editor: Someone
let auditor: Someone
let stranger: Someone
let count = 0

beforeAll(async () => {
  app = await startApp()
  reviewer = await app.add('Rosa', 'reviewer')
  editor = await app.add('Emil', 'editor')
  auditor = await app.add('Ada', 'auditor')
  stranger = await app.add('Someone else')
  const uploaded = await app.upload(
    'orders.csv',
    'id,amount,email\n1,10,a@example.org\n2,20,b@example.org\n3,30,c@example.org\n',
  )
  expect(uploaded.status).toBe(201)
})
afterAll(() => app.stop())

const step = (code = 'SELECT id, amount FROM orders') => sqlStep(code, `out_${(count += 1)}`)
const runs = (): number => app.state().runs.size
const runsOf = (proposalId: string): number =>
  [...app.state().runs.values()].filter((run) => run.proposalId === proposalId).length

describe('a run', () => {
  it('does not start with no decision', async () => {
    const one = await propose(app, app.owner, step())
    expect(codeOf(await startRun(app.owner, one.proposalId))).toBe('not-approved')
    expect(runsOf(one.proposalId)).toBe(0)
  })

  it('does not start with the decision of another step', async () => {
    const one = await propose(app, app.owner, step())
    const other = await propose(app, app.owner, step('SELECT 2 * amount AS twice FROM orders'))
    const theirs = decision(app, one.proposalId)
    const swapped = { ...theirs, data: { ...theirs.data, proposalId: other.proposalId } }
    expect(codeOf(await app.owner.send(swapped))).toBe('digest-changed')
    expect(codeOf(await startRun(app.owner, other.proposalId))).toBe('not-approved')
  })

  it('takes no code from the request (A4)', async () => {
    const one = await propose(app, app.owner, step())
    const data = {
      runId: uuidv7(),
      proposalId: one.proposalId,
      force: false,
      code: 'SELECT 1',
      sql: 'SELECT 1',
    }
    const answer = await app.owner.request('POST', `/api/workspaces/${app.workspaceId}/commands`, {
      commandId: uuidv7(),
      type: 'StartRun',
      data,
    })
    expect(answer.status).toBe(400)
    expect(runsOf(one.proposalId)).toBe(0)
  })

  it('happens once, however many ask for it at once (A10)', async () => {
    const one = await propose(app, app.owner, step())
    await approve(app, app.owner, one)
    await Promise.all(Array.from({ length: 100 }, () => startRun(app.owner, one.proposalId)))
    await app.until((state) => state.proposals.get(one.proposalId)?.status === 'succeeded', 'the run')
    expect(runsOf(one.proposalId)).toBe(1)
  })

  it('is not started by following a link, or by any GET', async () => {
    const one = await propose(app, app.owner, step())
    const before = app.state().seq
    for (const path of [
      `/api/workspaces/${app.workspaceId}/commands?type=DecideProposal&proposalId=${one.proposalId}`,
      `/api/workspaces/${app.workspaceId}/state`,
      `/api/workspaces/${app.workspaceId}/entries`,
      `/api/workspaces/${app.workspaceId}/lineage`,
    ])
      await app.owner.request('GET', path)
    expect(app.state().seq).toBe(before)
  })
})

describe('a decision', () => {
  it('does not count by an auditor, a stranger, or someone who is not signed in', async () => {
    const one = await propose(app, app.owner, step())
    const command = decision(app, one.proposalId)
    expect(codeOf(await auditor.send(command))).toBe('not-allowed')
    expect((await stranger.send(command)).status).toBeGreaterThanOrEqual(401)
    const bare = await fetch(`${app.server.address}/api/workspaces/${app.workspaceId}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ commandId: uuidv7(), ...command }),
    })
    expect(bare.status).toBe(401)
    expect(app.state().proposals.get(one.proposalId)?.status).toBe('in-review')
  })

  it('does not count when another site makes the browser send it', async () => {
    const one = await propose(app, app.owner, step())
    const login = new URL(app.server.newLogin())
    const host = `127.0.0.1:${login.port}`
    const opened = await askRaw(Number(login.port), 'GET', login.pathname + login.search, {
      host,
      'sec-fetch-mode': 'navigate',
    })
    const cookie = String(opened.headers['set-cookie']).split(';')[0] ?? ''
    const send = (origin: string): Promise<Response> =>
      fetch(`${app.server.address}/api/workspaces/${app.workspaceId}/commands`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie, origin },
        body: JSON.stringify({ commandId: uuidv7(), ...decision(app, one.proposalId) }),
      })
    for (const origin of ['https://evil.example', 'null', `${app.server.address}.evil.example`])
      expect((await send(origin)).status).toBe(403)
    expect(app.state().proposals.get(one.proposalId)?.status).toBe('in-review')
    expect((await send(app.server.address)).status).toBe(200)
  })

  it('does not count by the author at R2, and does by another', async () => {
    const one = await propose(app, app.owner, step('SELECT email FROM orders'))
    expect(one.preflight?.tier).toBe('R2')
    expect(codeOf(await approve(app, app.owner, one))).toBe('own-work')
    expect(codeOf(await approve(app, editor, one))).toBe('not-allowed')
    expect(codeOf(await approve(app, reviewer, one))).toBe('ok')
  })

  it('does not count on a digest that has moved on (A1)', async () => {
    const one = await propose(app, app.owner, step())
    const stale = decision(app, one.proposalId, { stepDigest: Digest.parse('ab'.repeat(32)) })
    expect(codeOf(await app.owner.send(stale))).toBe('digest-changed')
    const blind = decision(app, one.proposalId, { viewDigest: Digest.parse('cd'.repeat(32)) })
    expect(codeOf(await app.owner.send(blind))).toBe('view-changed')
    expect((await app.owner.send(blind)).status).toBe(409)
  })

  it('sent twice is one decision, and replayed under a new name is none (A5)', async () => {
    const one = await propose(app, app.owner, step())
    const command = decision(app, one.proposalId)
    const commandId = uuidv7()
    const [first, again] = [
      await app.owner.send(command, commandId),
      await app.owner.send(command, commandId),
    ]
    expect(again).toEqual(first)
    expect(codeOf(await app.owner.send(command))).not.toBe('ok')
    expect(app.state().proposals.get(one.proposalId)?.decisions.length).toBe(1)
  })

  it('for and against at once: one wins, at most one run', async () => {
    const one = await propose(app, app.owner, step())
    const reject = decision(app, one.proposalId, { verdict: 'reject', reason: { code: 'other', text: 'no' } })
    await Promise.all([
      ...Array.from({ length: 5 }, () => approve(app, app.owner, one)),
      ...Array.from({ length: 5 }, () => reviewer.send(reject)),
    ])
    await app.until(
      (state) => ['succeeded', 'rejected'].includes(state.proposals.get(one.proposalId)?.status ?? ''),
      'an end',
    )
    expect(runsOf(one.proposalId)).toBeLessThanOrEqual(1)
    expect(app.state().proposals.get(one.proposalId)?.decisions.length).toBe(1)
  })
})

describe('what was turned down', () => {
  it('never runs: not by a run, an edit of the same, a retry or a halt (A11)', async () => {
    const one = await propose(app, app.owner, step())
    await app.owner.send(
      decision(app, one.proposalId, { verdict: 'reject', reason: { code: 'unsafe', text: 'no' } }),
    )
    const before = runs()
    expect(codeOf(await startRun(app.owner, one.proposalId))).toBe('not-approved')
    expect(codeOf(await approve(app, app.owner, one))).toBe('not-in-review')
    expect(codeOf(await app.owner.send({ type: 'HaltRun', data: { runId: RunId.parse(uuidv7()) } }))).toBe(
      'not-found',
    )
    expect(runs()).toBe(before)
  })

  it('is shown as such when it is proposed again under a new rationale', async () => {
    const content = step('SELECT 99 AS amount')
    const one = await propose(app, app.owner, content)
    await app.owner.send(
      decision(app, one.proposalId, { verdict: 'reject', reason: { code: 'unsafe', text: 'no' } }),
    )
    const again = proposal(content, { stepId: one.stepId, rationale: 'Trust me, it is different now' })
    await app.owner.send(again)
    await app.until(
      (state) => state.proposals.get(again.data.proposalId)?.status === 'in-review',
      'preflight',
    )
    const { turnedDownBefore } = await import('#shared/view.ts')
    const now = app.state().proposals.get(again.data.proposalId)
    expect(now && turnedDownBefore(app.state(), now)).toEqual([one.proposalId])
  })
})

describe('between the decision and the run', () => {
  it('a change of the data voids the approval', async () => {
    await app.upload('rates.csv', 'id,rate\n1,2\n')
    const waiting = await propose(app, app.owner, sqlStep('SELECT * FROM rates', 'waits'))
    const reader = await propose(app, app.owner, sqlStep('SELECT * FROM waits', 'reads_waits'))
    await approve(app, app.owner, reader)
    expect(app.state().proposals.get(reader.proposalId)?.status).toBe('approved')
    const changed = proposal(sqlStep('SELECT id FROM rates', 'waits'), {
      stepId: waiting.stepId,
      supersedes: waiting.proposalId,
    })
    await app.owner.send(changed)
    await app.until((state) => state.proposals.get(reader.proposalId)?.status === 'voided', 'voiding')
    expect(codeOf(await startRun(app.owner, reader.proposalId))).toBe('not-approved')
  })

  it('a change of the policy voids the approval', async () => {
    const waiting = await propose(app, app.owner, step())
    const reader = await propose(
      app,
      app.owner,
      sqlStep(`SELECT * FROM ${waiting.content.output}`, 'reads_more'),
    )
    await approve(app, app.owner, reader)
    const { version: _version, ...policy } = app.state().policy
    await app.owner.send({
      type: 'ChangePolicy',
      data: { policy: { ...policy, agentAnswers: policy.agentAnswers + 1 } },
    })
    expect(app.state().proposals.get(reader.proposalId)?.status).toBe('voided')
  })

  it('a file swapped under its name is noticed, and nothing is read from it (A3)', async () => {
    await app.upload('swap.csv', 'id,v\n1,1\n2,2\n')
    const dataset = [...app.state().datasets.values()].find((one) => one.name === 'swap')
    if (!dataset) throw new Error('not uploaded')
    const { digest } = dataset.current
    const path = join(app.folder, 'artifacts', digest.slice(0, 2), digest)
    expect(await readdir(join(app.folder, 'artifacts', digest.slice(0, 2)))).toContain(digest)
    await chmod(path, 0o644)
    await writeFile(path, 'not the same bytes')
    const ended = await runStep(app, app.owner, sqlStep('SELECT sum(v) AS s FROM swap', 'swapped'))
    expect(ended.status).toBe('failed')
    const run = app.state().runs.get(ended.runIds[0] ?? RunId.parse(uuidv7()))
    expect(run?.artifact).toBeUndefined()
    expect(JSON.stringify(run?.outcome)).toContain(digest)
  })
})
