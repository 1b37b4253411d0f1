/** The editor: columns in scope, what preflight says while one types, where others are, and undo of one's own. */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'

let app: App
let ada: Page
let rosa: Page
const contexts: BrowserContext[] = []
const faults: string[] = []

async function openPage(login: string): Promise<Page> {
  const context = await openBrowser({ width: 1280, height: 860 })
  contexts.push(context)
  const page = context.pages()[0] ?? (await context.newPage())
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(login)
  return page
}
const codeIn = (page: Page): Locator => page.locator('.monaco-editor .view-lines').first()
const shown = async (page: Page): Promise<string> =>
  (await codeIn(page).innerText()).replaceAll('\u00A0', ' ')

beforeAll(async () => {
  app = await startApp()
  await app.upload('orders.csv', 'region,amount\nnorth,1\nsouth,2\n')
  ada = await openPage(app.server.newLogin())
  const invited = await app.owner.request('POST', `/api/workspaces/${app.workspaceId}/invitations`, {
    name: 'Rosa',
    role: 'editor',
  })
  rosa = await openPage(z.object({ login: z.string() }).parse(invited.body).login)
  await ada.getByRole('button', { name: 'Add block' }).first().click()
  await ada.getByRole('menuitem', { name: /SQL/ }).click()
  await codeIn(ada).click()
  await codeIn(rosa).waitFor()
}, 60_000)
afterAll(async () => {
  for (const context of contexts) await context.close()
  await app.stop()
})

describe('the editor', () => {
  it('completes a column after the name of its table', async () => {
    await ada.keyboard.type('SELECT o. FROM orders o')
    for (let at = 0; at < ' FROM orders o'.length; at += 1) await ada.keyboard.press('ArrowLeft')
    await ada.keyboard.type('am')
    await ada.locator('.suggest-widget').getByText('amount').first().waitFor()
    await ada.keyboard.press('Enter')
    await expect.poll(() => shown(ada)).toContain('SELECT o.amount FROM orders o')
  })

  it('says what is wrong while one types, until it is mended', async () => {
    await ada.keyboard.type('x')
    const said = ada.locator('.code-finding')
    await said.getByText('There is no column called amountx here. Did you mean amount?').waitFor()
    await ada.locator('.squiggly-error').waitFor({ state: 'attached' })
    await ada.keyboard.press('Backspace')
    await said.waitFor({ state: 'detached' })
    await ada.locator('.squiggly-error').waitFor({ state: 'detached' })
    expect(app.state().proposals.size).toBe(0)
  })

  it('shows where another person is, by name, until they leave', async () => {
    await ada.keyboard.press('Shift+Home')
    await rosa.locator('.peer-name').waitFor()
    await rosa.locator('.peer-selection').first().waitFor({ state: 'attached' })
    await ada.keyboard.press('End')
    await rosa.locator('.peer-selection').first().waitFor({ state: 'detached' })
    await ada.getByLabel('Result name').click()
    await rosa.locator('.peer-name').waitFor({ state: 'detached' })
  })

  it('undoes only one’s own', async () => {
    await codeIn(rosa).click()
    await rosa.keyboard.press('Control+End')
    await rosa.keyboard.type(' -- hers')
    await expect.poll(() => shown(ada)).toContain('-- hers')
    await codeIn(ada).click()
    await ada.keyboard.press('Control+Home')
    await ada.keyboard.type('-- mine')
    await ada.keyboard.press('Enter')
    await expect.poll(() => shown(rosa)).toContain('-- mine')
    await ada.keyboard.press('Control+z')
    await expect.poll(() => shown(rosa)).not.toContain('-- mine')
    expect(await shown(rosa)).toContain('-- hers')
  })

  it('lays code out anew by key and by button, as one act that can be undone', async () => {
    await codeIn(ada).click()
    await ada.keyboard.press('Control+a')
    await ada.keyboard.type('select region,amount from orders')
    await expect.poll(() => shown(rosa)).toBe('select region,amount from orders')
    const formatted = /^select\n\s*region,\n\s*amount\nfrom\n\s*orders$/
    await ada.keyboard.press('Alt+Shift+f')
    await expect.poll(() => shown(rosa)).toMatch(formatted)
    await ada.keyboard.press('Control+z')
    await expect.poll(() => shown(rosa)).not.toMatch(formatted)
    await ada.getByRole('button', { name: 'Format', exact: true }).click()
    await expect.poll(() => shown(rosa)).toMatch(formatted)
  })

  it('says why it cannot lay code out, and changes nothing', async () => {
    await codeIn(ada).click()
    await ada.keyboard.press('Control+a')
    await ada.keyboard.type('select ) from')
    await ada.getByRole('button', { name: 'Format', exact: true }).click()
    await ada.getByText('This SQL could not be read well enough to format it.').waitFor()
    expect(await shown(ada)).toContain('select ) from')
    expect(faults).toEqual([])
  })
})
