/** What is said of a draft while it is typed: the words of preflight, and nothing recorded. */
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { propose, runStep, sqlStep } from '#e2e/testing/moves.ts'
import { codeOf, startApp, type App, type Answer, type Someone } from '#e2e/testing/startApp.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
  await app.upload('orders.csv', 'region,amount\nnorth,1\nsouth,2\n')
})
afterAll(() => app.stop())

const ask = (draft: Record<string, unknown>, by: Someone = app.owner): Promise<Answer> =>
  by.request('POST', `/api/workspaces/${app.workspaceId}/preflight`, {
    stepId: uuidv7(),
    language: 'sql',
    ...draft,
  })

describe('asking about a draft', () => {
  it('tells what is wrong, where, and what may have been meant', async () => {
    const { body } = await ask({ code: 'SELECT region,\n  amuont FROM orders' })
    const text = 'There is no column called amuont here. Did you mean amount?'
    expect(body).toMatchObject({ findings: [{ code: 'unknown-column', text, line: 2, column: 3 }] })
    const table = await ask({ code: 'SELECT * FROM order' })
    expect(table.body).toMatchObject({ findings: [{ severity: 'deny' }] })
    const chart = await ask({ language: 'chart', code: '{\n  "mark": 1,\n}' })
    expect(chart.body).toMatchObject({ findings: [{ code: 'not-a-chart', line: 3, column: 1 }] })
  })

  it('tells what it reads and what comes out, and records nothing', async () => {
    const { seq } = app.state()
    const { body } = await ask({ code: 'SELECT region, 2 AS two FROM orders', output: 'twos' })
    expect(body).toEqual({
      findings: [],
      reads: [{ name: 'orders', columns: ['region'] }],
      output: [
        { name: 'region', type: 'VARCHAR' },
        { name: 'two', type: 'INTEGER' },
      ],
    })
    expect(app.state().seq).toBe(seq)
  })

  it('names a circle', async () => {
    await runStep(app, app.owner, sqlStep('SELECT region FROM orders', 'first'))
    const second = await propose(app, app.owner, sqlStep('SELECT region FROM first', 'second'))
    expect(second.status).toBe('in-review')
    const first = [...app.state().proposals.values()].find((one) => one.content.output === 'first')
    const { body } = await ask({ stepId: first?.stepId, code: 'SELECT region FROM first', output: 'first' })
    expect(body).toMatchObject({ findings: [{ code: 'reads-itself' }] })
  })

  it('is for those who may write', async () => {
    const draft = { code: 'SELECT * FROM orders' }
    expect(codeOf(await ask(draft, await app.add('Rita', 'reviewer')))).toBe('not-allowed')
    expect(codeOf(await ask(draft, await app.add('Aud', 'auditor')))).toBe('not-allowed')
    expect(codeOf(await ask(draft, await app.add('Eve')))).toBe('not-found')
    expect(codeOf(await ask(draft, await app.add('Ed', 'editor')))).toBe('ok')
  })
})
