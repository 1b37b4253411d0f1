/** What a card shows is what would run: texts that hide, mislead or are markup, in a real browser, in every place of a card. */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HIDING_TEXTS, type HidingText } from '#e2e/testing/hidingTexts.ts'
import { proposal, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { StepId, type ProposalId } from '#shared/ids.ts'

let app: App
let context: BrowserContext
let page: Page
const dialogs: string[] = []
const strangers: string[] = []

beforeAll(async () => {
  app = await startApp()
  context = await openBrowser({ width: 1280, height: 900 })
  page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(30_000)
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const isOurs = request.url().startsWith(app.server.address) || request.url().startsWith('data:')
    if (!isOurs && !request.url().startsWith('blob:')) strangers.push(request.url())
  })
  await page.goto(app.server.newLogin())
})
afterAll(async () => {
  await context.close()
  await app.stop()
})

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** The card of a step at its block. */
async function cardOf(code: string, output: string, title: string, rationale: string): Promise<Locator> {
  const stepId = StepId.parse(uuidv7())
  const command = proposal(sqlStep(code, output), { stepId, title, rationale })
  const answer = await app.owner.send(command)
  expect(answer.status).toBe(200)
  await inReview(command.data.proposalId)
  const card = page.locator(`[data-block="${stepId}"] [data-review]`)
  await card.waitFor()
  return card
}

const inReview = (id: ProposalId) =>
  app.until((state) => state.proposals.get(id)?.status === 'in-review', 'its preflight')

const approve = (card: Locator): Locator => card.getByRole('button', { name: 'Approve', exact: true })

/** The verdicts are in reach all the time, so they say nothing of where the reader is. */
const toItsEnd = (card: Locator): Promise<void> =>
  card.locator('.facts').evaluate((facts) => facts.scrollIntoView({ block: 'center' }))

describe('a card', () => {
  it('shows all of the code of 200 texts that hide something, letter by letter', async () => {
    expect(HIDING_TEXTS.length).toBeGreaterThanOrEqual(200)
    const line = (text: string, at: number): string => `  ${literal(text)} AS c${at}`
    const code = `SELECT\n${HIDING_TEXTS.map(({ text }, at) => line(text, at)).join(',\n')}`
    const card = await cardOf(code, 'hiding', 'Many texts', '')
    await toItsEnd(card)
    await page.waitForFunction(() => document.querySelectorAll('.review-code .code-line').length > 200)
    const drawn = await card.locator('.code-line code').evaluateAll((lines) =>
      lines.map((one) => ({
        text: one.textContent,
        marked: [...one.querySelectorAll('mark.look-alike')].map((mark) => mark.textContent),
        isCut: one.scrollWidth > one.clientWidth + 1,
      })),
    )
    const wrong = HIDING_TEXTS.filter(({ shown, marked }, at) => {
      const found = drawn[at + 1]
      const wanted = line(shown, at) + (at < HIDING_TEXTS.length - 1 ? ',' : '')
      const isMarked = marked === undefined || found?.marked.includes(marked)
      return found?.text !== wanted || !isMarked || found.isCut
    })
    expect(wrong).toEqual([])
  })

  it('shows as much in its title and in what its author says', async () => {
    const short = HIDING_TEXTS.filter(
      ({ text, marked }) => text.length < 60 && !marked && !text.includes('\r'),
    )
    const sample: readonly HidingText[] = short.filter((_, at) => at % 3 === 0)
    const title = sample
      .slice(0, 8)
      .map((one) => one.text)
      .join('|')
    const rationale = sample.map((one) => `<${one.text}>`).join(' ')
    await cardOf('SELECT 1 AS one', 'worded', title, rationale)
    const block = page.locator('[data-block]', { has: page.getByText('AS one') }).last()
    const words = await block.evaluate((element) => element.textContent)
    const heading = await block.locator('.step-title').evaluate((element) => element.textContent)
    expect(heading).toBe(
      sample
        .slice(0, 8)
        .map((one) => one.shown)
        .join('|'),
    )
    expect(sample.filter(({ shown }) => !words.includes(`<${shown}>`))).toEqual([])
  })

  it('holds Approve back until the end of a very long code was on screen', async () => {
    const lines = Array.from({ length: 6000 }, (_, at) => `  -- line ${at}`).join('\n')
    const card = await cardOf(`SELECT\n${lines}\n  666 AS last_line`, 'long_code', 'Long', '')
    expect(await approve(card).isDisabled()).toBe(true)
    expect(await card.locator('.code-line').count()).toBeLessThan(3000)
    await toItsEnd(card)
    await card.getByText('AS last_line').waitFor()
    await page.waitForFunction(
      () => document.querySelectorAll('[data-review] .verdicts .primary:disabled').length === 0,
    )
    expect(await approve(card).isEnabled()).toBe(true)
  })

  it('executes nothing and asks nobody else for anything', async () => {
    expect(dialogs).toEqual([])
    expect(strangers).toEqual([])
    expect(await page.evaluate(() => 'executed' in window)).toBe(false)
    expect(await page.locator('iframe, object, embed, [onerror], [onload]').count()).toBe(0)
    expect(app.state().runs.size).toBe(0)
  })
})
