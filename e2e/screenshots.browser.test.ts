/**
 * Looks at every main view as a stranger first sees it: empty and full, light and dark, at two widths. With
 * COUNTERSIGN_SCREENSHOTS=1 all pictures go to docs/screenshots; without it fewer are taken, to a temporary folder.
 */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { askSample, concludeSample } from '#e2e/testing/sampleMoves.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'

type Theme = 'light' | 'dark'

const isForDocs = process.env['COUNTERSIGN_SCREENSHOTS'] !== undefined
const folder = isForDocs ? 'docs/screenshots' : mkdtempSync(join(tmpdir(), 'countersign-screenshots-'))
const SIZES = isForDocs ? [1280, 1920] : [1280]
const HEIGHTS: Readonly<Record<number, number>> = { 1280: 800, 1920: 1080 }

let app: App
let context: BrowserContext
let page: Page
let emptyId = ''

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  app = await startApp({ hasSample: true })
  const empty = await app.server.ports.workspaces.create('Empty', app.server.firstPerson)
  emptyId = empty.ok ? empty.value : ''
  context = await openBrowser()
  page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(15_000)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(app.server.newLogin())
})
afterAll(async () => {
  await context.close()
  await app.stop()
})

/** Pixels by which the page is wider than its window: something would be hidden by accident. */
const sidewaysScroll = (): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

async function wear(theme: Theme): Promise<void> {
  await page.evaluate((wanted) => {
    document.documentElement.dataset['theme'] = wanted
    dispatchEvent(new Event('countersign-theme'))
  }, theme)
}

/** The light picture of the smaller window has the plain name; `settle` brings into sight what a resize moved. */
async function take(name: string, settle: () => Promise<void> = async () => {}): Promise<void> {
  for (const width of SIZES) {
    await page.setViewportSize({ width, height: HEIGHTS[width] ?? 800 })
    for (const theme of ['light', 'dark'] as const) {
      await wear(theme)
      await settle()
      // Charts are drawn anew in the other colours.
      await page.waitForTimeout(600)
      const words = [name, ...(theme === 'dark' ? ['dark'] : []), ...(width === 1920 ? ['wide'] : [])]
      await page.screenshot({ path: join(folder, `${words.join('-')}.png`) })
      expect.soft(await sidewaysScroll(), words.join('-')).toBe(0)
    }
  }
}

const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click()

describe('nothing is cut off', () => {
  it('in an empty workspace', async () => {
    await page.goto(`${app.server.address}/?w=${emptyId}`)
    await page.getByText('Start with a question').waitFor()
    await take('empty')
    await page.getByRole('tab', { name: /Review/ }).click()
    await take('inbox-empty')
    await page.getByRole('tab', { name: /Agent/ }).click()
    await press('Canvas')
    await page.getByRole('application', { name: /^The blocks, drawn/ }).waitFor()
    await take('canvas-empty')
    await press('Lineage')
    await take('lineage-empty')
    await press('Notebook')
  })

  it('in the sample as it is found', async () => {
    await page.goto(`${app.server.address}/?w=${app.workspaceId}`)
    await page.getByRole('button', { name: 'Ask the agent' }).waitFor()
    await take('sample')
  })

  it('in what waits for review: the card, the agent and the inbox, with nothing run', async () => {
    const [first] = await askSample(app)
    if (!first) throw new Error('nothing proposed')
    const card = page.getByRole('region', { name: `Review: ${first.title}`, exact: true })
    await card.waitFor()
    expect(app.state().runs.size).toBe(0)
    await take('agent')
    const toCard = () => card.evaluate((one) => one.scrollIntoView({ block: 'start' }))
    await take('review-card', toCard)
    await page.getByRole('tab', { name: /Review/ }).click()
    await page.locator('[data-inbox-line]').first().click()
    await take('inbox')
    await page.getByRole('tab', { name: /Agent/ }).click()
  })

  it('in the full notebook', async () => {
    await concludeSample(app)
    await page.getByRole('region', { name: 'Conclusion' }).first().waitFor()
    const chart = page.getByTestId('chart').first()
    await chart.locator('svg').waitFor()
    await take('notebook', () =>
      page.getByRole('article', { name: 'Objective' }).evaluate((one) => one.scrollIntoView()),
    )
    await page
      .getByRole('article', { name: /^Step / })
      .first()
      .focus()
    await page.getByRole('tab', { name: /Details/ }).click()
    await take('details')
    await page.getByRole('tab', { name: /Agent/ }).click()
    await take('results', () => chart.evaluate((one) => one.scrollIntoView({ block: 'end' })))
  })

  it('on the canvas and in the lineage', async () => {
    await press('Canvas')
    await page.locator('.react-flow__node-entry').first().waitFor()
    await take('canvas', async () => {
      await page.getByRole('application', { name: /^The blocks, drawn/ }).focus()
      await page.keyboard.press('1')
    })
    await press('Lineage')
    await page.getByRole('region', { name: 'Nodes in the drawing' }).getByRole('option').nth(3).click()
    await take('lineage')
    await press('Notebook')
  })

  it('in the past', async () => {
    await press('History')
    const entry = page.getByRole('slider', { name: 'Entry' })
    await entry.fill(String(Math.floor(app.state().seq * 0.6)))
    await page.getByText(/as it was at entry/).waitFor()
    await take('history')
  })

  it('and the dark is dark', async () => {
    await wear('dark')
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const [red = 255] = background.match(/\d+/g)?.map(Number) ?? []
    expect(red).toBeLessThan(60)
  })
})
