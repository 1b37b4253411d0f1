/**
 * Looks at the sample workspace as a stranger first sees it, light and dark. Pictures go to a temporary folder, or with
 * COUNTERSIGN_SCREENSHOTS=1 to docs/screenshots, for the README.
 */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { makeSampleWorkspace } from '#server/firstWorkspace.ts'

const folder = process.env['COUNTERSIGN_SCREENSHOTS']
  ? 'docs/screenshots'
  : mkdtempSync(join(tmpdir(), 'countersign-screenshots-'))

let app: App
beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  app = await startApp()
  await makeSampleWorkspace(app.server, join(app.folder, 'scratch'))
})
afterAll(() => app.stop())

async function openSample(
  colorScheme: 'light' | 'dark',
): Promise<{ page: Page; close: () => Promise<void> }> {
  const context = await openBrowser({ width: 1440, height: 900, colorScheme })
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(app.server.newLogin())
  const sample = app.server.ports.workspaces.list().find((id) => id !== app.workspaceId)
  await page.goto(`${app.server.address}/?w=${sample}`)
  await page.getByRole('button', { name: 'Ask the agent' }).waitFor()
  return { page, close: () => context.close() }
}

/** Pixels by which the page is wider than its window: something would be hidden by accident. */
const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('the sample workspace', () => {
  it('shows its objective, its data, and after asking its proposed steps, with nothing run', async () => {
    const { page, close } = await openSample('light')
    await page.getByRole('button', { name: 'Ask the agent' }).click()
    await page.getByRole('button', { name: 'Approve', exact: true }).first().waitFor()
    await page.waitForTimeout(500)
    await page.screenshot({ path: join(folder, 'notebook.png') })
    expect(await sidewaysScroll(page)).toBe(0)
    const sample = app.server.ports.workspaces.list().find((id) => id !== app.workspaceId)
    const host = sample && app.server.ports.workspaces.host(sample)
    expect(host?.state().runs.size).toBe(0)
    await close()
  })

  it('is as readable in the dark', async () => {
    const { page, close } = await openSample('dark')
    await page.getByText('in review').first().waitFor()
    await page.screenshot({ path: join(folder, 'notebook-dark.png') })
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const [red = 255] = background.match(/\d+/g)?.map(Number) ?? []
    expect(red).toBeLessThan(60)
    expect(await sidewaysScroll(page)).toBe(0)
    await close()
  })
})
