/** The main job by the keyboard alone: nothing on this page is ever clicked or touched. */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { isQuietIn, waitingIn } from '#e2e/testing/sampleMoves.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import type { Proposal } from '#shared/workspace.ts'

/** More stops than a page has; a control that is not among them can't be reached. */
const STOPS = 250

let app: App
let context: BrowserContext
let page: Page

beforeAll(async () => {
  app = await startApp({ hasSample: true })
  context = await openBrowser({ width: 1440, height: 900 })
  page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(15_000)
  await page.goto(app.server.newLogin())
  await page.getByRole('button', { name: 'Ask the agent' }).waitFor()
})
afterAll(async () => {
  await context.close()
  await app.stop()
})

const press = (keys: string): Promise<void> => page.keyboard.press(keys)
const hasFocus = (control: Locator): Promise<boolean> =>
  control.evaluateAll((all) => all.some((one) => one === document.activeElement))

async function tabTo(control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let stop = 0; stop < STOPS; stop += 1) {
    if (await hasFocus(control)) return
    await press(key)
  }
  throw new Error(`no ${key} leads to ${String(control)}`)
}

/** By the key of the next that waits; gives the proposal whose card has the focus then. */
async function goToNext(): Promise<Proposal> {
  await press('n')
  const cards = page.locator('[data-block] [data-review]')
  await expect.poll(() => hasFocus(cards)).toBe(true)
  const title = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  const proposal = waitingIn(app).find((one) => title === `Review: ${one.title}`)
  if (!proposal) throw new Error(`${title} does not wait`)
  return proposal
}

async function giveReason(field: string, reason: string, confirm: string): Promise<void> {
  await expect.poll(() => hasFocus(page.getByLabel(field))).toBe(true)
  await page.keyboard.type(reason)
  await tabTo(page.getByRole('button', { name: confirm }))
  await press('Enter')
}

/** Until the end of the code was on screen, as the card demands. */
async function readToTheEnd(): Promise<void> {
  const approve = page.locator('[data-review]:focus').getByRole('button', { name: 'Approve', exact: true })
  for (let screen = 0; screen < 12 && (await approve.isDisabled()); screen += 1) {
    await press('PageDown')
    await page.waitForTimeout(150)
  }
}

const statusOf = (one: Proposal): string | undefined => app.state().proposals.get(one.proposalId)?.status
const becomes = (one: Proposal, status: string) => app.until(() => statusOf(one) === status, status)

describe('by keys alone, a person', () => {
  it('asks the agent', async () => {
    await tabTo(page.getByRole('button', { name: 'Ask the agent' }))
    await press('Enter')
    await app.until((state) => state.turns.size === 1 && isQuietIn(app), 'the turn')
    expect(waitingIn(app).length).toBeGreaterThanOrEqual(2)
  })

  it('reaches what waits, and asks for a change with a reason', async () => {
    const first = await goToNext()
    await press('Shift+C')
    await giveReason('What to change', 'use the median instead of the mean', 'Send request')
    await app.until(
      (state) =>
        [...state.proposals.values()].some(
          (one) => one.stepId === first.stepId && one.seq > first.seq && one.status === 'in-review',
        ),
      'the revision',
    )
    expect(statusOf(first)).toBe('changes-requested')
  })

  it('reads a card to its end, approves it and comes to its result', async () => {
    await app.until(() => isQuietIn(app), 'the answer')
    let next = await goToNext()
    while (next.content.language !== 'sql') next = await goToNext()
    await readToTheEnd()
    await press('Shift+A')
    await becomes(next, 'succeeded')
    const grid = page.getByRole('grid', { name: next.content.output })
    await grid.waitFor()
    await tabTo(grid)
    for (const keys of ['Control+Home', 'ArrowDown', 'ArrowRight']) await press(keys)
    const active = await grid.getAttribute('aria-activedescendant')
    expect(await page.locator(`[id="${active}"]`).getAttribute('data-row')).toBe('1')
  })

  it('follows the result to its data', async () => {
    await tabTo(page.getByRole('button', { name: 'Where does this come from?' }), 'Shift+Tab')
    await press('Enter')
    const way = page.getByRole('region', { name: /^Where .* comes from$/ })
    await way.waitFor()
    await tabTo(way.getByRole('button', { name: /dataset/ }).first())
  })

  it('rejects with a reason', async () => {
    await app.until(() => isQuietIn(app) && waitingIn(app).length > 0, 'something that waits')
    const next = await goToNext()
    await press('Shift+R')
    await giveReason('Why it shall not run', 'a table is enough', 'Confirm rejection')
    await becomes(next, 'rejected')
    expect(app.state().proposals.get(next.proposalId)?.runIds).toEqual([])
  })

  it('finds the history by its name, and moves in it', async () => {
    await press('Control+K')
    await page.getByPlaceholder(/What do you want to do/).waitFor()
    await page.keyboard.type('show the history')
    await press('Enter')
    const entry = page.getByRole('slider', { name: 'Entry' })
    await entry.waitFor()
    await tabTo(entry)
    await press('Home')
    await page.getByText(/as it was at entry/).waitFor()
    await press('End')
    await page.getByText(/as it was at entry/).waitFor({ state: 'detached' })
  })

  it('walks the canvas and opens a block of it', async () => {
    await press('Control+K')
    await page.keyboard.type('show the canvas')
    await press('Enter')
    await tabTo(page.getByRole('application', { name: /^The blocks, drawn/ }))
    await press('ArrowRight')
    await press('Enter')
    const sheet = page.getByRole('complementary', { name: 'Selected block' })
    await sheet.waitFor()
    await press('Escape')
    await sheet.waitFor({ state: 'detached' })
  })
})
