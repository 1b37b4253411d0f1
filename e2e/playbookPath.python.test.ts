/** The playbook with Python on the whole path: objective, proposal, approval, run, chart of what came out, conclusion; and a review that asks for another. */
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blobs } from '#agents/playbook/testing/planted.ts'
import { approve, decision } from '#e2e/testing/moves.ts'
import { isQuietIn, waitingIn } from '#e2e/testing/sampleMoves.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { ObjectiveId, TurnId } from '#shared/ids.ts'

let app: App
beforeAll(async () => {
  app = await startApp({ hasPython: true })
  const lines = blobs.rows.map((row) => row.join(','))
  await app.upload('stars.csv', [blobs.columns.map(({ name }) => name).join(','), ...lines].join('\n'))
}, 300_000)
afterAll(() => app.stop())

describe('asked for clusters, the playbook', () => {
  it('proposes Python, as many clusters as a reviewer asks, charts of what came out, and concludes with its numbers', async () => {
    const data = { turnId: TurnId.parse(uuidv7()), objectiveId: ObjectiveId.parse(uuidv7()) }
    const text = 'Cluster the stars by brightness and heat'
    await app.owner.send({ type: 'AskAgent', data: { ...data, text, acceptance: [] } })
    await app.until((state) => state.turns.size > 0 && isQuietIn(app), 'the turn')
    const [first, ...others] = waitingIn(app)
    if (!first) throw new Error('nothing proposed')
    expect(others).toEqual([])
    expect(first.content).toMatchObject({
      language: 'python',
      output: 'stars_cluster_counts',
      alsoOutputs: ['stars_clusters', 'stars_cluster_points'],
    })
    expect(first.preflight?.analysis.reads).toEqual([{ name: 'stars', columns: ['brightness', 'heat'] }])
    await app.owner.send(
      decision(app, first.proposalId, {
        verdict: 'request-changes',
        reason: { code: 'other', text: 'make 4 clusters' },
      }),
    )
    const revised = await app.until(
      () => (isQuietIn(app) ? waitingIn(app).find((one) => one.proposalId !== first.proposalId) : undefined),
      'the revision',
    )
    expect(revised.content.code).toContain('best = 4')
    for (let round = 0; round < 5 && app.state().conclusions.length === 0; round += 1) {
      const [next] = waitingIn(app)
      if (!next) break
      await approve(app, app.owner, next)
      await app.until((state) => state.proposals.get(next.proposalId)?.status === 'succeeded', next.title)
      await app.until(
        (state) => state.conclusions.length > 0 || (isQuietIn(app) && waitingIn(app).length > 0),
        'a chart, or the conclusion',
      )
    }
    const made = [...app.state().proposals.values()].filter((one) => one.status === 'succeeded')
    expect(made.map((one) => one.content.language)).toEqual(['python', 'chart', 'chart'])
    const [conclusion] = app.state().conclusions
    expect(conclusion?.text).toContain('4 clusters (as asked; 3 would be best by the silhouette')
    expect(conclusion?.citations).toHaveLength(5)
  }, 120_000)
})
