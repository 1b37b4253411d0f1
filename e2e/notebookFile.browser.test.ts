/** A Jupyter notebook dropped on the window: looked at first, then drafts, of which one runs once it is approved. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { pythonIsHere } from '#e2e/testing/pythonIsHere.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { HOSTILE, TANGLED } from '#shared/notebookFile/testing/notebooks.ts'

let app: App
let context: BrowserContext
let page: Page

beforeAll(async () => {
  app = await startApp({ hasPython: pythonIsHere() })
  await app.upload('orders.csv', 'region,amount\nnorth,10\nsouth,20\nnorth,35')
  context = await openBrowser({ width: 1440, height: 1000 })
  page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(20_000)
  await page.goto(app.server.newLogin())
  await page.getByRole('button', { name: 'Write Python' }).waitFor()
}, 600_000)
afterAll(async () => {
  await context.close()
  await app.stop()
})

async function drop(name: string, text: string): Promise<void> {
  const files = await page.evaluateHandle(
    ([fileName = '', content = '']) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content], fileName))
      return transfer
    },
    [name, text],
  )
  await page.dispatchEvent('body', 'drop', { dataTransfer: files })
}

const dialog = () => page.getByRole('dialog', { name: 'Import a notebook' })

describe('a notebook that is dropped on the window', () => {
  it('that is none is refused with what to do', async () => {
    await drop('old.ipynb', '{"nbformat": 3, "worksheets": []}')
    await dialog().getByText('nbformat 3').waitFor()
    await dialog().getByText('jupyter nbconvert').waitFor()
    await page.keyboard.press('Escape')
  })

  it('runs no script of its own', async () => {
    await drop('hostile.ipynb', HOSTILE)
    await dialog()
      .getByRole('button', { name: /^Add \d+ drafts$/ })
      .click()
    await page.locator('[data-block]').first().waitFor()
    expect(await page.evaluate(() => 'hit' in globalThis)).toBe(false)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Find what to do or where to go' }).click()
    await page.getByPlaceholder('What do you want to do').fill('Undo the last block')
    await page.keyboard.press('Enter')
    await page.locator('[data-block]').first().waitFor({ state: 'detached' })
  })

  it.runIf(pythonIsHere())(
    'is shown cell by cell, added as drafts, and run only after approval',
    async () => {
      await drop('tangled.ipynb', TANGLED)
      await dialog().getByText('It was run [4] before cell 3 [9], which stands above it.').waitFor()
      await dialog().getByText('A Python step that makes df_2 and reads df.').waitFor()
      expect(app.state().proposals.size).toBe(0)
      await dialog().getByRole('button', { name: 'Add 5 drafts' }).click()
      await page.locator('[data-block]').nth(4).waitFor()
      expect(await page.getByLabel('Result name').first().inputValue()).toBe('df')
      expect(app.state().proposals.size).toBe(0)
      expect(app.state().runs.size).toBe(0)

      await page.locator('[data-block]').first().locator('.monaco-editor').first().click()
      await page.keyboard.press('Control+Enter')
      await app.until((state) => state.proposals.size > 0, 'a proposal')
      const proposed = [...app.state().proposals.values()]
      expect(proposed.map(({ content }) => content.output)).toEqual(['df'])
      await app.until(
        (state) => [...state.runs.values()].some(({ status }) => status === 'succeeded'),
        'the run of df',
      )
      expect([...app.state().runs.values()][0]?.artifact).toMatchObject({
        kind: 'table',
        name: 'df',
        rows: 3,
      })
    },
  )

  it.runIf(pythonIsHere())('comes out again as a notebook', async () => {
    await page.getByRole('button', { name: 'Find what to do or where to go' }).click()
    await page.getByPlaceholder('What do you want to do').fill('Download the workspace as')
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    expect(download.suggestedFilename()).toBe('Test.ipynb')
  })
})
