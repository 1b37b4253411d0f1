/** Looking back: the slider, what was so then, comparing, bringing an old version back, and verifying in the browser. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, proposal, runStep, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'

const OLD = 'SELECT region, sum(amount) AS total FROM sales GROUP BY region'
const NEW = 'SELECT region, sum(amount) AS total FROM sales WHERE amount > 0 GROUP BY region'

let app: App
let context: BrowserContext
let page: Page
beforeAll(async () => {
  app = await startApp()
  await app.upload('sales.csv', 'region,amount\nnorth,10\nsouth,20\nnorth,-5\n')
  const first = await runStep(app, app.owner, sqlStep(OLD, 'totals'))
  const change = proposal(sqlStep(NEW, 'totals'), {
    stepId: first.stepId,
    change: 'change',
    supersedes: first.proposalId,
  })
  await app.owner.send(change)
  const reviewed = await app.until((state) => {
    const found = state.proposals.get(change.data.proposalId)
    return found?.status === 'in-review' && found
  }, 'the change in review')
  await approve(app, app.owner, reviewed)
  await app.until(
    (state) => state.proposals.get(reviewed.proposalId)?.status === 'succeeded',
    'the changed step has run',
  )
  context = await openBrowser({ width: 1440, height: 900 })
  page = context.pages()[0] ?? (await context.newPage())
  await page.goto(app.server.newLogin())
  await page.getByRole('button', { name: 'History', exact: true }).click()
})
afterAll(async () => {
  await context.close()
  await app.stop()
})

const slider = () => page.getByRole('slider', { name: 'Entry' })
const code = () => page.getByRole('region', { name: 'Code' })

async function goToEntry(seq: number): Promise<void> {
  await slider().fill(String(seq))
}

const firstRunEnded = (): number => {
  const run = [...app.state().runs.values()][0]
  // RunStarted is followed by the artifact and the end of the run.
  return (run?.seq ?? 0) + 2
}

describe('the history', () => {
  it('shows the workspace as it was, and offers nothing that would change it', async () => {
    await page.getByText('amount > 0').waitFor()
    await goToEntry(firstRunEnded())
    await page.getByText(/as it was at entry/).waitFor()
    expect(await code().innerText()).not.toContain('amount > 0')
    expect(
      await page.getByRole('button', { name: /^(Run|Run again|Edit|Add block|Add data)$/ }).count(),
    ).toBe(0)
  })

  it('before everything shows an empty page, and now again brings all back', async () => {
    await goToEntry(1)
    await page.getByText('Start with a question').waitFor()
    await page.getByRole('button', { name: 'Back to now', exact: true }).click()
    await page.getByText('amount > 0').waitFor()
    expect(await page.getByText(/as it was at entry/).count()).toBe(0)
  })

  it('compares a moment with now, block by block', async () => {
    await goToEntry(firstRunEnded())
    await page.getByRole('button', { name: 'Compare', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Compare two moments' })
    await dialog.getByText('1 block changed.').waitFor()
    expect(await dialog.innerText()).toContain('amount > 0')
    await page.keyboard.press('Escape')
  })

  it('verifies the chain here, and notices on the next visit when the record was cut short', async () => {
    await page.getByRole('button', { name: 'Verify', exact: true }).click()
    await page
      .getByText(`${app.server.ports.workspaces.host(app.workspaceId)?.head().seq} entries, all intact.`)
      .waitFor()
    await page.keyboard.press('Escape')
    await page.evaluate(
      ([key, leaf]) => localStorage.setItem(key ?? '', JSON.stringify({ seq: 9_999, leaf })),
      [`countersign.checkpoint.${app.workspaceId}`, '0'.repeat(64)],
    )
    await page.getByRole('button', { name: 'Verify', exact: true }).click()
    await page.getByText('The record is shorter than it was.').waitFor()
    await page.keyboard.press('Escape')
  })

  it('brings an old version back as a new proposal, to be reviewed like any other', async () => {
    const before = app.state().proposals.size
    await goToEntry(firstRunEnded())
    await page.getByRole('button', { name: 'Propose this version again' }).click()
    const proposed = await app.until(
      (state) => state.proposals.size > before && [...state.proposals.values()].at(-1),
      'the old version is proposed',
    )
    expect(proposed.content.code).toBe(OLD)
    expect(app.state().runs.size).toBe(2)
    await page.getByRole('button', { name: 'Approve', exact: true }).waitFor()
  })
})
