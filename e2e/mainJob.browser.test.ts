/** The main job, as two people do it in two browsers: data in, ask, review, results, and where a number came from. */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { ObjectiveId, TurnId } from '#shared/ids.ts'

const SALES = [
  'sold_on,region,product,amount',
  ...Array.from({ length: 600 }, (_, row) => {
    const day = String((row % 28) + 1).padStart(2, '0')
    const month = String((row % 12) + 1).padStart(2, '0')
    return `2024-${month}-${day},${['north', 'south', 'east', 'west'][row % 4]},${row % 2 ? 'tea' : 'coffee'},${(row * 37) % 500}`
  }),
].join('\n')

let app: App
let ada: Page
let rosa: Page
const contexts: BrowserContext[] = []
const faults: string[] = []

async function signIn(login: string): Promise<Page> {
  const context = await openBrowser({ width: 1360, height: 900 })
  contexts.push(context)
  const page = context.pages()[0] ?? (await context.newPage())
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  await page.goto(login)
  return page
}

beforeAll(async () => {
  app = await startApp()
  ada = await signIn(app.server.newLogin())
  const invited = await app.owner.request('POST', `/api/workspaces/${app.workspaceId}/invitations`, {
    name: 'Rosa',
    role: 'reviewer',
  })
  rosa = await signIn((invited.body as { login: string }).login)
})
afterAll(async () => {
  for (const context of contexts) await context.close()
  await app.stop()
})

const card = (page: Page, name: RegExp | string): Locator => page.getByRole('region', { name })
const waiting = () => [...app.state().proposals.values()].filter((one) => one.status === 'in-review')
const isQuiet = (): boolean => [...app.state().turns.values()].every((turn) => turn.end !== undefined)

describe('the main job, by two people', () => {
  it('takes a dropped file in, and shows it to both', async () => {
    await ada
      .getByLabel('Files to add')
      .setInputFiles({ name: 'sales.csv', mimeType: 'text/csv', buffer: Buffer.from(SALES) })
    await ada.getByText('sales', { exact: true }).first().waitFor()
    await rosa.getByText('sales', { exact: true }).first().waitFor()
    expect(app.state().datasets.size).toBe(1)
  })

  it('takes an objective in words, shows it to both, and has the agent propose without running', async () => {
    await ada.getByRole('button', { name: 'Add block' }).first().click()
    await ada.getByRole('menuitem', { name: /Objective/ }).click()
    const prose = ada.getByRole('article', { name: 'Objective' }).getByRole('textbox').first()
    await prose.fill('What is the average amount by region?')
    await rosa.getByText('What is the average amount by region?').first().waitFor()
    await ada.getByRole('button', { name: 'Ask the agent' }).click()
    await app.until((state) => state.turns.size === 1 && isQuiet(), 'the turn')
    expect(waiting().length).toBeGreaterThanOrEqual(2)
    expect(app.state().runs.size).toBe(0)
  })

  it('answers a rejection with a reason by another proposal', async () => {
    const [first] = waiting()
    if (!first) throw new Error('nothing proposed')
    const review = card(rosa, `Review: ${first.title}`)
    await review.scrollIntoViewIfNeeded()
    await review.getByRole('button', { name: 'Request changes' }).click()
    await review.getByLabel('What to change').fill('use the median instead of the mean')
    await review.getByRole('button', { name: 'Send request' }).click()
    const revised = await app.until(
      (state) =>
        [...state.proposals.values()].find(
          (one) => one.stepId === first.stepId && one.seq > first.seq && one.status === 'in-review',
        ),
      'the revision',
    )
    expect(revised.content.code.toLowerCase()).toContain('median')
    expect(app.state().proposals.get(first.proposalId)?.decisions[0]?.by).not.toBe(app.owner.personId)
  })

  it('runs what a reviewer approves, shows the table to both, and cites it in a conclusion', async () => {
    for (let round = 0; round < 8 && app.state().conclusions.length === 0; round += 1) {
      await app.until(
        (state) => state.conclusions.length > 0 || (isQuiet() && waiting().length > 0),
        'something to decide, or a conclusion',
      )
      const [next] = waiting()
      if (!next) break
      const review = card(rosa, `Review: ${next.title}`)
      await review
        .locator('.review-code')
        .evaluate((code) => code.lastElementChild?.scrollIntoView({ block: 'center' }))
      const approve = review.getByRole('button', { name: 'Approve', exact: true })
      await approve.click()
      await app.until((state) => state.proposals.get(next.proposalId)?.status === 'succeeded', 'its run')
    }
    await app.until((state) => state.conclusions.at(-1), 'the conclusion')
    await ada.getByRole('region', { name: 'Conclusion' }).first().waitFor()
    await ada.getByText('north', { exact: true }).first().waitFor()
    await rosa.getByText('north', { exact: true }).first().waitFor()
    await ada.locator('svg.marks, canvas.marks, .vega-embed, .chart-box svg, .chart svg').first().waitFor()
  })

  it('lets a person write, run and change a step of their own with one keystroke each', async () => {
    await ada.getByRole('button', { name: 'Add block' }).last().click()
    await ada.getByRole('menuitem', { name: /SQL/ }).click()
    await ada.getByLabel('Result name').last().fill('big_sales')
    await ada.locator('.monaco-editor').last().click()
    await ada.keyboard.type('SELECT region, sum(amount) AS total FROM sales GROUP BY region')
    await ada.keyboard.press('Control+Enter')
    const done = await app.until(
      (state) =>
        [...state.proposals.values()].find(
          (one) => one.content.output === 'big_sales' && one.status === 'succeeded',
        ),
      'the run of a step of one’s own',
    )
    expect(done.decisions[0]?.by).toBe(app.owner.personId)
    await ada.getByText('total', { exact: true }).last().waitFor()
  })

  it('lets a person edit and approve one proposal, and reject another with a reason', async () => {
    await app.owner.send({
      type: 'AskAgent',
      data: {
        turnId: TurnId.parse(uuidv7()),
        objectiveId: ObjectiveId.parse(uuidv7()),
        text: 'What is the total amount by product?',
        acceptance: [],
      },
    })
    await app.until(() => isQuiet() && waiting().length >= 2, 'proposals')
    const other = waiting().find((one) => one.content.language === 'chart')
    if (!other) throw new Error('no chart proposed')
    const review = card(ada, `Review: ${other.title}`)
    await review.getByRole('button', { name: 'Reject' }).click()
    await review.getByLabel('Why it shall not run').fill('a table is enough')
    await review.getByRole('button', { name: 'Confirm rejection' }).click()
    await app.until((state) => state.proposals.get(other.proposalId)?.status === 'rejected', 'the rejection')
    expect(app.state().proposals.get(other.proposalId)?.runIds).toEqual([])
    await app.until(isQuiet, 'the agent’s answer')
    const table = waiting().find((one) => one.content.language === 'sql')
    if (!table) throw new Error('no table proposed')
    const block = ada.locator(`[data-block="${table.stepId}"]`)
    await block.getByRole('button', { name: 'Edit and approve' }).click()
    await block.locator('.monaco-editor').click()
    await ada.keyboard.press('Control+A')
    await ada.keyboard.type(
      'SELECT product, sum(amount) AS total_amount FROM sales WHERE amount > 9 GROUP BY product',
    )
    await ada.keyboard.press('Control+Enter')
    const edited = await app.until(
      (state) =>
        [...state.proposals.values()].find(
          (one) => one.stepId === table.stepId && one.author.kind === 'human' && one.status === 'succeeded',
        ),
      'the run of the edit',
    )
    expect(edited.contributors).toHaveLength(2)
  })

  it('says in words what is wrong with a step, and records that it was blocked', async () => {
    await ada.getByRole('button', { name: 'Add block' }).last().click()
    await ada.getByRole('menuitem', { name: /SQL/ }).click()
    await ada.getByLabel('Result name').last().fill('typo')
    await ada.locator('.monaco-editor').last().click()
    await ada.keyboard.type('SELECT regionn FROM sales')
    await ada.keyboard.press('Control+Enter')
    await app.until(
      (state) =>
        [...state.proposals.values()].find(
          (one) => one.content.output === 'typo' && one.status === 'blocked',
        ),
      'the block',
    )
    await ada
      .getByText(/regionn/)
      .last()
      .waitFor()
  })

  it('draws where a result came from', async () => {
    await ada.getByRole('button', { name: 'Where does this come from?' }).first().click()
    const way = ada.getByRole('region', { name: /^Where .* comes from$/ })
    await way.waitFor()
    await way
      .getByRole('button', { name: /dataset/ })
      .first()
      .waitFor()
    await way
      .getByRole('button', { name: /decision/ })
      .first()
      .waitFor()
  })

  it('is the same after a reload, and nothing went wrong on the pages', async () => {
    await ada.reload()
    await ada.getByText('big_sales').first().waitFor()
    expect(faults).toEqual([])
  })
})
