/** Deciding, as a reviewer does it in a browser: from the inbox and at the block, by key and by button, one by one and several. */
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decision, proposal, propose, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import type { ProposalId, StepId } from '#shared/ids.ts'

const ORDERS = ['id,region,amount', ...Array.from({ length: 40 }, (_, at) => `${at},north,${at * 3}`)].join(
  '\n',
)

let app: App
let context: BrowserContext
let page: Page

beforeAll(async () => {
  app = await startApp()
  await app.upload('orders.csv', ORDERS)
  await app.until((state) => state.datasets.size === 1, 'the upload')
  context = await openBrowser({ width: 1440, height: 900 })
  page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(15_000)
  await page.goto(app.server.newLogin())
  await page.getByRole('tab', { name: /Review/ }).click()
})
afterAll(async () => {
  await context.close()
  await app.stop()
})

const inbox = (): Locator => page.getByRole('list', { name: 'Proposals in review' })
const line = (title: string): Locator =>
  inbox()
    .getByRole('button', { name: new RegExp(title) })
    .first()
const atBlock = (title: string): Locator =>
  page.getByRole('region', { name: `Review: ${title}`, exact: true })
const statusOf = (id: ProposalId): string | undefined => app.state().proposals.get(id)?.status
const until = (id: ProposalId, status: string) =>
  app.until((state) => state.proposals.get(id)?.status === status, status)

/** As the inbox draws it: opened, and its code on screen to the end. */
async function read(title: string): Promise<Locator> {
  await line(title).click()
  const card = page.getByRole('region', { name: `In the inbox: ${title}` })
  await card.getByText('Approve', { exact: true }).scrollIntoViewIfNeeded()
  await card.getByRole('button', { name: 'Approve', exact: true }).isEnabled()
  return card
}

const waitFor = async (step: string, code: string) => {
  const made = await propose(app, app.owner, sqlStep(code, step))
  await line(step).waitFor()
  return made
}

async function change(stepId: StepId, code: string, output: string): Promise<ProposalId> {
  const command = proposal(sqlStep(code, output), { stepId, change: 'change', title: output })
  await app.owner.send(command)
  await until(command.data.proposalId, 'in-review')
  return command.data.proposalId
}

describe('the inbox', () => {
  it('lists what waits, finds by text and author, and moves by J and K', async () => {
    await waitFor('alpha', 'SELECT region FROM orders')
    await waitFor('beta', 'SELECT amount FROM orders')
    await waitFor('gamma', 'SELECT id FROM orders')
    await page.getByLabel('Find in title, code or claims').fill('amount')
    await line('beta').waitFor()
    expect(await inbox().getByRole('listitem').count()).toBe(1)
    await page.getByLabel('Author').selectOption('agent')
    expect(await inbox().getByRole('listitem').count()).toBe(0)
    await page.getByRole('button', { name: 'Show all' }).click()
    await line('alpha').focus()
    await page.keyboard.press('j')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('beta')
    await page.keyboard.press('k')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('alpha')
  })

  it('approves two chosen ones; what changed meanwhile drops out and is named', async () => {
    const [alpha, beta, gamma] = [...app.state().proposals.values()]
    if (!alpha || !beta || !gamma) throw new Error('three were proposed')
    for (const title of ['alpha', 'beta']) await page.getByLabel(`Choose ${title}`).check()
    await read('alpha')
    await read('beta')
    await app.owner.send(
      decision(app, beta.proposalId, { verdict: 'reject', reason: { code: 'other', text: 'no' } }),
    )
    await line('beta').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Approve 2 chosen' }).click()
    await page.getByText('Approved 1 of 2').waitFor()
    await page.getByText('Not “beta”: it is rejected by now').waitFor()
    await until(alpha.proposalId, 'succeeded')
    expect(statusOf(beta.proposalId)).toBe('rejected')
    expect(statusOf(gamma.proposalId)).toBe('in-review')
  })

  it('rejects by key with a reason, and not while the focus is elsewhere', async () => {
    const gamma = [...app.state().proposals.values()].find((one) => one.title === 'gamma')
    if (!gamma) throw new Error('gamma waits')
    await line('gamma').focus()
    await page.keyboard.press('Shift+R')
    expect(await page.getByLabel('Why it shall not run').count()).toBe(0)
    await atBlock('gamma').focus()
    await page.keyboard.press('Shift+R')
    await page.getByLabel('Reason', { exact: true }).selectOption('cost')
    await page.getByLabel('Why it shall not run').fill('too dear')
    await page.getByRole('button', { name: 'Confirm rejection' }).click()
    await until(gamma.proposalId, 'rejected')
    expect(app.state().proposals.get(gamma.proposalId)?.reason).toEqual({ code: 'cost', text: 'too dear' })
    await page.getByText('Cost: “too dear”').first().waitFor()
  })
})

describe('the card', () => {
  it('shows what changes of a countersigned step, folded and side by side', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => `  -- line ${at}`).join('\n')
    const made = await waitFor(
      'sums',
      `SELECT region,\n${lines}\n  sum(amount) AS total FROM orders GROUP BY region`,
    )
    await app.owner.send(decision(app, made.proposalId))
    await until(made.proposalId, 'succeeded')
    await change(
      made.stepId,
      `SELECT region,\n${lines}\n  max(amount) AS total FROM orders GROUP BY region`,
      'sums',
    )
    const card = atBlock('sums')
    await card.getByText('+1 −1', { exact: false }).waitFor()
    expect(await card.locator('.diff-row.added .word-change').allTextContents()).toEqual(['max'])
    await card.getByRole('button', { name: '28 unchanged lines' }).click()
    await card.getByText('-- line 4', { exact: true }).waitFor()
    await card.getByRole('button', { name: 'Side by side' }).click()
    expect(await card.locator('.split-row').count()).toBe(32)
  })

  it('requests changes by button, and the next version tells of it', async () => {
    const card = atBlock('sums')
    await card.getByRole('button', { name: 'Request changes' }).click()
    await card.getByLabel('What to change').fill('the \u202Emedian')
    await card.getByRole('button', { name: 'Send request' }).click()
    const asked = await app.until(
      (state) => [...state.proposals.values()].find((one) => one.status === 'changes-requested'),
      'the request',
    )
    await change(asked.stepId, asked.content.code, 'sums')
    await atBlock('sums').getByText('Turned down before, proposed again unchanged.').waitFor()
    await atBlock('sums').getByText('⟨U+202E⟩').first().waitFor()
  })

  it('refuses when it has changed since it was read, until the new one was looked at', async () => {
    const made = await waitFor('over_orders', 'SELECT sum(amount) AS n FROM orders')
    const card = atBlock('over_orders')
    const approve = card.getByRole('button', { name: 'Approve', exact: true })
    await approve.scrollIntoViewIfNeeded()
    await app.until(() => statusOf(made.proposalId) === 'in-review', 'review')
    await page.waitForFunction(
      (name) =>
        !document.querySelector(`[aria-label="${name}"] .verdicts .primary`)?.hasAttribute('disabled'),
      'Review: over_orders',
    )
    const [orders] = app.state().datasets.keys()
    if (!orders) throw new Error('orders is there')
    await app.owner.send({
      type: 'MarkColumn',
      data: { datasetId: orders, column: 'amount', sensitivity: 'personal' },
    })
    await card.getByText('This changed since you read it').waitFor()
    expect(await approve.isDisabled()).toBe(true)
    await card.focus()
    await page.keyboard.press('Shift+A')
    expect(statusOf(made.proposalId)).toBe('in-review')
    await card.getByRole('button', { name: 'Look at the new one' }).click()
    await approve.click()
    await until(made.proposalId, 'succeeded')
    await page.getByText('single operator').first().waitFor()
  })
})
