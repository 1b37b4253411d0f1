/** Several steps run by one act: in the order of dependency, and only those that need it. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, proposal, runStep, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import type { StepId } from '#shared/ids.ts'
import { stalenessOf } from '#shared/staleness.ts'

let app: App
let context: BrowserContext
let page: Page
let first: StepId
let last: StepId

beforeAll(async () => {
  app = await startApp()
  await app.upload('orders.csv', 'id,amount\n1,10\n2,20\n3,30')
  first = (await runStep(app, app.owner, sqlStep('SELECT id, amount FROM orders', 'kept'))).stepId
  await runStep(app, app.owner, sqlStep('SELECT id, amount * 2 AS twice FROM kept', 'doubled'))
  last = (await runStep(app, app.owner, sqlStep('SELECT sum(twice) AS total FROM doubled', 'total'))).stepId
  await runStep(app, app.owner, sqlStep('SELECT max(amount) AS most FROM kept', 'most'))
  context = await openBrowser({ width: 1440, height: 900 })
  page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(10_000)
  await page.goto(app.server.newLogin())
  await page.locator(`[data-block="${last}"]`).waitFor()
})
afterAll(async () => {
  await context.close()
  await app.stop()
})

const staleSteps = (): number =>
  [...app.state().steps.values()].filter((step) => stalenessOf(app.state(), step).length > 0).length

/** The first step keeps fewer rows: all that reads it is stale. */
async function changeFirst(least: number): Promise<void> {
  const command = proposal(sqlStep(`SELECT id, amount FROM orders WHERE amount > ${least}`, 'kept'), {
    stepId: first,
    change: 'change',
  })
  await app.owner.send(command)
  const { proposalId } = command.data
  const ready = await app.until((state) => {
    const found = state.proposals.get(proposalId)
    return found?.status === 'in-review' ? found : undefined
  }, 'its preflight')
  await approve(app, app.owner, ready)
  await app.until((state) => state.proposals.get(proposalId)?.status === 'succeeded', 'its run')
}

describe('the notebook', () => {
  it('runs up to a step: the stale one above, then it, and nothing beside', async () => {
    await changeFirst(10)
    await expect.poll(staleSteps).toBe(3)
    await page.locator(`[data-block="${last}"]`).getByRole('button', { name: 'More for this block' }).click()
    await page.getByRole('menuitem', { name: 'Run up to here' }).click()
    await expect.poll(staleSteps, { timeout: 20_000 }).toBe(1)
    await page.getByRole('button', { name: 'Run the stale step' }).waitFor()
  })

  it('runs all that is stale by E A, and then offers it no more', async () => {
    await changeFirst(20)
    await page.getByRole('button', { name: 'Run all 3 stale steps' }).waitFor()
    await page.locator(`[data-block="${first}"]`).focus()
    await page.keyboard.press('e')
    await page.keyboard.press('a')
    await expect.poll(staleSteps, { timeout: 20_000 }).toBe(0)
    await page.getByRole('button', { name: /stale step/ }).waitFor({ state: 'hidden' })
  })

  it('lists the names that a step can read, their size, and what reads them', async () => {
    const variables = page.getByRole('region', { name: 'Variables' })
    await variables.getByRole('button', { name: 'Variables' }).click()
    await expect.poll(() => variables.getByRole('listitem').count()).toBe(5)
    const kept = variables.getByRole('listitem').filter({ hasText: 'kept' })
    await kept.getByText('1 × 2').waitFor()
    await kept.getByRole('button', { name: /kept/ }).click()
    await kept.getByText('Used by 2 steps').waitFor()
    await kept.getByRole('button', { name: 'doubled' }).click()
    const doubled = [...app.state().steps.values()].find((step) =>
      step.proposalIds.some((id) => app.state().proposals.get(id)?.content.output === 'doubled'),
    )
    await page.locator(`[data-block="${doubled?.stepId}"]:focus`).waitFor()
  })

  it('shows what is on record about a block, and leads to any of those moments and back', async () => {
    await page.locator(`[data-block="${first}"]`).getByRole('button', { name: 'More for this block' }).click()
    await page.getByRole('menuitem', { name: 'What is on record' }).click()
    const details = page.getByRole('region', { name: 'Details of the selected block' })
    await details.getByRole('heading', { name: 'kept' }).waitFor()
    const step = app.state().steps.get(first)
    const [oldest] = step?.proposalIds ?? []
    const proposed = oldest === undefined ? undefined : app.state().proposals.get(oldest)
    const earlier = details.getByRole('button', { name: /earlier entr/ })
    if (await earlier.isVisible()) await earlier.click()
    await details.getByRole('button', { name: `entry ${proposed?.seq}`, exact: true }).click()
    await page.getByText(`as it was at entry ${proposed?.seq}`).waitFor()
    // At that moment it had just been proposed.
    expect(await details.getByRole('list').getByRole('listitem').count()).toBe(1)
    await page.getByRole('button', { name: 'Back to now' }).click()
    await details.getByRole('button', { name: 'doubled', exact: true }).click()
    await details.getByRole('heading', { name: 'doubled' }).waitFor()
  })

  it('puts everything closer together for who likes it so, after a new start too', async () => {
    const block = page.locator(`[data-block="${last}"] .block-body`)
    const height = async (): Promise<number> => (await block.boundingBox())?.height ?? 0
    const line = async (): Promise<number> =>
      (await page.locator('.outline button').first().boundingBox())?.height ?? 0
    const before = { block: await height(), line: await line() }
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/What do you want to do/).fill('closer together')
    await page.keyboard.press('Enter')
    await expect.poll(height).toBeLessThan(before.block)
    expect(await line()).toBeLessThan(before.line)
    await page.reload()
    await block.waitFor()
    await expect.poll(line).toBeLessThan(before.line)
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/What do you want to do/).fill('more room')
    await page.keyboard.press('Enter')
    await expect.poll(line).toBe(before.line)
  })
})
