/**
 * The whole path, by two people in two browsers, with a server that is killed in the middle: one edits and asks, one
 * reviews. What was promised before the kill is there after it.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startServerProcess, type ServerProcess } from '#e2e/testing/serverProcess.ts'
import { createWorkspace, invite, readEntries, signIn } from '#e2e/testing/serverVisitor.ts'
import type { WorkspaceId } from '#shared/ids.ts'
import { Entry } from '#shared/ledger/entry.ts'

const SALES = [
  'sold_on,region,product,amount',
  ...Array.from({ length: 600 }, (_, row) => {
    const day = String((row % 28) + 1).padStart(2, '0')
    const month = String((row % 12) + 1).padStart(2, '0')
    return `2024-${month}-${day},${['north', 'south', 'east', 'west'][row % 4]},${row % 2 ? 'tea' : 'coffee'},${(row * 37) % 500}`
  }),
].join('\n')

const OfProposal = z.object({ proposalId: z.string() })

let folder: string
let server: ServerProcess
let cookie: string
let workspaceId: WorkspaceId
let ada: Page
let rosa: Page
const contexts: BrowserContext[] = []
const faults: string[] = []

async function start(port: number): Promise<ServerProcess> {
  const started = await startServerProcess(folder, {
    flags: ['--no-sample', '--no-python', '--port', String(port)],
  })
  if (!started) throw new Error('The server did not start')
  return started
}

async function openPage(login: string): Promise<Page> {
  const context = await openBrowser({ width: 1440, height: 900 })
  contexts.push(context)
  const page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(`http://127.0.0.1:${server.port}${login}`)
  await page.goto(`http://127.0.0.1:${server.port}/?w=${workspaceId}`)
  return page
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-path-'))
  server = await start(0)
  cookie = await signIn(server.port, server.loginPath)
  workspaceId = await createWorkspace(server.port, cookie, 'Sales')
  ada = await openPage(await invite(server.port, cookie, workspaceId, { name: 'Ada', role: 'editor' }))
  rosa = await openPage(await invite(server.port, cookie, workspaceId, { name: 'Rosa', role: 'reviewer' }))
})
afterAll(async () => {
  for (const context of contexts) await context.close()
  await server.kill()
  await rm(folder, { recursive: true, force: true })
})

const record = async (): Promise<readonly Entry[]> =>
  (await readEntries(server.port, cookie, workspaceId, 0)).map(({ body }) => Entry.parse(JSON.parse(body)))
const card = (page: Page, words: RegExp): Locator =>
  page.locator('[data-block] [data-review]').filter({ hasText: words }).first()
const agentIsDone = (page: Page): Promise<void> =>
  page.getByText('The agent is working').waitFor({ state: 'detached' })

async function ask(question: string): Promise<void> {
  await ada.getByRole('button', { name: 'Add block' }).last().click()
  await ada.getByRole('menuitem', { name: /Objective/ }).click()
  const block = ada.getByRole('article', { name: 'Objective' }).last()
  await block.getByRole('textbox').first().fill(question)
  await block.getByRole('button', { name: 'Ask the agent' }).click()
}

/** In the inbox: opened, seen to the end of its code, and chosen. */
async function readAndChoose(line: Locator): Promise<void> {
  await line.locator('[data-inbox-line]').click()
  const approve = line.getByRole('button', { name: 'Approve', exact: true })
  await line.locator('.facts').evaluate((facts) => facts.scrollIntoView({ block: 'center' }))
  await expect.poll(() => approve.isEnabled()).toBe(true)
  await line.getByRole('checkbox').check()
  await line.locator('[data-inbox-line]').click()
}

describe('the whole path, by two people', () => {
  it('begins with a file and a question, and nothing has run when its steps stand there', async () => {
    await ada
      .getByLabel('Files to add')
      .setInputFiles({ name: 'sales.csv', mimeType: 'text/csv', buffer: Buffer.from(SALES) })
    await rosa.getByText('sales', { exact: true }).first().waitFor()
    await ask('What is the average amount by region?')
    await card(rosa, /avg\(/i).waitFor()
    expect((await record()).filter(({ type }) => type === 'RunStarted')).toEqual([])
  })

  it('has the next proposal react to a rejection with a reason', async () => {
    const first = card(rosa, /avg\(/i)
    await first.getByRole('button', { name: 'Reject' }).click()
    await first.getByLabel('Why it shall not run').fill('use the median instead of the mean')
    await first.getByRole('button', { name: 'Confirm rejection' }).click()
    await card(rosa, /median\(/i).waitFor()
    await card(ada, /median\(/i).waitFor()
  })

  it('goes on where it was after the server was killed', async () => {
    const before = await record()
    await server.kill()
    for (const page of [ada, rosa]) await page.getByText(/^Offline/).waitFor()
    server = await start(server.port)
    await ada.getByText('Saved', { exact: true }).waitFor()
    // A reviewer writes no drafts, so there is nothing of hers to save.
    await rosa.getByText('Drafts are read only').waitFor()
    expect((await record()).slice(0, before.length)).toEqual(before)
    await card(rosa, /median\(/i).waitFor()
  })

  it('runs what a person edited and approved, as edited, and shows the table to both', async () => {
    const block = ada
      .locator('[data-block]', { hasText: /median\(/i })
      .filter({ has: ada.locator('[data-review]') })
    await block.getByRole('button', { name: 'Edit and approve' }).click()
    await block.locator('.monaco-editor').click()
    await ada.keyboard.press('Control+A')
    await ada.keyboard.type(
      'SELECT region, median(amount) AS median_amount FROM sales WHERE amount > 9 GROUP BY region',
    )
    await ada.keyboard.press('Control+Enter')
    for (const page of [ada, rosa]) await page.getByRole('gridcell', { name: 'north' }).first().waitFor()
    const entries = await record()
    const run = entries.find(({ type }) => type === 'RunStarted')
    const { proposalId } = OfProposal.parse(run?.data)
    const ran = entries.find(
      ({ type, data }) => type === 'StepProposed' && OfProposal.parse(data).proposalId === proposalId,
    )
    expect(JSON.stringify(ran?.data)).toContain('amount > 9')
  })

  it('approves the rest at once', async () => {
    await agentIsDone(ada)
    await ask('What is the total amount by product?')
    await rosa.getByRole('tab', { name: /Review/ }).click()
    const lines = rosa.getByRole('list', { name: 'Proposals in review' }).getByRole('listitem')
    await lines
      .filter({ hasText: /product/i })
      .first()
      .waitFor()
    await agentIsDone(ada)
    const count = await lines.count()
    expect(count).toBeGreaterThanOrEqual(2)
    for (let at = 0; at < count; at += 1) await readAndChoose(lines.nth(at))
    await rosa.getByRole('button', { name: `Approve ${count} chosen` }).click()
    await rosa.getByText(`Approved ${count} of ${count}.`).waitFor()
    for (const page of [ada, rosa]) {
      await page.getByRole('gridcell', { name: 'coffee' }).first().waitFor()
      await page.locator('.chart svg').first().waitFor()
    }
  })

  it('leads from a number to the columns that it was computed from', async () => {
    const numbers = ada.getByRole('grid').filter({ hasText: 'median_amount' }).first()
    await numbers.getByRole('button', { name: 'Filter and origin of median_amount' }).click()
    await ada.getByRole('button', { name: 'Where does this column come from?' }).click()
    const way = ada.getByRole('region', { name: /^Where .* comes from$/ })
    await way.getByText('sales.amount').first().waitFor()
    await way
      .getByRole('button', { name: /dataset/ })
      .first()
      .waitFor()
  })

  it('looks back to before the first approval, and comes back', async () => {
    const entries = await record()
    const approved = entries.findIndex(({ type }) => type === 'ProposalApproved')
    expect(approved).toBeGreaterThan(0)
    await ada.getByRole('button', { name: 'History', exact: true }).click()
    await ada.getByRole('slider', { name: 'Entry' }).fill(String(approved))
    await ada.getByText(/as it was at entry/).waitFor()
    await expect.poll(() => ada.getByRole('region', { name: /^Result / }).count()).toBe(0)
    await ada.getByRole('button', { name: 'Back to now', exact: true }).click()
    await ada.getByRole('gridcell', { name: 'north' }).first().waitFor()
  })

  it('is the same after a reload, for both, and nothing went wrong on the pages', async () => {
    for (const page of [ada, rosa]) {
      const names = async (): Promise<readonly string[]> =>
        page
          .getByRole('region', { name: /^Result / })
          .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''))
      const before = await names()
      expect(before.length).toBeGreaterThanOrEqual(3)
      await page.reload()
      await expect.poll(names).toEqual(before)
    }
    expect(faults).toEqual([])
  })
})
