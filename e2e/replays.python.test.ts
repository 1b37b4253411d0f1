/** What is computed anew comes out the same, or was flagged before it ran; and only the same environment makes it the same step. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decision, proposal, pythonStep, runStep, sqlStep } from '#e2e/testing/moves.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { artifactsIn } from '#shared/artifact.ts'
import { replayOf } from '#shared/replay.ts'
import { stalenessOf } from '#shared/staleness.ts'
import type { StepContent } from '#shared/step.ts'
import type { Proposal, Run } from '#shared/workspace.ts'

let app: App
beforeAll(async () => {
  app = await startApp({ hasPython: true })
  const rows = Array.from({ length: 5_000 }, (_, at) => `${at},r${at % 7},${(at * 37) % 1_000},${at / 3}`)
  await app.upload('orders.csv', ['id,region,amount,price', ...rows].join('\n'))
}, 300_000)
afterAll(() => app.stop())

const runOf = (one: Proposal): Run | undefined =>
  [...app.state().runs.values()].findLast((run) => run.proposalId === one.proposalId)

/** Runs it, and then the same digest once more in a fresh kernel. */
async function twice(content: StepContent): Promise<readonly [Run, Run]> {
  const first = await runStep(app, app.owner, content)
  const one = runOf(first)
  if (!one) throw new Error('It did not run')
  return [one, await anew(first)]
}

async function anew(first: Proposal): Promise<Run> {
  await app.owner.send(
    proposal(first.content, { stepId: first.stepId, change: 'change', supersedes: first.proposalId }),
  )
  const again = await app.until(
    (state) =>
      [...state.proposals.values()].find((one) => one.stepId === first.stepId && one.status === 'in-review'),
    'the proposal to compute it anew',
  )
  await app.owner.send(decision(app, again.proposalId, { force: true }))
  return app.until(() => {
    const run = runOf(again)
    return run?.finishedAt === undefined ? undefined : run
  }, 'the replay')
}

const isSame = (one: Run, other: Run): boolean =>
  artifactsIn(one).length > 0 &&
  JSON.stringify(artifactsIn(one).map(({ digest }) => digest)) ===
    JSON.stringify(artifactsIn(other).map(({ digest }) => digest))

/** What preflight calls it when another run may give another result. */
const UNREPEATABLE = new Set(['not-deterministic', 'not-repeatable', 'reads-clock', 'arbitrary-rows'])
const isFlagged = ({ proposalId }: Run): boolean =>
  (app.state().proposals.get(proposalId)?.preflight?.analysis.findings ?? []).some(({ code }) =>
    UNREPEATABLE.has(code),
  )

const AGGREGATES = ['count(*)', 'sum(amount)', 'min(price)', 'max(price)', 'avg(amount)', 'median(price)']
const SQL = [
  ...AGGREGATES.flatMap((one) => [
    `SELECT region, ${one} AS x FROM orders GROUP BY region ORDER BY region`,
    `SELECT ${one} AS x FROM orders WHERE amount > 500`,
    `SELECT id % 10 AS k, ${one} AS x FROM orders GROUP BY ALL ORDER BY ALL`,
  ]),
  'SELECT * FROM orders ORDER BY amount, id LIMIT 50',
  'SELECT *, row_number() OVER (PARTITION BY region ORDER BY amount, id) AS nth FROM orders ORDER BY id',
  `SELECT a.id, b.amount FROM orders a JOIN orders b ON a.id = b.id + 1 ORDER BY a.id`,
]
const PYTHON = [
  `out = orders.groupby('region', as_index=False)['price'].mean()`,
  `out = orders.describe()`,
  `import numpy as np\nout = orders.assign(noise=np.random.normal(size=len(orders)))`,
  `import random\nout = [random.random() for _ in range(50)]`,
  `out = orders.sample(100)`,
  `out = sorted({str(x) for x in orders['region']}, key=hash)`,
  `from sklearn.cluster import KMeans\nout = orders.assign(k=KMeans(3, n_init=5).fit_predict(orders[['amount', 'price']]))`,
  `from sklearn.ensemble import RandomForestRegressor\nm = RandomForestRegressor(20).fit(orders[['amount']], orders['price'])\nout = [float(x) for x in m.predict(orders[['amount']].head(50))]`,
]

describe('computed anew', () => {
  it('a step that is the same each time gives the same bytes, in SQL and in Python (R2)', async () => {
    const runs: (readonly [Run, Run])[] = []
    for (const [at, code] of SQL.entries()) runs.push(await twice(sqlStep(code, `sql_${at}`)))
    for (const [at, code] of PYTHON.entries())
      runs.push(await twice(pythonStep(code.replaceAll('out =', `py_${at} =`), `py_${at}`)))
    const others = runs.filter(([one, other]) => !isSame(one, other))
    // Whatever comes out otherwise was said to before it ran.
    expect(others.filter(([one]) => !isFlagged(one))).toEqual([])
    expect(others.length / runs.length).toBeLessThanOrEqual(0.01)
    for (const [, other] of runs)
      for (const artifact of artifactsIn(other))
        expect(replayOf(app.state(), other, artifact)?.verdict).toBe('identical')
  })

  it.each([
    ['a random number', sqlStep('SELECT random() AS x FROM orders', 'dice')],
    ['the time', sqlStep('SELECT now() AS x FROM orders LIMIT 1', 'moment')],
    ['rows in any order', sqlStep('SELECT * FROM orders LIMIT 5', 'any_five')],
    ['the clock', pythonStep('import time\nclock = time.time_ns()', 'clock')],
    ['what the system gives at random', pythonStep('import os\nentropy = os.urandom(8).hex()', 'entropy')],
    [
      'a generator without a seed',
      pythonStep('import numpy as np\ndrawn = float(np.random.default_rng().random())', 'drawn'),
    ],
  ])('a step that rests on %s was flagged before it ran', async (_, content) => {
    const [one] = await twice(content)
    expect(isFlagged(one)).toBe(true)
  })
})

describe('another environment', () => {
  it('makes another step of the same code: its result is stale, an approval of before is void, and nothing is called a replay (R4)', async () => {
    const kept = await runStep(app, app.owner, pythonStep('kept = len(orders)', 'kept'))
    const before = runOf(kept)
    await app.server.close()
    app = await startApp({ folder: app.folder, hasPython: true, isPythonUnsafe: true })
    const step = await app.until((state) => {
      const found = state.steps.get(kept.stepId)
      return found && stalenessOf(state, found).length > 0 ? found : undefined
    }, 'another environment')
    expect(stalenessOf(app.state(), step)).toEqual([{ kind: 'environment' }])
    const again = await anew(kept)
    expect(again.environment['sandbox']).toBe('none')
    expect(again.stepDigest).not.toBe(before?.stepDigest)
    expect(again.artifact && replayOf(app.state(), again, again.artifact)).toBeUndefined()
  })
})
