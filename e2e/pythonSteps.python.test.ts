/** Python steps on the whole path, in the real environment and sandbox: proposed, read by preflight, approved, run, recorded. */
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { decision, proposal, propose, pythonStep, runStep, sqlStep } from '#e2e/testing/moves.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { ConstraintId } from '#shared/ids.ts'
import { ShownPart } from '#shared/run.ts'
import type { Proposal, Run } from '#shared/workspace.ts'

let app: App

beforeAll(async () => {
  app = await startApp({ hasPython: true })
  await app.upload('orders.csv', 'id,region,amount\n1,north,10\n2,south,20\n3,north,35\n4,south,5')
}, 300_000)
afterAll(() => app.stop())

const runOf = (proposal: Proposal): Run | undefined =>
  [...app.state().runs.values()].findLast((run) => run.proposalId === proposal.proposalId)
const ran = async (code: string, output: string): Promise<Run | undefined> =>
  runOf(await runStep(app, app.owner, pythonStep(code, output)))

const messageOf = (run: Run | undefined): string =>
  run?.outcome?.kind === 'failed' ? run.outcome.message : ''

async function rowsOf(run: Run | undefined): Promise<unknown> {
  const path = `/api/workspaces/${app.workspaceId}/artifacts/${run?.artifact?.digest}/rows`
  const { body } = await app.owner.request('GET', path)
  return z.object({ rows: z.array(z.array(z.unknown())) }).parse(body).rows
}

async function shownBy(run: Run | undefined): Promise<readonly ShownPart[]> {
  const digest = run?.outcome?.shown?.digest
  const { body } = await app.owner.request('GET', `/api/workspaces/${app.workspaceId}/artifacts/${digest}`)
  return ShownPart.array().parse(typeof body === 'string' ? JSON.parse(body) : body)
}

describe('a Python step', () => {
  it('reads a dataset as a data frame, and hands a table over that SQL reads', async () => {
    const code = `by_region = orders.groupby('region')['amount'].sum().reset_index()\nprint('rows:', len(orders))`
    const made = await runStep(app, app.owner, pythonStep(code, 'by_region'))
    const run = runOf(made)
    expect(run?.outcome).toMatchObject({
      kind: 'succeeded',
      artifact: {
        kind: 'table',
        rows: 2,
        schema: [
          { name: 'region', type: 'VARCHAR' },
          { name: 'amount', type: 'BIGINT' },
        ],
      },
    })
    expect(made.preflight?.analysis.reads).toEqual([{ name: 'orders', columns: ['region', 'amount'] }])
    expect(await shownBy(run)).toEqual([{ kind: 'text', stream: 'stdout', text: 'rows: 4\n' }])
    const total = await runStep(
      app,
      app.owner,
      sqlStep('SELECT sum(amount) AS total FROM by_region', 'total'),
    )
    expect(runOf(total)?.outcome).toMatchObject({ kind: 'succeeded' })
  })

  it('hands over a figure, values, text or a model by what its output is', async () => {
    const figure = `import matplotlib.pyplot as plt\nchart, axes = plt.subplots()\naxes.plot(orders['amount'])`
    const model = `from sklearn.linear_model import LinearRegression\nfit = LinearRegression().fit(orders[['id']], orders['amount'])`
    const cases = [
      [figure, 'chart', 'figure', 'image/png'],
      [
        `facts = {'rows': len(orders), 'mean': float(orders['amount'].mean())}`,
        'facts',
        'json',
        'application/json',
      ],
      [`note = 'Two regions.'`, 'note', 'text', 'text/plain'],
      [model, 'fit', 'model', 'application/octet-stream'],
    ] as const
    for (const [code, output, kind, mime] of cases)
      expect((await ran(code, output))?.outcome).toMatchObject({
        kind: 'succeeded',
        artifact: { kind, mime },
      })
  })

  it('hands several outputs over, each by its kind, and other steps read each of them', async () => {
    const code = [
      `big = orders[orders['amount'] >= 20]`,
      `little = orders[orders['amount'] < 20]`,
      `counts = {'big': len(big), 'little': len(little)}`,
    ].join('\n')
    const run = runOf(await runStep(app, app.owner, pythonStep(code, 'big', 'little', 'counts')))
    expect(run?.artifact).toMatchObject({ kind: 'table', name: 'big', rows: 2 })
    expect(run?.also).toMatchObject([
      { kind: 'table', name: 'little', rows: 2 },
      { kind: 'json', name: 'counts' },
    ])
    const both = `SELECT (SELECT sum(amount) FROM big) AS l, (SELECT sum(amount) FROM little) AS s`
    const read = runOf(await runStep(app, app.owner, sqlStep(both, 'sums')))
    expect(read?.inputs.map(({ name, artifact }) => [name, artifact])).toEqual([
      ['big', run?.artifact?.digest],
      ['little', run?.also?.[0]?.digest],
    ])
    expect(await rowsOf(read)).toEqual([['55', '15']])
  })

  it('hands nothing over when one of several outputs is missing', async () => {
    const run = runOf(
      await runStep(
        app,
        app.owner,
        pythonStep(`here = 1\nif len(orders) > 100:\n    gone = 2`, 'here', 'gone'),
      ),
    )
    expect(messageOf(run)).toContain('nothing is called gone')
    expect(run?.artifact).toBeUndefined()
  })

  it('judges a predicate on every output that has its columns, and on no other', async () => {
    await app.owner.send({
      type: 'WriteConstraint',
      data: {
        constraintId: ConstraintId.parse(uuidv7()),
        text: 'Shares are positive',
        checks: [{ kind: 'assert', predicate: 'share > 0' }],
      },
    })
    const code = [
      `right = orders.assign(share=orders['amount'] / 100)`,
      `wrong = orders.assign(share=orders['amount'] - 20)`,
      `other = orders[['id']]`,
    ].join('\n')
    const run = runOf(await runStep(app, app.owner, pythonStep(code, 'right', 'wrong', 'other')))
    const asserts = run?.outcome?.kind === 'succeeded' ? run.outcome.asserts : []
    expect(asserts.map(({ output, holds, violations }) => [output, holds, violations])).toEqual([
      [undefined, true, 0],
      ['wrong', false, 3],
    ])
    expect(run?.dispute).toBe('3 rows of wrong do not satisfy share > 0')
  })

  it('keeps labels that are data, and drops row numbers that are none', async () => {
    const columnsOf = (run: Run | undefined): readonly string[] =>
      run?.artifact?.kind === 'table' ? run.artifact.schema.map((column) => column.name) : []
    expect(columnsOf(await ran(`related = orders[['id', 'amount']].corr()`, 'related'))).toEqual([
      'index',
      'id',
      'amount',
    ])
    expect(columnsOf(await ran(`large = orders[orders['amount'] > 10]`, 'large'))).toEqual([
      'id',
      'region',
      'amount',
    ])
  })

  it('reads columns of types that only SQL knows', async () => {
    await runStep(
      app,
      app.owner,
      sqlStep(
        `SELECT '{"a": 1}'::JSON AS j, 1.50::DECIMAL(9, 2) AS d, [1, 2] AS l, {'x': 1} AS s, DATE '2024-02-29' AS day, TIMESTAMP '2024-02-29 12:00:00' AS at`,
        'odd_types',
      ),
    )
    const run = await ran(`seen = [str(odd_types[c].iloc[0]) for c in ['j', 'd', 'day', 'at']]`, 'seen')
    expect(run?.outcome?.kind).toBe('succeeded')
  })

  it('shows what is displayed, with rich forms, in its order', async () => {
    const run = await ran(
      `import matplotlib.pyplot as plt\nprint('before')\ndisplay(orders.head(1))\nplt.plot([1, 2])\nshown = 1\norders.shape`,
      'shown',
    )
    const parts = await shownBy(run)
    expect(
      parts.map((part) => (part.kind === 'text' ? part.text : Object.keys(part.data).toSorted())),
    ).toEqual(['before\n', ['text/html', 'text/plain'], ['text/plain'], ['image/png', 'text/plain']])
  })

  it('fails with its line, and a traceback of its own lines', async () => {
    const run = await ran(
      `def share(x):\n    return 1 / x\n\nbad = orders['amount'].map(lambda x: share(x - x))`,
      'bad',
    )
    expect(run?.outcome).toMatchObject({
      kind: 'failed',
      line: 2,
      message: 'ZeroDivisionError in line 2: division by zero',
    })
    const { detail } = run?.outcome?.kind === 'failed' ? run.outcome : { detail: '' }
    expect(detail).toContain('return 1 / x')
    expect(detail).not.toContain('site-packages')
  })

  it('says what an output is that can not be stored, and what is missing', async () => {
    expect(messageOf(await ran(`odd = object()`, 'odd'))).toContain(
      "odd is of type object, which can't be stored",
    )
    const mixed = await ran(`import pandas as pd\nmixed = pd.DataFrame({'a': [1, 'x']})`, 'mixed')
    expect(messageOf(mixed)).toContain('the column a holds int and str')
    const some = await ran(`if len(orders) > 100:\n    sometimes = 1`, 'sometimes')
    expect(messageOf(some)).toContain('nothing is called sometimes')
  })

  it('draws the same random numbers each time it is computed, and takes nothing over from another run', async () => {
    const draw = `import numpy as np\nimport pandas as pd\nimport random\npd.left_behind = 1\ndrawn = [random.random(), float(np.random.rand())]`
    const first = await runStep(app, app.owner, pythonStep(draw, 'drawn'))
    await app.owner.send(
      proposal(first.content, { stepId: first.stepId, change: 'change', supersedes: first.proposalId }),
    )
    const again = await app.until(
      (state) =>
        [...state.proposals.values()].find(
          (one) => one.stepId === first.stepId && one !== first && one.status === 'in-review',
        ),
      'the proposal to draw again',
    )
    await app.owner.send(decision(app, again.proposalId, { force: true }))
    await app.until((state) => state.proposals.get(again.proposalId)?.status === 'succeeded', 'its run')
    expect(runOf(again)?.sameAs).toBeUndefined()
    expect(runOf(again)?.artifact?.digest).toBe(runOf(first)?.artifact?.digest)
    const clean = await ran(`import pandas as pd\nclean = not hasattr(pd, 'left_behind')`, 'clean')
    const { body } = await app.owner.request(
      'GET',
      `/api/workspaces/${app.workspaceId}/artifacts/${clean?.artifact?.digest}`,
    )
    expect(body).toBe('true')
  })

  it('is blocked before a person reads it when it could not run', async () => {
    const blocked = async (code: string): Promise<readonly string[]> => {
      const one = await propose(app, app.owner, pythonStep(code, 'result'))
      expect(one.status).toBe('blocked')
      return one.preflight?.analysis.findings.map((finding) => finding.code) ?? []
    }
    expect(await blocked('result = ordrs')).toContain('undefined-name')
    expect(await blocked('result = (')).toContain('syntax-error')
    expect(await blocked('import torch\nresult = 1')).toContain('missing-package')
    expect(await blocked('x = 1')).toContain('output-not-bound')
  })

  it('needs more review when it reaches for what can not be inspected', async () => {
    const tierOf = async (code: string, output: string): Promise<string | undefined> =>
      (await propose(app, app.owner, pythonStep(code, output))).preflight?.tier
    expect(await tierOf('count = len(orders)', 'count')).toBe('R1')
    expect(await tierOf('import subprocess\nlisted = 1', 'listed')).toBe('R2')
    expect(await tierOf('evaluated = eval("1")', 'evaluated')).toBe('R2')
  })

  it('records the environment that it ran in', async () => {
    const run = [...app.state().runs.values()].at(-1)
    expect(run?.environment).toMatchObject({ kernel: 'python' })
    expect(run?.environment['sandbox']).toMatch(/^bubblewrap, (no )?filter(, memory group)?$/)
    expect(run?.environment['lock']).toMatch(/^[0-9a-f]{64}$/)
  })
})
