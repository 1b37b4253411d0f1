/** The queue as a person watches it: what runs, what waits for what, and both stopped from there. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, proposal, propose, runStep, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'

let app: App
let context: BrowserContext
let page: Page

beforeAll(async () => {
  app = await startApp()
  context = await openBrowser({ width: 1280, height: 900 })
  page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(10_000)
  await page.goto(app.server.newLogin())
})
afterAll(async () => {
  await context.close()
  await app.stop()
})

const queue = () => page.getByRole('dialog', { name: 'Queue' })

describe('the queue', () => {
  it('says that nothing runs, and is opened from the palette too', async () => {
    await page.getByRole('button', { name: 'Queue: nothing runs' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('what runs')
    await page.keyboard.press('Enter')
    await queue().getByText('Nothing runs, and nothing that is approved waits to.').waitFor()
    await queue().getByRole('button', { name: 'Close' }).click()
    await queue().waitFor({ state: 'detached' })
  })

  it('shows who approved what runs and what it is waited for by, and cancels and stops both', async () => {
    const endless = 'SELECT sum(a.range * b.range) AS total FROM range(10000000) a, range(10000000) b'
    const long = await propose(app, app.owner, sqlStep(endless, 'long'))
    const after = await propose(app, app.owner, sqlStep('SELECT total FROM long', 'after_it'))
    await approve(app, app.owner, long)
    await app.until((state) => [...state.runs.values()].some((run) => run.status === 'running'), 'its run')
    await approve(app, app.owner, after)
    await page.getByRole('button', { name: 'Queue: 2 steps under way' }).click()
    const running = queue().getByRole('region', { name: 'Running' })
    await running.getByText(/asked and approved by /).waitFor()
    const waiting = queue().getByRole('region', { name: 'Approved, waits' })
    await waiting.getByText('waits for long').waitFor()
    await waiting.getByRole('button', { name: 'Cancel' }).click()
    await waiting.waitFor({ state: 'detached' })
    expect(app.state().proposals.get(after.proposalId)?.status).toBe('revoked')
    await running.getByRole('button', { name: 'Stop' }).click()
    const finished = queue().getByRole('region', { name: 'Finished lately' })
    await finished.getByRole('img', { name: 'halted' }).waitFor()
    await finished.getByRole('button', { name: 'long' }).click()
    await page.locator(`[data-block="${long.stepId}"]:focus`).waitFor()
  })

  it('calls off what a run of several would ask next', async () => {
    const slow = 'SELECT sum(a.range * b.range) AS total FROM range(10000000) a, range(10000000) b'
    const top = await runStep(app, app.owner, sqlStep('SELECT 1 AS one', 'top'))
    const middle = await runStep(app, app.owner, sqlStep('SELECT one FROM top', 'middle'))
    const end = await runStep(app, app.owner, sqlStep('SELECT one FROM middle', 'last_of_it'))
    const command = proposal(sqlStep(`SELECT 1 AS one UNION ALL (${slow})`, 'top'), {
      stepId: top.stepId,
      change: 'change',
    })
    await app.owner.send(command)
    const change = await app.until((state) => {
      const found = state.proposals.get(command.data.proposalId)
      return found?.status === 'in-review' ? found : undefined
    }, 'its preflight')
    await approve(app, app.owner, change)
    await app.until((state) => [...state.runs.values()].some((run) => run.status === 'running'), 'its run')
    await page.locator(`[data-block="${end.stepId}"]`).focus()
    await page.locator(`[data-block="${end.stepId}"]`).getByRole('button', { name: 'Run up to here' }).click()
    await page.getByRole('button', { name: /^Queue: \d steps under way/ }).click()
    const after = queue().getByRole('region', { name: 'Comes after' })
    await after.getByRole('button', { name: 'last_of_it' }).waitFor()
    expect(await after.getByRole('listitem').count()).toBe(2)
    await after.getByRole('button', { name: 'Call off' }).click()
    await after.waitFor({ state: 'detached' })
    await queue().getByRole('region', { name: 'Running' }).getByRole('button', { name: 'Stop' }).click()
    await queue().getByRole('region', { name: 'Running' }).waitFor({ state: 'detached' })
    const runsOf = (id: string) => [...app.state().runs.values()].filter((one) => one.stepId === id).length
    expect([runsOf(middle.stepId), runsOf(end.stepId)]).toEqual([1, 1])
  })
})
