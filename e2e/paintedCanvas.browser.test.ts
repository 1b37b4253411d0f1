/** The canvas with many blocks, from afar: what is painted is hovered, picked, opened and moved as what is an element of the page. */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { ObjectiveId } from '#shared/ids.ts'

const OBJECTIVES = 170

let app: App
let page: Page
let context: BrowserContext
let surface: Locator
const faults: string[] = []

beforeAll(async () => {
  app = await startApp()
  for (let at = 0; at < OBJECTIVES; at += 1)
    await app.owner.send({
      type: 'WriteObjective',
      data: { objectiveId: ObjectiveId.parse(uuidv7()), text: `Question ${at}?`, acceptance: [] },
    })
  context = await openBrowser({ width: 1440, height: 900 })
  page = context.pages()[0] ?? (await context.newPage())
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(app.server.newLogin())
  await page.getByRole('button', { name: 'Canvas', exact: true }).click()
  surface = page.locator('.canvas-surface')
  await surface.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('2')
  await page.locator('.react-flow__node.selected', { hasText: 'Question 0?' }).waitFor()
  // By the middle, where that block is.
  for (let at = 0; at < 8; at += 1) await page.getByRole('button', { name: 'Zoom out' }).click({ delay: 240 })
  await page.locator('.canvas-painted').waitFor()
})
afterAll(async () => {
  await context.close()
  await app.stop()
})

const nodes = (): Locator => page.locator('.react-flow__node')
const status = (text: string): Locator => page.getByRole('status').filter({ hasText: text })

async function middle(): Promise<{ x: number; y: number }> {
  const box = await surface.boundingBox()
  if (!box) throw new Error('There is no canvas')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** While the view still moves, nothing wakes. */
async function wakeAt(x: number, y: number): Promise<Locator> {
  await expect
    .poll(async () => {
      await page.mouse.move(x - 1, y)
      await page.mouse.move(x, y)
      return nodes().count()
    })
    .toBe(1)
  return nodes()
}

describe('many blocks from afar', () => {
  it('are no elements of the page, but for the one under the pointer', async () => {
    await page.mouse.move(700, 130)
    await expect.poll(() => nodes().count()).toBe(0)
    const { x, y } = await middle()
    const woken = await wakeAt(x, y)
    expect(await nodes().count()).toBe(1)
    await woken.filter({ hasText: 'Question 0?' }).waitFor()
  })

  it('are painted: there is ink where a block stands, and none beside it', async () => {
    const inks = await page.locator('.canvas-painted').evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) throw new Error('It is no drawing')
      const [x, y] = [Math.round(canvas.width / 2), Math.round(canvas.height / 2)]
      const inkAt = (left: number, top: number): number =>
        canvas.getContext('2d')?.getImageData(left, top, 1, 1).data[3] ?? -1
      return { block: inkAt(x, y), beside: inkAt(x - 200, y) }
    })
    expect(inks).toEqual({ block: 255, beside: 0 })
  })

  it('are picked by a click and unpicked by one beside', async () => {
    const { x, y } = await middle()
    await page.mouse.click(x - 200, y)
    await expect.poll(() => status('Question 0?').count()).toBe(0)
    await wakeAt(x, y)
    await page.mouse.click(x, y)
    await status('objective Question 0?').waitFor()
  })

  it('are picked together by a rectangle around them', async () => {
    const { x, y } = await middle()
    await page.mouse.move(x - 90, y - 40)
    await page.mouse.down()
    await page.mouse.move(x, y + 20, { steps: 4 })
    await page.mouse.move(x + 20, y + 60, { steps: 4 })
    await page.mouse.up()
    await status('2 selected').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => status('selected').count()).toBe(0)
  })

  it('are opened by a double click', async () => {
    const { x, y } = await middle()
    await wakeAt(x, y)
    await page.mouse.dblclick(x, y)
    const sheet = page.getByRole('complementary', { name: 'Selected block' })
    await sheet.getByText('Question 0?').first().waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
  })

  it('are moved by dragging', async () => {
    const { x, y } = await middle()
    await page.keyboard.press('2')
    for (let at = 0; at < 8; at += 1)
      await page.getByRole('button', { name: 'Zoom out' }).click({ delay: 240 })
    await (await wakeAt(x, y)).filter({ hasText: 'Question 0?' }).waitFor()
    await page.mouse.down()
    await page.mouse.move(x - 60, y, { steps: 4 })
    await page.mouse.move(x - 150, y, { steps: 4 })
    await page.mouse.up()
    await page.mouse.move(700, 130)
    await expect.poll(() => nodes().count()).toBe(0)
    await (await wakeAt(x - 150, y)).filter({ hasText: 'Question 0?' }).waitFor()
    expect(faults).toEqual([])
  })
})
