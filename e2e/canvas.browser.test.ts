/** The canvas: the notebook's blocks laid out by what reads what, placed by hand for everybody, opened without leaving it. */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { propose, runStep, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'

let app: App
let ada: Page
let rosa: Page
const contexts: BrowserContext[] = []
const faults: string[] = []

async function openPage(login: string): Promise<Page> {
  const context = await openBrowser({ width: 1440, height: 900 })
  contexts.push(context)
  const page = context.pages()[0] ?? (await context.newPage())
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(login)
  await page.getByRole('button', { name: 'Canvas', exact: true }).click()
  await named(page, 'by_region').waitFor()
  return page
}

const named = (page: Page, title: string): Locator =>
  page.locator('.react-flow__node-entry').filter({ has: page.locator(`strong[title="${title}"]`) })

async function placeOf(page: Page, name: string): Promise<{ x: number; y: number }> {
  const style = (await named(page, name).getAttribute('style')) ?? ''
  const [, x = 'NaN', y = 'NaN'] = /translate\(([-\d.]+)px, ?([-\d.]+)px\)/.exec(style) ?? []
  return { x: Number(x), y: Number(y) }
}
const colourOf = (found: Locator): Promise<string> =>
  found.locator('strong').evaluate((element) => getComputedStyle(element).color)

beforeAll(async () => {
  app = await startApp()
  await app.upload('orders.csv', 'region,amount\nnorth,1\nsouth,2\nnorth,3\n')
  await runStep(
    app,
    app.owner,
    sqlStep('SELECT region, sum(amount) AS total FROM orders GROUP BY region', 'by_region'),
  )
  await propose(app, app.owner, sqlStep('SELECT max(total) AS most FROM by_region', 'highest'))
  await propose(app, app.owner, sqlStep('SELECT 42 AS answer', 'alone'))
  ada = await openPage(app.server.newLogin())
  const invited = await app.owner.request('POST', `/api/workspaces/${app.workspaceId}/invitations`, {
    name: 'Rosa',
    role: 'editor',
  })
  rosa = await openPage((invited.body as { login: string }).login)
})
afterAll(async () => {
  for (const context of contexts) await context.close()
  await app.stop()
})

describe('the canvas', () => {
  it('shows data and steps from left to right along what is read, each with its state and size', async () => {
    const [orders, byRegion, highest] = await Promise.all(
      ['orders', 'by_region', 'highest'].map((name) => placeOf(ada, name)),
    )
    expect(orders?.x).toBeLessThan(byRegion?.x ?? NaN)
    expect(byRegion?.x).toBeLessThan(highest?.x ?? NaN)
    expect(await ada.locator('.canvas-edge').count()).toBe(2)
    await named(ada, 'by_region').getByText('succeeded').waitFor()
    await named(ada, 'by_region').getByText('2 rows × 2 columns').waitFor()
    await named(ada, 'highest').getByText('in review').waitFor()
  })

  it('lights what is up- and downstream of the selected block, and lets the rest step back', async () => {
    const before = await colourOf(named(ada, 'alone'))
    await named(ada, 'by_region').click()
    await expect.poll(() => colourOf(named(ada, 'alone'))).not.toBe(before)
    for (const name of ['orders', 'by_region', 'highest'])
      expect(await colourOf(named(ada, name))).toBe(before)
    expect(await ada.locator('.canvas-edge.lit').count()).toBe(2)
    await ada.getByRole('status').filter({ hasText: 'reads dataset orders; read by step highest' }).waitFor()
  })

  it('goes along what is read by the arrow keys', async () => {
    await ada.keyboard.press('ArrowRight')
    await ada.locator('.react-flow__node.selected', { hasText: 'highest' }).waitFor()
    await ada.keyboard.press('ArrowLeft')
    await ada.keyboard.press('ArrowLeft')
    await ada.locator('.react-flow__node.selected', { hasText: 'orders' }).waitFor()
    const picked = await colourOf(named(ada, 'orders'))
    await ada.keyboard.press('Escape')
    await expect.poll(() => colourOf(named(ada, 'alone'))).toBe(picked)
  })

  it('keeps a block where it was dragged, for everybody and after a reload, until that is undone', async () => {
    const [before, other] = [await placeOf(ada, 'alone'), await placeOf(ada, 'highest')]
    await drag(ada, 'alone', 60, 180)
    const after = await placeOf(ada, 'alone')
    expect(after.y).toBeGreaterThan(before.y + 100)
    await expect.poll(() => placeOf(rosa, 'alone')).toEqual(after)
    expect(await placeOf(ada, 'highest')).toEqual(other)
    await rosa.reload()
    await named(rosa, 'alone').waitFor()
    await expect.poll(() => placeOf(rosa, 'alone')).toEqual(after)

    await ada.keyboard.press('z')
    await expect.poll(() => placeOf(rosa, 'alone')).toEqual(before)
    await ada.keyboard.press('Shift+Z')
    await expect.poll(() => placeOf(rosa, 'alone')).toEqual(after)
    await ada.getByRole('button', { name: 'Lay the selection out again' }).click()
    await expect.poll(() => placeOf(rosa, 'alone')).toEqual(before)
  })

  it('opens a block beside it to be reviewed there', async () => {
    await named(ada, 'highest').dblclick()
    const sheet = ada.getByRole('complementary', { name: 'Selected block' })
    await sheet.getByRole('region', { name: 'Review: highest' }).waitFor()
    await sheet.getByRole('button', { name: 'Approve', exact: true }).click()
    await app.until(
      (state) => [...state.proposals.values()].find((one) => one.title === 'highest')?.status === 'succeeded',
      'the run',
    )
    await named(ada, 'highest').getByText('1 row × 1 column').waitFor()
    await ada.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
  })

  it('shows title and state alone from afar', async () => {
    await ada.keyboard.press('1')
    await named(ada, 'by_region').locator('.canvas-code').waitFor()
    for (let at = 0; at < 6; at += 1)
      await ada.getByRole('button', { name: 'Zoom out' }).click({ delay: 240 })
    await named(ada, 'by_region').locator('.canvas-code').waitFor({ state: 'detached' })
    await named(ada, 'by_region').getByRole('img', { name: 'succeeded' }).waitFor({ state: 'attached' })
  })

  it('keeps the place when the view is switched', async () => {
    await named(ada, 'highest').click()
    await ada.getByRole('button', { name: 'Notebook', exact: true }).click()
    const block = ada.getByRole('article', { name: 'Step highest' })
    await expect.poll(() => isInSight(block)).toBe(true)
    await ada.getByRole('button', { name: 'Canvas', exact: true }).click()
    await ada.locator('.react-flow__node.selected', { hasText: 'highest' }).waitFor()
    expect(await isInSight(named(ada, 'highest'))).toBe(true)
    expect(faults).toEqual([])
  })
})

const isInSight = (found: Locator): Promise<boolean> =>
  found.evaluate((element) => {
    const { top, left, right } = element.getBoundingClientRect()
    return top >= 0 && top < innerHeight && left >= 0 && right <= innerWidth
  })

async function drag(page: Page, name: string, x: number, y: number): Promise<void> {
  const box = await named(page, name).boundingBox()
  if (!box) throw new Error(`${name} is not drawn`)
  await page.mouse.move(box.x + box.width / 2, box.y + 14)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2 + x / 2, box.y + 14 + y / 2, { steps: 4 })
  await page.mouse.move(box.x + box.width / 2 + x, box.y + 14 + y, { steps: 4 })
  await page.mouse.up()
}
