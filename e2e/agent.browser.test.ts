/** Asking the agent about one step, as a person does it in a browser: fix what does not run, answer what it does. */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { propose, runStep, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'

const ORDERS = ['id,region,amount', ...Array.from({ length: 40 }, (_, at) => `${at},north,${at * 3}`)].join(
  '\n',
)

let app: App
let context: BrowserContext
let page: Page

beforeAll(async () => {
  app = await startApp()
  await app.upload('orders.csv', ORDERS)
  await app.until((state) => state.datasets.size === 1, 'the upload')
  context = await openBrowser({ width: 1280, height: 900 })
  page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(15_000)
  await page.goto(app.server.newLogin())
})
afterAll(async () => {
  await context.close()
  await app.stop()
})

const block = (id: string): Locator => page.locator(`[data-block="${id}"]`)
const panel = (): Locator => page.getByRole('tabpanel', { name: 'Agent' })
const lastTurn = () => [...app.state().turns.values()].at(-1)

describe('asking the agent about a step', () => {
  it('mends a blocked step by a proposal, which nothing runs before a person approved it', async () => {
    const blocked = await propose(
      app,
      app.owner,
      sqlStep('SELECT regoin, sum(amount) AS total FROM orders', 'by_region'),
    )
    expect(blocked.status).toBe('blocked')
    await block(blocked.stepId).getByRole('button', { name: 'Ask the agent to fix' }).click()
    const mended = await app.until(
      (state) =>
        [...state.proposals.values()].find(
          (one) => one.stepId === blocked.stepId && one.status === 'in-review',
        ),
      'a mended proposal',
    )
    expect(mended.content.code).toBe('SELECT region, sum(amount) AS total FROM orders\nGROUP BY region')
    expect(app.state().runs.size).toBe(0)
    await panel().getByText('asked about by_region').waitFor()
    await panel()
      .getByText(/This is the playbook/)
      .waitFor()
    await panel().getByText('2 of 24').or(panel().getByText('3 of 24')).first().waitFor()
    const review = block(blocked.stepId).getByRole('region', { name: /^Review/ })
    await review.getByRole('button', { name: 'Approve', exact: true }).click()
    await panel()
      .getByRole('region', { name: 'Conclusion' })
      .getByText(/runs now: 1 row/)
      .first()
      .waitFor()
  })

  it('answers by the key what a step does, and its citation leads to the result and where it came from', async () => {
    const { stepId } = await runStep(
      app,
      app.owner,
      sqlStep('SELECT id FROM orders WHERE amount > 30', 'large'),
    )
    await block(stepId).click({ position: { x: 200, y: 12 } })
    await page.keyboard.press('Control+Shift+E')
    const dialog = page.getByRole('dialog', { name: 'Ask the agent about large' })
    await dialog.getByRole('button', { name: 'Which rows does it leave out?' }).click()
    await dialog.getByRole('button', { name: 'Ask the agent' }).click()
    await app.until(() => lastTurn()?.end === 'concluded', 'the answer')
    const conclusion = panel().getByRole('region', { name: 'Conclusion' }).first()
    await conclusion.getByText('It keeps only rows where amount > 30.').waitFor()
    await conclusion.getByRole('button', { name: 'large', exact: true }).click()
    await page.locator(`[data-block="${stepId}"]:focus`).waitFor()
    await conclusion.getByRole('button', { name: 'Where large came from' }).click()
    await page.getByRole('tab', { name: 'Lineage', selected: true }).waitFor()
  })

  it('is asked from the menu of the step too, under an objective that the person chooses', async () => {
    const { stepId } = await runStep(app, app.owner, sqlStep('SELECT id FROM orders', 'all_ids'))
    await block(stepId).getByRole('button', { name: 'More for this block' }).click()
    await page.getByRole('menuitem', { name: 'Ask the agent about this' }).click()
    const dialog = page.getByRole('dialog', { name: 'Ask the agent about all_ids' })
    await dialog.getByLabel('Your question').fill('What is this good for?')
    await dialog
      .getByLabel('Under the objective')
      .selectOption({ label: 'A new one, made from the question' })
    await dialog.getByRole('button', { name: 'Ask the agent' }).click()
    await app.until(
      (state) => [...state.objectives.values()].some((one) => one.text === 'What is this good for?'),
      'the new objective',
    )
    expect(lastTurn()?.cause).toEqual({ kind: 'asked', about: { stepId, words: 'What is this good for?' } })
  })
})
