/** The keys of the list: heard outside of what is typed into and nowhere else, told by the help, offered by name. */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOTEBOOK_KEYS } from '#client/workspace/keys.ts'
import { runStep, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import type { StepId } from '#shared/ids.ts'

let app: App
let context: BrowserContext
let page: Page
let kept: StepId
let total: StepId

beforeAll(async () => {
  app = await startApp()
  await app.upload('orders.csv', 'id,amount\n1,10\n2,20\n3,30')
  kept = (await runStep(app, app.owner, sqlStep('SELECT id, amount FROM orders', 'kept'))).stepId
  total = (await runStep(app, app.owner, sqlStep('SELECT sum(amount) AS total FROM kept', 'total'))).stepId
  context = await openBrowser({ width: 1440, height: 900 })
  page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(10_000)
  await page.goto(app.server.newLogin())
  await block(total).waitFor()
})
afterAll(async () => {
  await context.close()
  await app.stop()
})

const press = (keys: string): Promise<void> => page.keyboard.press(keys)
const block = (id: string): Locator => page.locator(`[data-block="${id}"]`)
const hasFocus = (id: string): Promise<void> => page.locator(`[data-block="${id}"]:focus`).waitFor()
const order = (): Promise<readonly string[]> =>
  page.locator('[data-block]').evaluateAll((all) => all.map((one) => one.getAttribute('data-block') ?? ''))
const proposals = (): number => app.state().proposals.size
const help = (): Locator => page.getByRole('dialog', { name: 'Keys' })
/** All letters and signs that are keys, as a person would type them. */
const LETTERS = 'jkabxcvmsnzddeaii?'

async function fromPalette(words: string): Promise<void> {
  await press('Control+k')
  await page.getByPlaceholder(/What do you want to do/).waitFor()
  await page.keyboard.type(words)
  await press('Enter')
}

describe('keys', () => {
  it('go from block to block, by letters and arrows, with caps lock too', async () => {
    await block(kept).focus()
    for (const [key, to] of [
      ['j', total],
      ['k', kept],
      ['ArrowDown', total],
      ['ArrowUp', kept],
      ['J', total],
      ['K', kept],
    ] as const) {
      // A capital letter without Shift is what caps lock makes.
      if (/^[A-Z]$/.test(key))
        await page.evaluate(
          (letter) =>
            document.activeElement?.dispatchEvent(
              new KeyboardEvent('keydown', { key: letter, bubbles: true, cancelable: true }),
            ),
          key,
        )
      else await press(key)
      await hasFocus(to)
    }
  })

  it('are letters in a field and in an editor', async () => {
    const before = await order()
    const wereProposed = proposals()
    await block(total).focus()
    await press('b')
    await expect.poll(async () => (await order()).length).toBe(before.length + 1)
    const draft = (await order()).at(-1) ?? ''
    await page.locator(`[data-block="${draft}"] :focus`).waitFor()
    await page.keyboard.type(LETTERS)
    await block(draft).getByText(LETTERS).first().waitFor()
    const name = block(draft).getByLabel('Result name')
    await name.focus()
    await page.keyboard.type('jkabxcvmsnzddeaii')
    expect(await name.inputValue()).toBe('jkabxcvmsnzddeaii')
    expect(await order()).toEqual([...before, draft])
    expect(await help().count()).toBe(0)
    expect(proposals()).toBe(wereProposed)
    await press('Escape')
    await hasFocus(draft)
    await press('d')
    await press('d')
    await block(draft).waitFor({ state: 'detached' })
  })

  it('belong to another part of the page where that has a use for them', async () => {
    await block(kept).focus()
    const line = page.locator('.outline button').nth(1)
    await line.focus()
    await press('ArrowUp')
    expect(await line.evaluate((one) => one === document.activeElement)).toBe(true)
    await press('Enter')
    await hasFocus(total)
  })

  it('work where nothing has the focus, on what is selected', async () => {
    // What runs already is not run again.
    const runs = (): number =>
      [...app.state().runs.values()].filter((one) => one.stepId === kept && one.outcome).length
    const before = runs()
    await block(kept).focus()
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
    await press('Control+Enter')
    await expect.poll(runs, { timeout: 20_000 }).toBe(before + 1)
    await block(kept)
      .getByRole('button', { name: 'Run again', exact: true })
      .and(page.locator(':enabled'))
      .waitFor()
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
    await press('Shift+Enter')
    await expect.poll(runs, { timeout: 20_000 }).toBe(before + 2)
    await hasFocus(total)
  })
})

describe('the list of keys', () => {
  it('tells every key of the notebook, on the notebook and on the canvas', async () => {
    await block(kept).focus()
    await press('?')
    for (const { says } of NOTEBOOK_KEYS) await help().getByText(says, { exact: true }).waitFor()
    await press('Escape')
    await help().waitFor({ state: 'detached' })
    await fromPalette('show the canvas')
    await page.getByRole('application', { name: /^The blocks, drawn/ }).waitFor()
    await press('?')
    await help().waitFor()
    await press('Escape')
    await fromPalette('show the notebook')
    await block(kept).waitFor()
  })

  it('is in the palette, whose acts do the same to the selected block', async () => {
    await block(kept).focus()
    await fromPalette('next block')
    await hasFocus(total)
    const before = await order()
    await fromPalette('copy the block')
    await fromPalette('paste a block below')
    await expect.poll(async () => (await order()).length).toBe(before.length + 1)
    await fromPalette('undo the last block action')
    await expect.poll(order).toEqual(before)
    await fromPalette('show all keys')
    await help().waitFor()
    await press('Escape')
  })
})
