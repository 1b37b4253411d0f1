/** What a window offers follows the role of who is at it: nothing is offered that the server would refuse. */
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { propose, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import type { Role } from '#shared/member.ts'

let app: App
const contexts: BrowserContext[] = []
const faults: string[] = []

async function openAs(role: Role): Promise<Page> {
  const invited = await app.owner.request('POST', `/api/workspaces/${app.workspaceId}/invitations`, {
    name: `The ${role}`,
    role,
  })
  return openPage(z.object({ login: z.string() }).parse(invited.body).login)
}

async function openPage(login: string): Promise<Page> {
  const context = await openBrowser({ width: 1280, height: 860 })
  contexts.push(context)
  const page = context.pages()[0] ?? (await context.newPage())
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error') faults.push(line.text())
  })
  await page.goto(login)
  return page
}

beforeAll(async () => {
  app = await startApp()
  await app.upload('orders.csv', 'region,amount\nnorth,1\nsouth,2\n')
  await propose(app, app.owner, sqlStep('SELECT 42 AS answer', 'answer'))
  const owner = await openPage(app.server.newLogin())
  await owner.getByRole('button', { name: 'Add block' }).first().click()
  await owner.getByRole('menuitem', { name: /SQL/ }).click()
  await owner.locator('.monaco-editor .view-lines').first().click()
  await owner.keyboard.type('SELECT region FROM orders')
  await owner.getByText('Saved', { exact: true }).waitFor()
}, 60_000)
afterAll(async () => {
  for (const context of contexts) await context.close()
  await app.stop()
})

const canWrite = (page: Page) => page.getByRole('button', { name: 'Add block' }).first().isVisible()

describe('a member', () => {
  it('who may only decide reads the drafts of others, and cannot type into them', async () => {
    const page = await openAs('reviewer')
    const code = page.locator('.monaco-editor .view-lines').first()
    await code.click()
    await page.keyboard.type('nonsense')
    const shown = async () => (await code.innerText()).replaceAll('\u00A0', ' ')
    expect(await shown()).toBe('SELECT region FROM orders')
    await page.getByText('A draft of others: you read it here').waitFor()
    await page.getByText('Drafts are read only').waitFor()
    expect(await canWrite(page)).toBe(false)
    expect(await page.getByRole('button', { name: 'Add data' }).count()).toBe(0)
    const card = page.locator('[data-review]').first()
    await card.getByRole('button', { name: 'Approve', exact: true }).waitFor()
    expect(await card.getByRole('button', { name: 'Edit and approve' }).count()).toBe(0)
  })

  it('who may only read is offered no decision', async () => {
    const page = await openAs('auditor')
    const card = page.locator('[data-review]').first()
    await card.getByText('You read here: owners, editors and reviewers decide.').waitFor()
    expect(await card.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0)
    expect(await canWrite(page)).toBe(false)
  })

  it('who becomes an editor is offered the rest at once', async () => {
    const page = await openAs('reviewer')
    await page.locator('[data-review]').first().waitFor()
    expect(await canWrite(page)).toBe(false)
    const member = [...app.state().members.values()].findLast(({ role }) => role === 'reviewer')
    if (!member) throw new Error('The reviewer is not a member')
    await app.owner.send({
      type: 'ChangeMemberRole',
      data: { personId: member.personId, role: 'editor' },
    })
    await page.getByRole('button', { name: 'Add block' }).first().waitFor()
    await page.locator('.monaco-editor .view-lines').first().click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(' -- mine')
    await page.getByText('Saved', { exact: true }).waitFor()
  })

  it('meets no refusal by the server on the way', () => {
    expect(faults).toEqual([])
  })
})
