/** What people do with blocks as whole things: by the bar over a block, by keys outside of editors, by dragging. */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runStep, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import type { StepId } from '#shared/ids.ts'

let app: App
let context: BrowserContext
let page: Page
let kept: StepId
let total: StepId
const faults: string[] = []

beforeAll(async () => {
  app = await startApp()
  await app.upload('orders.csv', 'id,amount\n1,10\n2,20\n3,30')
  kept = (await runStep(app, app.owner, sqlStep('SELECT id, amount FROM orders', 'kept'))).stepId
  total = (await runStep(app, app.owner, sqlStep('SELECT sum(amount) AS total FROM kept', 'total'))).stepId
  context = await openBrowser({ width: 1280, height: 900 })
  page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(10_000)
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(app.server.newLogin())
  await block(total).waitFor()
})
afterAll(async () => {
  await context.close()
  await app.stop()
})

const block = (id: string): Locator => page.locator(`[data-block="${id}"]`)
const order = (): Promise<readonly string[]> =>
  page.locator('[data-block]').evaluateAll((all) => all.map((one) => one.getAttribute('data-block') ?? ''))
const select = (id: string): Promise<void> => block(id).focus()
const act = (id: string, name: RegExp): Promise<void> =>
  block(id).getByRole('toolbar').getByRole('button', { name }).click()
async function fromMenu(id: string, name: RegExp): Promise<void> {
  await block(id).getByRole('button', { name: 'More for this block' }).click()
  await page.getByRole('menuitem', { name }).click()
}
const runsOf = (id: StepId): number =>
  [...app.state().runs.values()].filter((one) => one.stepId === id).length
const newest = async (before: readonly string[]): Promise<string> => {
  await expect.poll(async () => (await order()).length).toBe(before.length + 1)
  return (await order()).find((id) => !before.includes(id)) ?? ''
}

describe('the bar over a block', () => {
  it('duplicates a step as a draft under a free name, and deletes it with a way back', async () => {
    const before = await order()
    await select(kept)
    await act(kept, /^Duplicate/)
    const copy = await newest(before)
    expect((await order()).indexOf(copy)).toBe(before.indexOf(kept) + 1)
    expect(await block(copy).getByLabel('Result name').inputValue()).toBe('kept_copy')
    await act(copy, /^Delete/)
    await block(copy).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await block(copy).waitFor()
    await select(copy)
    await act(copy, /^Delete/)
    await block(copy).waitFor({ state: 'detached' })
  })

  it('moves a recorded step, and undoes that by Z', async () => {
    await select(total)
    await act(total, /^Move up/)
    await expect.poll(order).toEqual([total, kept])
    await select(total)
    await page.keyboard.press('z')
    await expect.poll(order).toEqual([kept, total])
  })

  it('computes anew what ran before, where running again is answered from the cache', async () => {
    const last = () => [...app.state().runs.values()].findLast((one) => one.stepId === kept)
    await select(kept)
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => runsOf(kept), { timeout: 20_000 }).toBe(2)
    expect(last()?.sameAs).toBeDefined()
    await fromMenu(kept, /^Replay/)
    await expect.poll(() => runsOf(kept), { timeout: 20_000 }).toBe(3)
    expect(last()?.sameAs).toBeUndefined()
    await block(kept).getByText('replayed: identical').waitFor()
  })

  it('runs the step, and hides its code and its result until they are shown again, after a new start too', async () => {
    const before = runsOf(kept)
    await select(kept)
    await act(kept, /^Run this step/)
    await expect.poll(() => runsOf(kept), { timeout: 20_000 }).toBe(before + 1)
    const code = block(kept).getByRole('region', { name: 'Code' })
    const grid = block(kept).getByRole('grid')
    await grid.waitFor()
    await act(kept, /^Hide the code/)
    await code.waitFor({ state: 'detached' })
    await act(kept, /^Hide the result/)
    await grid.waitFor({ state: 'detached' })
    await page.reload()
    await block(kept).getByText('Code, 1 line').waitFor()
    expect(await grid.count()).toBe(0)
    await select(kept)
    await act(kept, /^Show the result/)
    await grid.waitFor()
    await block(kept).getByRole('button', { name: 'Code, 1 line' }).click()
    await code.waitFor()
  })

  it('is in sight of the pointer in a block whose edge is not', async () => {
    await page.setViewportSize({ width: 1280, height: 360 })
    await select(kept)
    await block(kept).evaluate((one) => {
      const page = one.closest('main')
      page?.scrollTo(0, page.scrollTop + one.getBoundingClientRect().top + 60)
    })
    await page.mouse.move(600, 250)
    const bar = block(kept).getByRole('toolbar')
    const top = async (): Promise<number> => (await bar.boundingBox())?.y ?? -1
    await expect.poll(top).toBeGreaterThan(40)
    expect(await top()).toBeLessThan(80)
    await page.setViewportSize({ width: 1280, height: 900 })
  })

  it('is one stop of the tab key, with arrows within', async () => {
    await select(kept)
    const first = block(kept).getByRole('toolbar').getByRole('button').first()
    await first.focus()
    await page.keyboard.press('ArrowRight')
    await block(kept).getByRole('toolbar').getByRole('button').nth(1).and(page.locator(':focus')).waitFor()
    await page.keyboard.press('Tab')
    expect(await page.locator('[role="toolbar"] :focus').count()).toBe(0)
  })
})

describe('keys outside of editors', () => {
  it('copy, paste and cut a block', async () => {
    const before = await order()
    await select(total)
    await page.keyboard.press('c')
    await select(kept)
    await page.keyboard.press('v')
    const copy = await newest(before)
    expect(await order()).toEqual([kept, copy, total])
    await block(copy).and(page.locator(':focus')).waitFor()
    await page.keyboard.press('x')
    await block(copy).waitFor({ state: 'detached' })
    await select(total)
    await page.keyboard.press('v')
    const pasted = await newest(before)
    expect((await order()).at(-1)).toBe(pasted)
    expect(await block(pasted).getByLabel('Result name').inputValue()).toBe('total_copy')
  })

  it('turn a draft into a note and back, but nothing that is recorded', async () => {
    const draft = (await order()).at(-1) ?? ''
    await select(draft)
    await page.keyboard.press('m')
    await page.locator(`[data-block="${draft}"].note`).waitFor()
    await select(draft)
    await page.keyboard.press('s')
    await page.locator(`[data-block="${draft}"].step`).waitFor()
    await select(kept)
    await page.keyboard.press('m')
    await page.getByText('Only a draft that is not recorded yet changes its kind.').first().waitFor()
  })

  it('run and insert below, leaving the editor to nobody else', async () => {
    const before = await order()
    const ran = runsOf(kept)
    await select(kept)
    await page.keyboard.press('Alt+Enter')
    const added = await newest(before)
    expect((await order()).indexOf(added)).toBe((await order()).indexOf(kept) + 1)
    await expect.poll(() => runsOf(kept), { timeout: 20_000 }).toBe(ran + 1)
    await page.locator(`[data-block="${added}"] :focus`).waitFor()
    await page.keyboard.type('mxcvdd')
    await block(added).getByText('mxcvdd').first().waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('d')
    await page.keyboard.press('d')
    await block(added).waitFor({ state: 'detached' })
  })

  it('open a recorded step for editing, and are no commands while its editor is loading', async () => {
    const slow = await context.newPage()
    await slow.route('**/MonacoEditor*.js', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      await route.continue()
    })
    await slow.goto(`${app.server.address}/?w=${app.workspaceId}`)
    const here = slow.locator(`[data-block="${total}"]`)
    await here.waitFor()
    const before = await slow.locator('[data-block]').count()
    await here.focus()
    await slow.keyboard.press('Enter')
    await slow.keyboard.type('bbad')
    await here.locator('.monaco-editor').waitFor()
    await slow.locator(`[data-block="${total}"] .monaco-editor :focus`).waitFor({ state: 'attached' })
    await slow.keyboard.type('-- typed')
    await here.getByText('typed').first().waitFor()
    expect(await slow.locator('[data-block]').count()).toBe(before)
    // The first closes the completions.
    await slow.keyboard.press('Escape')
    await slow.keyboard.press('Escape')
    await slow.keyboard.press('d')
    await slow.keyboard.press('d')
    await here.locator('.monaco-editor').waitFor({ state: 'detached' })
    await slow.close()
  })

  it('propose the removal of a recorded step, and never delete it', async () => {
    await select(total)
    await page.keyboard.press('d')
    await page.keyboard.press('d')
    const removal = await app.until(
      (state) => [...state.proposals.values()].find((one) => one.change === 'remove'),
      'the proposed removal',
    )
    expect(removal.stepId).toBe(total)
    await page
      .getByText('The removal of total is proposed: it stays until that is approved.')
      .first()
      .waitFor()
    await block(total).getByText('removes the step').waitFor()
    await page.getByRole('button', { name: 'Withdraw it', exact: true }).click()
    await block(total).getByText('removes the step').waitFor({ state: 'detached' })
    expect(app.state().proposals.get(removal.proposalId)?.status).toBe('withdrawn')
    await block(total).waitFor()
  })
})

describe('the order of the notebook', () => {
  it('changes by dragging a block by its grip', async () => {
    const before = await order()
    await block(kept).evaluate((one) => one.scrollIntoView({ block: 'start' }))
    await block(kept).hover({ position: { x: 20, y: 30 } })
    const grip = await block(kept).locator('[data-grip]').boundingBox()
    const other = await block(total).boundingBox()
    if (!grip || !other) throw new Error('they are not on the page')
    await page.mouse.move(grip.x + 8, grip.y + 8)
    await page.mouse.down()
    await page.mouse.move(grip.x + 20, grip.y + 30, { steps: 4 })
    await page.mouse.move(other.x + 200, other.y + other.height - 8, { steps: 8 })
    await page.locator('.drop-before').waitFor()
    await page.mouse.up()
    const others = before.filter((id) => id !== kept)
    others.splice(others.indexOf(total) + 1, 0, kept)
    await expect.poll(order).toEqual(others)
  })

  it('is by dependency for one person, who moves nothing by that', async () => {
    const byHand = await order()
    expect(byHand.indexOf(kept)).toBeGreaterThan(byHand.indexOf(total))
    await page.getByRole('button', { name: 'By dependency' }).click()
    await expect.poll(async () => (await order()).indexOf(kept)).toBeLessThan(byHand.indexOf(kept))
    const shown = await order()
    expect(shown.indexOf(kept)).toBeLessThan(shown.indexOf(total))
    await select(kept)
    await page.keyboard.press('Alt+Shift+ArrowDown')
    await page.getByText('choose the order by hand to move them').first().waitFor()
    await page.getByRole('button', { name: 'By hand' }).click()
    await expect.poll(order).toEqual(byHand)
    expect(faults).toEqual([])
  })
})
