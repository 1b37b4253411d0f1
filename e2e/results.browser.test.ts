/** What a person does with a result: moves in it, copies, takes it away, compares it with the run before, and is not fooled by an old one. */
import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, proposal, runStep, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import type { StepContent } from '#shared/step.ts'
import type { StepId } from '#shared/ids.ts'

const ORDERS = [
  'id,region,amount',
  ...Array.from(
    { length: 2000 },
    (_, row) => `${row},${['north', 'south', 'east'][row % 3]},${(row * 37) % 500}`,
  ),
].join('\n')
const SUMS = (more: string) =>
  `SELECT region, count(*) AS n, sum(amount)${more} AS total FROM orders GROUP BY region ORDER BY region`

let app: App
let context: BrowserContext
let page: Page
const faults: string[] = []

beforeAll(async () => {
  app = await startApp()
  await app.upload('orders.csv', ORDERS)
  context = await openBrowser({ width: 1360, height: 900 })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(8000)
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(app.server.newLogin())
})
afterAll(async () => {
  await context.close()
  await app.stop()
})

async function runAgain(stepId: StepId, content: StepContent): Promise<string> {
  const command = proposal(content, { stepId, change: 'change' })
  await app.owner.send(command)
  const { proposalId } = command.data
  const ready = await app.until((state) => {
    const found = state.proposals.get(proposalId)
    return found?.status === 'in-review' ? found : undefined
  }, 'its preflight')
  await approve(app, app.owner, ready)
  return app.until((state) => {
    const status = state.proposals.get(proposalId)?.status
    return status === 'succeeded' || status === 'failed' ? status : undefined
  }, 'its run')
}

const cell = (row: number, column: number) =>
  page.getByRole('grid').first().locator(`[data-row="${row}"][data-column="${column}"]`)
const copied = async (): Promise<string> => {
  await page.keyboard.press('Control+c')
  await page
    .getByText(/^Copied /)
    .first()
    .waitFor()
  return page.evaluate(() => navigator.clipboard.readText())
}

let stepId: StepId

describe('a result', () => {
  it('is a grid in which keys move, and what they select is copied as tab-separated text', async () => {
    await runStep(app, app.owner, sqlStep('SELECT id, region, amount FROM orders ORDER BY id', 'all_orders'))
    await cell(0, 0).click()
    for (const key of ['Control+End', 'Control+Home', 'ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowDown'])
      await page.keyboard.press(key)
    expect(await copied()).toBe('1\tsouth\n2\teast')
    await page.keyboard.press('Control+End')
    await cell(1999, 2).waitFor()
    const grid = page.getByRole('grid').first()
    expect(await grid.getAttribute('aria-rowcount')).toBe('2001')
    const active = await grid.getAttribute('aria-activedescendant')
    expect(await page.locator(`[id="${active}"]`).textContent()).toBe(String((1999 * 37) % 500))
  })

  it('has columns that are made wider by dragging and by keys, and sorts from its head', async () => {
    await page.keyboard.press('Control+Home')
    const width = async (): Promise<number> => (await cell(0, 0).boundingBox())?.width ?? 0
    const before = await width()
    const edge = await page.getByRole('button', { name: 'Width of id' }).boundingBox()
    if (!edge) throw new Error('no edge')
    await page.mouse.move(edge.x + 4, edge.y + 30)
    await page.mouse.down()
    await page.mouse.move(edge.x + 64, edge.y + 30)
    await page.mouse.up()
    expect(await width()).toBeCloseTo(before + 60, 0)
    await page.getByRole('grid').first().focus()
    for (const key of ['Control+Home', 'ArrowUp', 'Shift+ArrowRight']) await page.keyboard.press(key)
    expect(await width()).toBeCloseTo(before + 76, 0)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await expect.poll(() => cell(0, 0).textContent()).toBe('1999')
  })

  it('is downloaded under its name, as CSV with every cell exact and as the Parquet that the record names', async () => {
    const [result] = [...app.state().runs.values()]
    await page.getByRole('button', { name: 'Download all_orders' }).click()
    const csv = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: /CSV/ }).click()
    expect((await csv).suggestedFilename()).toBe('all_orders.csv')
    expect(await readFile(await (await csv).path(), 'utf8')).toBe(`${ORDERS}\n`)
    await page.getByRole('button', { name: 'Download all_orders' }).click()
    const parquet = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: /Parquet/ }).click()
    expect((await parquet).suggestedFilename()).toBe('all_orders.parquet')
    const bytes = await readFile(await (await parquet).path())
    expect(bytes.length).toBe(result?.artifact?.bytes)
  })

  it('fills the screen and leaves it by Esc', async () => {
    const result = page.getByRole('region', { name: 'Result all_orders' })
    await result.getByRole('button', { name: 'Full screen' }).click()
    expect((await result.boundingBox())?.width).toBe(1360)
    await page.keyboard.press('Escape')
    await result.getByRole('button', { name: 'Full screen' }).waitFor()
  })

  it('of an edited step is compared with the run before: in a sentence, and cell by cell', async () => {
    stepId = (await runStep(app, app.owner, sqlStep(SUMS(''), 'sums'))).stepId
    const wanted = SUMS(" + CASE WHEN region = 'north' THEN 5 ELSE 0 END")
    expect(await runAgain(stepId, sqlStep(wanted, 'sums'))).toBe('succeeded')
    const result = page.getByRole('region', { name: 'Result sums' })
    await result.getByRole('tab', { name: /Compared with the run before/ }).click()
    await result.getByText('3 rows, as many as before: 1 row changed.').waitFor()
    const row = result.getByRole('table', { name: 'Rows that changed' }).getByRole('row', { name: /north/ })
    expect(await row.locator('del').count()).toBe(1)
    expect(Number(await row.locator('ins').textContent())).toBe(
      Number(await row.locator('del').textContent()) + 5,
    )
  })

  it('of the run before is folded away under its time when the next run fails', async () => {
    const broken = `SELECT region, CAST(region AS INTEGER) AS total FROM orders GROUP BY region`
    expect(await runAgain(stepId, sqlStep(broken, 'sums'))).toBe('failed')
    const block = page.locator(`[data-block="${stepId}"]`)
    await block.getByRole('alert').waitFor()
    expect(await block.getByRole('grid').count()).toBe(0)
    await block.getByText(/^Result of the run before, at/).click()
    await block.getByRole('grid').waitFor()
    await block.getByText(/This is the result of an earlier run|Stale/).waitFor()
  })
})

describe('a chart', () => {
  it('is built by choosing, and keeps what was typed into its specification', async () => {
    await page.getByRole('button', { name: 'Add block' }).last().click()
    await page.getByRole('menuitem', { name: /Chart/ }).click()
    await page.getByLabel('Result name').last().fill('picture')
    const builder = page.getByRole('group', { name: 'Chart' })
    const choose = (label: string, value: string) =>
      builder.getByLabel(label, { exact: true }).selectOption(value)
    await choose('Table', 'all_orders')
    await choose('X', 'region')
    await choose('Y', 'amount')
    await choose('Y: aggregate', 'sum')
    await choose('X: sort', '-y')
    await page.getByLabel('Result name').last().focus()
    const block = page.locator('[data-block]', { has: builder })
    await block.getByRole('button', { name: 'Run', exact: true }).click()
    const made = await app.until(
      (state) => [...state.proposals.values()].find((one) => one.content.output === 'picture'),
      'the chart',
    )
    expect(JSON.parse(made.content.code)).toEqual({
      data: { name: 'all_orders' },
      mark: 'bar',
      encoding: {
        x: { field: 'region', type: 'nominal', sort: '-y' },
        y: { field: 'amount', type: 'quantitative', aggregate: 'sum' },
      },
    })
    await app.until((state) => state.proposals.get(made.proposalId)?.status === 'succeeded', 'its run')
  })

  it('is saved as PNG and as SVG, and a click on a mark leads to where its number comes from', async () => {
    const result = page.getByRole('region', { name: 'Result picture' })
    for (const [format, start] of [
      ['PNG', '\u0089PNG'],
      ['SVG', '<svg'],
    ] as const) {
      const saved = page.waitForEvent('download')
      await result.getByRole('button', { name: format }).click()
      expect((await saved).suggestedFilename()).toBe(`picture.${format.toLowerCase()}`)
      const bytes = await readFile(await (await saved).path(), 'latin1')
      expect(bytes.slice(0, 4)).toBe(start)
    }
    await result.locator('.mark-rect path').first().click()
    await page.getByRole('region', { name: /^Where .*amount.* comes from$|^Where .* comes from$/ }).waitFor()
    expect(faults).toEqual([])
  })
})
