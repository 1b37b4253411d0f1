/** What axe finds on every main view, light and dark: nothing that keeps a person from using it. */
import axe from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { askSample, concludeSample } from '#e2e/testing/sampleMoves.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { BlockId, CommentId } from '#shared/ids.ts'

let app: App
let context: BrowserContext
let page: Page
let emptyId = ''

beforeAll(async () => {
  app = await startApp({ hasSample: true })
  const { ports, firstPerson } = app.server
  const empty = await ports.workspaces.create('Empty', firstPerson)
  emptyId = empty.ok ? empty.value : ''
  context = await openBrowser({ width: 1440, height: 900 })
  page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(15_000)
  // Colours are measured where they come to rest.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(app.server.newLogin())
})
afterAll(async () => {
  await context.close()
  await app.stop()
})

const Findings = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.string().nullish(),
      nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
    }),
  ),
})

/** Serious and critical ones, each with where it is and what axe says about it. */
async function violations(): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const { violations: found } = Findings.parse(
    await page.evaluate(`axe.run({ resultTypes: ['violations'] })`),
  )
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))
}

async function wear(theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate((wanted) => {
    document.documentElement.dataset['theme'] = wanted
    dispatchEvent(new Event('countersign-theme'))
  }, theme)
  // Colours glide, and are measured where they come to rest.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'))
}

async function expectUsable(): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await wear(theme)
    expect.soft({ theme, violations: await violations() }).toEqual({ theme, violations: [] })
  }
}

const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).first().click()
const showTab = (name: RegExp) => page.getByRole('tab', { name }).click()

describe('to everybody', () => {
  it('an empty workspace is open', async () => {
    await page.goto(`${app.server.address}/?w=${emptyId}`)
    await page.getByText('Start with a question').waitFor()
    await expectUsable()
  })

  it('the sample before asking is open', async () => {
    await page.goto(`${app.server.address}/?w=${app.workspaceId}`)
    await page.getByRole('button', { name: 'Ask the agent' }).waitFor()
    await expectUsable()
  })

  it('review cards, the agent and the inbox are open', async () => {
    const [first] = await askSample(app)
    if (!first) throw new Error('nothing proposed')
    const card = page.getByRole('region', { name: `Review: ${first.title}`, exact: true })
    await card.scrollIntoViewIfNeeded()
    await expectUsable()
    await card.getByRole('button', { name: 'Reject' }).click()
    await page.getByLabel('Why it shall not run').waitFor()
    await showTab(/Review/)
    await page.getByRole('list', { name: 'Proposals in review' }).getByRole('button').first().click()
    await expectUsable()
    await card.getByRole('button', { name: 'Cancel' }).click()
  })

  it('results, charts and a conclusion are open', async () => {
    await concludeSample(app)
    await showTab(/Agent/)
    await page.getByRole('region', { name: 'Conclusion' }).first().waitFor()
    await page.getByRole('grid').first().waitFor()
    await expectUsable()
    await page.locator('.chart-box svg, .chart svg, svg.marks').first().scrollIntoViewIfNeeded()
    await expectUsable()
  })

  it('comments are open', async () => {
    const [objectiveId] = app.state().objectives.keys()
    const blockId = BlockId.parse(objectiveId)
    const commentId = CommentId.parse(uuidv7())
    const comment = { commentId, threadId: commentId, blockId, text: 'Is it so?', mentions: [] }
    await app.owner.send({ type: 'WriteComment', data: comment })
    await page.getByRole('article', { name: 'Objective' }).focus()
    await showTab(/Comments/)
    await page.getByText('Is it so?').first().waitFor()
    await expectUsable()
  })

  it('the way of a result to its data is open', async () => {
    await press('Where does this come from?')
    await page.getByRole('region', { name: /^Where .* comes from$/ }).waitFor()
    await expectUsable()
  })

  it('the canvas, and a block opened on it, are open', async () => {
    await press('Canvas')
    await page.getByRole('main', { name: 'Canvas' }).waitFor()
    await page.locator('.react-flow__node-entry').first().waitFor()
    await expectUsable()
    await page.getByRole('application', { name: /^The blocks, drawn/ }).focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary', { name: 'Selected block' }).waitFor()
    await expectUsable()
  })

  it('the lineage of the workspace is open', async () => {
    await press('Lineage')
    const nodes = page.getByRole('region', { name: 'Nodes in the drawing' })
    await nodes.getByRole('option').first().click()
    await expectUsable()
    await press('Notebook')
  })

  it('the history, now and in the past, is open', async () => {
    await press('History')
    const entry = page.getByRole('slider', { name: 'Entry' })
    await entry.waitFor()
    await expectUsable()
    await entry.fill('9')
    await page.getByText(/as it was at entry/).waitFor()
    await expectUsable()
    await press('Back to now')
  })

  it('the dialogs of a dataset, of sharing, of the keys, and the palette are open', async () => {
    await page
      .getByRole('button', { name: /^Look at / })
      .first()
      .click()
    await page.getByRole('dialog').getByRole('grid').waitFor()
    await expectUsable()
    await showTab(/Columns and types/)
    await page.getByRole('dialog').getByRole('table').waitFor()
    await expectUsable()
    await page.keyboard.press('Escape')
    await press('Share')
    await page.getByRole('dialog').waitFor()
    await expectUsable()
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await expectUsable()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+K')
    await page.getByPlaceholder(/What do you want to do/).waitFor()
    await expectUsable()
    await page.keyboard.press('Escape')
  })
})
