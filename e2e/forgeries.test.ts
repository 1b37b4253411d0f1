/** What looks like an approval and is none: fields in the shared draft, another language under an old step, one person twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDraftPeer } from '#e2e/testing/draftPeer.ts'
import { approve, decision, propose, proposal, runStep, sqlStep, startRun } from '#e2e/testing/moves.ts'
import { signIn } from '#e2e/testing/serverVisitor.ts'
import { codeOf, startApp, type App, type Someone } from '#e2e/testing/startApp.ts'

let app: App
let reviewer: Someone
beforeAll(async () => {
  app = await startApp()
  reviewer = await app.add('Rosa', 'reviewer')
  expect((await app.upload('orders.csv', 'id,amount\n1,10\n2,20\n3,30\n')).status).toBe(201)
})
afterAll(() => app.stop())

const statusOf = (proposalId: string): string | undefined =>
  [...app.state().proposals.values()].find((one) => one.proposalId === proposalId)?.status

describe('the shared draft', () => {
  it('changes no record, whatever a client writes into it', async () => {
    const one = await propose(app, app.owner, sqlStep('SELECT sum(amount) AS n FROM orders', 'forged'))
    const before = app.state().seq
    const login = new URL(app.server.newLogin())
    const cookie = await signIn(Number(login.port), login.pathname + login.search)
    const [forger, witness] = [createDraftPeer(), createDraftPeer()]
    await forger.connect(Number(login.port), cookie, app.workspaceId)
    await witness.connect(Number(login.port), cookie, app.workspaceId)
    const approved = {
      status: 'approved',
      approved: true,
      proposalId: one.proposalId,
      stepDigest: one.preflight?.stepDigest ?? '',
      permits: [{ permitId: one.proposalId }],
    }
    const names = ['proposals', 'decisions', 'permits', 'runs', 'drafts', 'steps', 'blocks', 'workspace']
    for (const name of names) {
      forger.doc.getMap(name).set(one.proposalId, approved)
      forger.doc.getMap(name).set(one.stepId, { ...approved, code: 'SELECT 1' })
      forger.doc.getMap(name).set('approved', true)
    }
    // Everybody has it before we look: it was taken, and it is only text.
    await expect
      .poll(() => names.map((name) => witness.doc.getMap(name).get('approved')))
      .toEqual(names.map(() => true))
    expect(codeOf(await startRun(app.owner, one.proposalId))).toBe('not-approved')
    expect(statusOf(one.proposalId)).toBe('in-review')
    expect(app.state().seq).toBe(before)
    expect(app.state().runs.size).toBe(0)
    forger.disconnect()
    witness.disconnect()
  })
})

describe('a step that edits itself into another language', () => {
  it('has no approval: the one it had was for other bytes', async () => {
    const content = sqlStep('SELECT id FROM orders', 'turned')
    const sql = await runStep(app, app.owner, content)
    expect(sql.status).toBe('succeeded')
    const oldDecision = sql.decisions[0]
    const runsBefore = app.state().runs.size
    const turnedInto = (language: 'python' | 'chart', code: string) =>
      proposal(
        { ...content, language, code },
        { stepId: sql.stepId, change: 'change', supersedes: sql.proposalId },
      )
    const python = await app.owner.send(turnedInto('python', 'import os; os.system("id")'))
    expect(codeOf(python)).toBe('language-denied')
    const chart = turnedInto(
      'chart',
      '{"mark":"bar","data":{"name":"orders"},"encoding":{"x":{"field":"id"}}}',
    )
    expect(codeOf(await app.owner.send(chart))).toBe('ok')
    const { proposalId } = chart.data
    await app.until((state) => state.proposals.get(proposalId)?.status === 'in-review', 'preflight')
    expect(codeOf(await startRun(app.owner, proposalId))).toBe('not-approved')
    if (!oldDecision) throw new Error('never decided')
    const { stepDigest, viewDigest } = oldDecision
    const replayed = decision(app, proposalId, { stepDigest, viewDigest })
    expect(codeOf(await app.owner.send(replayed))).toBe('digest-changed')
    expect(statusOf(proposalId)).toBe('in-review')
    expect(app.state().runs.size).toBe(runsBefore)
  })
})

describe('at a quorum of two', () => {
  it('the same person twice is one, and two people are two', async () => {
    const { version: _version, ...policy } = app.state().policy
    const tiers = { ...policy.tiers, R1: { ...policy.tiers.R1, quorum: 2 } }
    const changed = await app.owner.send({ type: 'ChangePolicy', data: { policy: { ...policy, tiers } } })
    expect(changed.status).toBe(200)
    const one = await propose(app, app.owner, sqlStep('SELECT max(amount) AS m FROM orders', 'twice'))
    expect(codeOf(await approve(app, app.owner, one))).toBe('ok')
    expect(statusOf(one.proposalId)).toBe('in-review')
    expect(codeOf(await approve(app, app.owner, one))).toBe('decided-already')
    const both = await Promise.all([approve(app, app.owner, one), approve(app, app.owner, one)])
    expect(both.map(codeOf)).toEqual(['decided-already', 'decided-already'])
    expect(statusOf(one.proposalId)).toBe('in-review')
    expect(codeOf(await startRun(app.owner, one.proposalId))).toBe('not-approved')
    expect(codeOf(await approve(app, reviewer, one))).toBe('ok')
    await app.until((state) => state.proposals.get(one.proposalId)?.status === 'succeeded', 'the run')
    expect([...app.state().runs.values()].filter((run) => run.proposalId === one.proposalId)).toHaveLength(1)
  })
})
