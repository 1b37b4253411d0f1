/** The one path, in process: data, objective, agent, review, run, result, where it came from; then the server restarts. */
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { approve, decision, propose, proposal, runStep, sqlStep } from '#e2e/testing/moves.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { ObjectiveId, TurnId } from '#shared/ids.ts'
import { columnSourcesOf, lineageOf, reachOf } from '#shared/lineage/lineageGraph.ts'
import { stalenessOf } from '#shared/staleness.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

const SALES = [
  'sold_on,region,product,amount',
  ...Array.from({ length: 400 }, (_, row) => {
    const day = String((row % 28) + 1).padStart(2, '0')
    const month = String((row % 12) + 1).padStart(2, '0')
    return `2024-${month}-${day},${['north', 'south', 'east'][row % 3]},${row % 2 ? 'tea' : 'coffee'},${(row * 37) % 500}`
  }),
].join('\n')

const Page = z.object({ total: z.number(), rows: z.array(z.array(z.string().nullable())) })

describe('the one path', () => {
  it('takes data in, typed and profiled', async () => {
    const uploaded = await app.upload('sales.csv', SALES)
    expect(uploaded.status).toBe(201)
    const [dataset] = app.state().datasets.values()
    expect(dataset?.current.columns.map((column) => column.type)).toEqual([
      'DATE',
      'VARCHAR',
      'VARCHAR',
      'BIGINT',
    ])
    expect(dataset?.current.rows).toBe(400)
  })

  it('lets a person write a step, run it, and see the right numbers', async () => {
    const ended = await runStep(
      app,
      app.owner,
      sqlStep('SELECT region, sum(amount) AS total FROM sales GROUP BY region ORDER BY region', 'by_region'),
    )
    expect(ended.status).toBe('succeeded')
    const artifact = app.state().runs.get(ended.runIds[0]!)?.artifact
    if (artifact?.kind !== 'table') throw new Error('no table')
    const page = await app.owner.request(
      'GET',
      `/api/workspaces/${app.workspaceId}/artifacts/${artifact.digest}/rows?sort=${encodeURIComponent('[{"column":"region","direction":"ascending"}]')}`,
    )
    const { rows } = Page.parse(page.body)
    const expected = new Map<string, number>()
    for (const line of SALES.split('\n').slice(1)) {
      const [, region = '', , amount] = line.split(',')
      expected.set(region, (expected.get(region) ?? 0) + Number(amount))
    }
    expect(rows).toEqual(
      [...expected]
        .toSorted(([one], [other]) => one.localeCompare(other))
        .map(([region, total]) => [region, String(total)]),
    )
  })

  it('names the columns that a number comes from', () => {
    const source = columnSourcesOf(app.state(), 'by_region', 'total')
    expect(source.from).toEqual([{ name: 'sales', column: 'amount', from: [] }])
  })

  it('has the agent propose, and nothing run by itself', async () => {
    const before = app.state().runs.size
    const turnId = TurnId.parse(uuidv7())
    const objectiveId = ObjectiveId.parse(uuidv7())
    const answer = await app.owner.send({
      type: 'AskAgent',
      data: {
        turnId,
        objectiveId,
        text: 'What is the average amount by region? Show it as a chart.',
        acceptance: [],
      },
    })
    expect(answer.status).toBe(200)
    await app.until((state) => state.turns.get(turnId)?.end !== undefined, 'the end of the turn')
    expect(app.state().turns.get(turnId)?.end).toBe('waiting')
    const proposals = [...app.state().proposals.values()].filter((one) => one.objectiveId === objectiveId)
    expect(proposals.length).toBeGreaterThanOrEqual(2)
    expect(proposals.map((one) => one.status)).toEqual(proposals.map(() => 'in-review'))
    expect(app.state().runs.size).toBe(before)
  })

  it('answers a rejection with another proposal, and concludes from approved results', async () => {
    const waiting = () => [...app.state().proposals.values()].filter((one) => one.status === 'in-review')
    const first = waiting().find((one) => one.content.language === 'sql')
    if (!first) throw new Error('nothing proposed')
    await app.owner.send(
      decision(app, first.proposalId, {
        verdict: 'request-changes',
        reason: { code: 'wrong-logic', text: 'use the median instead of the mean' },
      }),
    )
    const revised = await app.until(
      (state) =>
        [...state.proposals.values()].find(
          (one) => one.stepId === first.stepId && one.seq > first.seq && one.status === 'in-review',
        ),
      'a revision',
    )
    expect(revised.content.code.toLowerCase()).toContain('median')
    const isQuiet = (): boolean => [...app.state().turns.values()].every((turn) => turn.end !== undefined)
    for (let round = 0; round < 12 && app.state().conclusions.length === 0; round += 1) {
      await app.until(
        (state) => state.conclusions.length > 0 || (isQuiet() && waiting().length > 0),
        'something to decide, or a conclusion',
      )
      const [next] = waiting()
      if (!next) break
      expect((await approve(app, app.owner, next)).status).toBe(200)
      await app.until((state) => state.proposals.get(next.proposalId)?.status === 'succeeded', 'its run')
    }
    const conclusion = await app.until((state) => state.conclusions.at(-1), 'a conclusion')
    expect(conclusion.citations.length).toBeGreaterThan(0)
    expect(conclusion.text).toMatch(/\d/)
  })

  it('draws where a result came from, back to the data', () => {
    const state = app.state()
    const chart = [...state.runs.values()].find((run) => run.artifact?.kind === 'chart')
    if (!chart?.artifact) throw new Error('no chart')
    const up = reachOf(lineageOf(state), `artifact:${chart.artifact.digest}`, 'up', 20)
    const kinds = new Set(up.nodes.map((node) => node.kind))
    expect(kinds).toEqual(new Set(['artifact', 'run', 'decision', 'proposal', 'objective', 'dataset']))
  })

  it('says what became stale, and why, when a step changes', async () => {
    const [byRegion] = [...app.state().proposals.values()].filter((one) => one.content.output === 'by_region')
    await runStep(app, app.owner, sqlStep('SELECT * FROM by_region WHERE total > 0', 'big_regions'))
    const change = proposal(
      sqlStep(
        'SELECT region, sum(amount) AS total FROM sales GROUP BY region HAVING sum(amount) > 1',
        'by_region',
      ),
      { stepId: byRegion!.stepId, change: 'change', supersedes: byRegion!.proposalId },
    )
    await app.owner.send(change)
    await app.until(
      (state) => state.proposals.get(change.data.proposalId)?.status === 'in-review',
      'preflight',
    )
    await app.owner.send(decision(app, change.data.proposalId))
    await app.until((state) => state.proposals.get(change.data.proposalId)?.status === 'succeeded', 'the run')
    const big = [...app.state().steps.values()].find((step) =>
      step.proposalIds.some((id) => app.state().proposals.get(id)?.content.output === 'big_regions'),
    )
    expect(big && stalenessOf(app.state(), big)).toEqual([{ kind: 'data', name: 'by_region' }])
  })

  it('tells what is wrong with a step, where, and what to do', async () => {
    const blocked = await propose(app, app.owner, sqlStep('SELECT regionn FROM sales', 'typo'))
    expect(blocked.status).toBe('blocked')
    expect(blocked.because).toMatch(/regionn/)
    expect(blocked.because).toMatch(/region\b/)
  })

  it('is the same after a restart, at every place of the ledger (R1)', async () => {
    const before = app.state()
    const host = app.server.ports.workspaces.host(app.workspaceId)!
    const { stateAsJson } = await import('#server/transport/stateAsJson.ts')
    const places = Array.from({ length: 40 }, (_, index) => 1 + Math.floor((index / 40) * before.seq))
    const then = places.map((seq) => JSON.stringify(stateAsJson(host.stateAt(seq))))
    app = await app.restart()
    const again = app.server.ports.workspaces.host(app.workspaceId)!
    expect(places.map((seq) => JSON.stringify(stateAsJson(again.stateAt(seq))))).toEqual(then)
    expect(app.state().runs.size).toBe(before.runs.size)
  })
})
