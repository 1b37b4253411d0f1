/** The lineage of a whole workspace, as a person searches, narrows and follows it after the agent's work was approved. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runStep, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'

const SALES = `region,amount\n${Array.from({ length: 40 }, (_, row) => `${row % 2 ? 'north' : 'south'},${row}`).join('\n')}`

let app: App
let context: BrowserContext
let page: Page
const faults: string[] = []

beforeAll(async () => {
  app = await startApp()
  await app.upload('sales.csv', SALES)
  await runStep(
    app,
    app.owner,
    sqlStep('SELECT region, sum(amount) AS total FROM sales GROUP BY region', 'by_region'),
  )
  await runStep(app, app.owner, sqlStep('SELECT max(total) AS most FROM by_region', 'best'))
  context = await openBrowser({ width: 1280, height: 860 })
  page = context.pages()[0] ?? (await context.newPage())
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  await page.goto(app.server.newLogin())
})
afterAll(async () => {
  await context.close()
  await app.stop()
})

const explorer = () => page.getByRole('region', { name: 'Lineage of the workspace' })
const drawn = (count: number) => page.locator(`canvas[data-drawn="${count}"]`).waitFor()
const details = (name: string) => explorer().getByRole('article', { name: `Details of ${name}` })

describe('the lineage of a workspace', () => {
  it('opens whole from the panel, laid out beside the page', async () => {
    await page.getByRole('tab', { name: 'Lineage' }).click()
    await page.getByRole('button', { name: 'Show the whole lineage' }).click()
    await drawn(5)
    expect(await explorer().getByRole('option').count()).toBe(5)
  })

  it('finds a result by name, and says who approved what made it', async () => {
    await page.getByLabel('Find by name, person or digest').fill('best')
    await page.keyboard.press('Enter')
    await details('best').getByText('Approved').waitFor()
    await details('best').getByRole('region', { name: 'Comes from' }).getByRole('button').first().waitFor()
    await page.getByLabel('Find by name, person or digest').fill('')
  })

  it('walks along the edges by the arrow keys', async () => {
    await explorer()
      .getByRole('option', { name: /^by_region result/ })
      .click()
    await details('by_region').waitFor()
    await page.locator('canvas').first().focus()
    await page.keyboard.press('ArrowRight')
    await explorer()
      .getByRole('status')
      .filter({ hasText: 'Selected: step best' })
      .waitFor({ state: 'attached' })
  })

  it('leaves only what a node comes from, as far as is asked for', async () => {
    await explorer()
      .getByRole('option', { name: /^by_region result/ })
      .click()
    await details('by_region').getByRole('button', { name: 'Upstream' }).click()
    await drawn(3)
    await details('by_region').getByLabel('How far').selectOption('1')
    await drawn(2)
    await details('by_region').getByRole('button', { name: 'All', exact: true }).click()
    await drawn(5)
  })

  it('shows columns on demand, and one column’s way to the data in words', async () => {
    await explorer()
      .getByRole('option', { name: /^best result/ })
      .click()
    await details('best').getByRole('button', { name: 'Show columns' }).click()
    await details('best').getByRole('button', { name: 'Hide columns' }).waitFor()
    await details('best').getByLabel('Follow one column back').selectOption('most')
    const way = details('best').getByRole('list').first()
    expect(await way.innerText()).toContain('best.most = from by_region.total by step')
    expect(await way.innerText()).toContain('by_region.total = from sales.amount')
    expect(await way.innerText()).toContain('approved by')
  })

  it('shows more kinds and takes groups apart', async () => {
    await explorer().getByRole('button', { name: 'Decisions' }).click()
    await drawn(7)
    await explorer().getByRole('button', { name: 'Nothing', exact: true }).click()
    await explorer().getByRole('button', { name: 'Proposals' }).click()
    await drawn(9)
    await explorer().getByRole('button', { name: 'Steps', exact: true }).click()
    await drawn(9)
  })

  it('leads to the block of a node, and nothing went wrong on the page', async () => {
    await explorer()
      .getByRole('option', { name: /^best result/ })
      .click()
    await details('best').getByRole('button', { name: 'Go to its block' }).click()
    await explorer().waitFor({ state: 'detached' })
    const run = [...app.state().runs.values()].find((one) => one.artifact?.name === 'best')
    await page.locator(`[data-block="${run?.stepId}"]:focus`).waitFor()
    expect(faults).toEqual([])
  })
})
