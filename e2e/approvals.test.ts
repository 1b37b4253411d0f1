/** A1, A5, A6, A10 over HTTP and in process: an approval that is a little different, sent again, or asked of at once by many. */
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { approve, decision, proposal, propose, runStep, sqlStep } from '#e2e/testing/moves.ts'
import { codeOf, startApp, type App } from '#e2e/testing/startApp.ts'
import { seededRandom } from '#server/collab/testing/playRoom.ts'
import { newCommandId } from '#server/workspace/workspaceHost.ts'
import { DecisionId, Digest, PermitId, RunId } from '#shared/ids.ts'

let app: App
const seed = Date.now() % 1_000_000
const dice = seededRandom(seed)
beforeAll(async () => {
  app = await startApp()
  expect((await app.upload('orders.csv', 'id,amount\n1,10\n2,20\n')).status).toBe(201)
})
afterAll(() => app.stop())

const runsOf = (proposalId: string): number =>
  [...app.state().runs.values()].filter((run) => run.proposalId === proposalId).length

function otherDigit(digest: Digest): Digest {
  const at = dice(64)
  const digit = (Number.parseInt(digest.charAt(at), 16) + 1 + dice(15)) % 16
  return Digest.parse(digest.slice(0, at) + digit.toString(16) + digest.slice(at + 1))
}

const newIds = () => ({ decisionId: DecisionId.parse(uuidv7()), permitId: PermitId.parse(uuidv7()) })

it('a decision on one digit of another digest records nothing (A1, 200)', async () => {
  const one = await propose(app, app.owner, sqlStep('SELECT sum(amount) AS n FROM orders', 'digits'))
  const { data } = decision(app, one.proposalId)
  const before = app.state().seq
  for (let i = 0; i < 200; i += 1) {
    const { stepDigest, viewDigest } = data
    const wrong =
      i % 2 === 0 ? { stepDigest: otherDigit(stepDigest) } : { viewDigest: otherDigit(viewDigest) }
    const answer = await app.owner.send(decision(app, one.proposalId, { ...newIds(), ...wrong }))
    expect([answer.status, codeOf(answer)]).toEqual([409, i % 2 === 0 ? 'digest-changed' : 'view-changed'])
  }
  expect(app.state().seq).toBe(before)
})

it('the decision on a step does not count on the same with one letter changed, in review or approved (A1, 25)', async () => {
  const code = 'SELECT id, amount FROM orders WHERE amount > 12345'
  for (let i = 0; i < 25; i += 1) {
    const one = await propose(app, app.owner, sqlStep(code, `letter_${i}`))
    const shown = decision(app, one.proposalId)
    const digit = dice(5)
    const changed = code.slice(0, -5) + '12345'.slice(0, digit) + '9' + '12345'.slice(digit + 1)
    const other = proposal(sqlStep(changed, `letter_${i}`), {
      stepId: one.stepId,
      supersedes: one.proposalId,
    })
    expect(codeOf(await app.owner.send(other))).toBe('ok')
    const { proposalId } = other.data
    await app.until((state) => state.proposals.get(proposalId)?.status === 'in-review', 'preflight')
    expect(codeOf(await app.owner.send(shown))).toBe('not-in-review')
    const moved = { ...shown, data: { ...shown.data, ...newIds(), proposalId } }
    expect(codeOf(await app.owner.send(moved))).toBe('digest-changed')
    expect([runsOf(one.proposalId), runsOf(proposalId)]).toEqual([0, 0])
  }
})

it('a spent decision, sent again with its own ids or with new ones, starts nothing (A5, 200)', async () => {
  const one = await propose(app, app.owner, sqlStep('SELECT max(id) AS n FROM orders', 'replayed'))
  const spent = decision(app, one.proposalId)
  expect(codeOf(await app.owner.send(spent))).toBe('ok')
  await app.until((state) => state.proposals.get(one.proposalId)?.status === 'succeeded', 'the run')
  const before = app.state().seq
  for (let i = 0; i < 200; i += 1) {
    const again = i % 2 === 0 ? spent : { ...spent, data: { ...spent.data, ...newIds() } }
    expect(codeOf(await app.owner.send(again))).toBe('not-in-review')
  }
  expect(app.state().seq).toBe(before)
  expect(runsOf(one.proposalId)).toBe(1)
})

it('a decision counts for no other step and in no other workspace (A6, 200)', async () => {
  const created = await app.server.ports.workspaces.create('Elsewhere', app.server.firstPerson)
  const elsewhere = created.ok ? created.value : ''
  const path = `/api/workspaces/${elsewhere}/commands`
  const [one, other] = await Promise.all(
    ['here', 'there'].map((output) =>
      propose(app, app.owner, sqlStep('SELECT min(id) AS n FROM orders', output)),
    ),
  )
  if (!one || !other) throw new Error('not proposed')
  const before = app.state().seq
  for (let i = 0; i < 100; i += 1) {
    const moved = decision(app, one.proposalId, newIds())
    const onOther = { ...moved, data: { ...moved.data, proposalId: other.proposalId } }
    expect(codeOf(await app.owner.send(onOther))).toBe('digest-changed')
    const there = await app.owner.request('POST', path, { commandId: uuidv7(), ...moved })
    expect(codeOf(there)).toBe('not-found')
  }
  expect(app.state().seq).toBe(before)
})

it('a hundred who spend one approval within the server at once get one run (A10)', async () => {
  const host = app.server.ports.workspaces.host(app.workspaceId)
  const upstream = await propose(app, app.owner, sqlStep('SELECT id FROM orders', 'upstream'))
  const waits = await propose(app, app.owner, sqlStep('SELECT count(*) AS n FROM upstream', 'consumed'))
  // Approved while it can't run yet, so that nothing spends the permit before the hundred do.
  expect(codeOf(await approve(app, app.owner, waits))).toBe('ok')
  const { proposalId } = waits
  const by = { kind: 'human', id: app.owner.personId } as const
  const spend = (): Promise<unknown> => {
    const data = { runId: RunId.parse(uuidv7()), proposalId, force: true }
    return (
      host?.dispatch(newCommandId(), { type: 'StartRun', data }, by) ?? Promise.reject(new Error('no host'))
    )
  }
  expect(codeOf(await approve(app, app.owner, upstream))).toBe('ok')
  let asked = 0
  await app.until((state) => {
    if (state.proposals.get(upstream.proposalId)?.status !== 'succeeded' || asked > 0) return asked > 0
    asked = 100
    void Promise.all(Array.from({ length: asked }, spend))
    return true
  }, 'the upstream result')
  await app.until((state) => state.proposals.get(proposalId)?.status === 'succeeded', 'the run')
  expect(runsOf(proposalId)).toBe(1)
  expect(app.state().proposals.get(proposalId)?.permits).toHaveLength(1)
  expect(app.failures).toEqual([])
})

it('a step that was approved runs: what is refused above is refused for its reason', async () => {
  const ended = await runStep(app, app.owner, sqlStep('SELECT sum(id) AS n FROM orders', 'honest'))
  expect(ended.status).toBe('succeeded')
})
