/**
 * What the window holds after an hour's worth of work, done in some minutes: code typed and thrown away, steps changed,
 * approved and run, views switched. The heap after a forced collection is compared with that after the first tenth.
 * Run after a build: npx tsx bench/browserMemory.ts [cycles, 120]
 */
import type { CDPSession, Page } from 'playwright-core'
import { approve, proposal, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { StepId } from '#shared/ids.ts'
import { v7 as uuidv7 } from 'uuid'

const CYCLES = Number(process.argv[2] ?? 120)
const LOOKS = 10
const STEPS = 6

type Held = {
  readonly cycle: number
  readonly heapMb: number
  readonly nodes: number
  readonly listeners: number
  readonly entries: number
}

const app = await startApp()
await app.upload(
  'orders.csv',
  `region,amount\n${Array.from({ length: 500 }, (_, row) => `r${row % 7},${row}`).join('\n')}`,
)
const context = await openBrowser({ width: 1280, height: 900 })
const page = context.pages()[0] ?? (await context.newPage())
page.setDefaultTimeout(20_000)
const devTools = await context.newCDPSession(page)
await page.goto(app.server.newLogin())
await page.getByRole('main', { name: 'Notebook' }).waitFor()
const stepIds = Array.from({ length: STEPS }, () => StepId.parse(uuidv7()))
const held: Held[] = []
const began = performance.now()
for (let cycle = 1; cycle <= CYCLES; cycle += 1) {
  await work(app, page, cycle)
  if (cycle % Math.max(1, Math.floor(CYCLES / LOOKS)) === 0) held.push(await look(devTools, app, cycle))
}
const [first, last] = [held[0], held.at(-1)]
const ratio = first && last ? Number((last.heapMb / first.heapMb).toFixed(3)) : NaN
const perEntryKb =
  first && last && last.entries > first.entries
    ? Number((((last.heapMb - first.heapMb) * 1_000) / (last.entries - first.entries)).toFixed(2))
    : NaN
const minutes = Number(((performance.now() - began) / 60_000).toFixed(1))
console.log(JSON.stringify({ cycles: CYCLES, minutes, ratio, grownKbPerEntry: perEntryKb, held }, null, 2))
await context.close()
await app.stop()
process.exit(0)

/** Half a minute of a person: writes and discards, changes a step and runs it, looks at it elsewhere, comes back. */
async function work({ owner, state, until }: App, here: Page, cycle: number): Promise<void> {
  await here.locator('main').focus()
  await here.getByRole('button', { name: 'Add block' }).first().click()
  await here.getByRole('menuitem', { name: /SQL/ }).click()
  await here.locator('.monaco-editor').first().waitFor()
  await here.keyboard.type(`SELECT region, sum(amount) AS total_${cycle} FROM orders GROUP BY region`, {
    delay: 2,
  })
  await here.keyboard.press('Escape')
  await here.keyboard.press('Escape')
  await here.keyboard.press('d')
  await here.keyboard.press('d')
  await here.locator('.monaco-editor').first().waitFor({ state: 'detached' })

  const at = cycle % STEPS
  const stepId = stepIds[at] ?? StepId.parse(uuidv7())
  const isKnown = state().steps.has(stepId)
  const code = `SELECT region, sum(amount) + ${cycle} AS total FROM orders GROUP BY region`
  const command = proposal(sqlStep(code, `step_${at}`), { stepId, change: isKnown ? 'change' : 'add' })
  await owner.send(command)
  const { proposalId } = command.data
  const ready = await until((now) => {
    const found = now.proposals.get(proposalId)
    return found?.status === 'in-review' ? found : undefined
  }, 'its preflight')
  await approve(app, owner, ready)
  await until((now) => now.proposals.get(proposalId)?.status === 'succeeded', 'its run')
  await here.getByRole('region', { name: `Result step_${at}` }).waitFor()
  for (const view of ['Canvas', 'Lineage', 'Notebook']) {
    await here.getByRole('button', { name: view, exact: true }).first().click()
    await here.waitForTimeout(60)
  }
  await here.getByRole('main', { name: 'Notebook' }).waitFor()
}

async function look(session: CDPSession, { state }: App, cycle: number): Promise<Held> {
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
  const heapMb = Number((usedSize / 1e6).toFixed(1))
  return { cycle, heapMb, nodes, listeners: jsEventListeners, entries: state().seq }
}
