/**
 * The lineage view at 5,000 nodes: its layout in this process, then in a browser the time until it is drawn and the frames
 * while it is panned and zoomed by real wheel events, first with every node in sight. The references in the same run are a
 * workspace of 50 nodes and the frames of an empty page.
 * Build before. Run: npx tsx bench/lineageView.ts [nodes, 5000]
 */
import { loadavg } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { explorerGraphOf, KINDS } from '#client/features/lineage/explorerGraph.ts'
import { layeredLayout } from '#client/features/lineage/layout/layeredLayout.ts'
import { questionOf } from '#client/features/lineage/scene.ts'
import { fillLineage } from '#e2e/testing/fillLineage.ts'
import { bareFrames, framesWhile } from '#e2e/testing/frames.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { closeLedgerFile, openLedgerFile } from '#server/ledger/openLedgerFile.ts'
import { sqliteLedger } from '#server/ledger/sqliteLedger.ts'
import { openWorkspace, systemClock } from '#server/workspace/workspaceHost.ts'
import { lineageOf } from '#shared/lineage/lineageGraph.ts'

const NODES = Number(process.argv[2] ?? 5_000)
const REFERENCE = 50
const TURNS = 240

const small = await measured(REFERENCE)
const large = await measured(NODES)
const ratio = (of: (one: typeof large) => number): number => Number((of(large) / of(small)).toFixed(1))
console.log(
  JSON.stringify(
    {
      small,
      large,
      ratios: {
        layout: ratio((one) => one.layoutMs),
        firstDrawing: ratio((one) => one.firstDrawingMs),
        frameP95: ratio((one) => one.panned.p95Ms),
      },
    },
    null,
    2,
  ),
)
process.exit(0)

async function measured(nodes: number) {
  const app = await filledApp(nodes)
  const lineage = lineageOf(app.state())
  const everything = { kinds: new Set(KINDS), grouping: 'nothing', opened: new Set<string>() } as const
  const question = questionOf(explorerGraphOf(lineage, everything), new Map())
  const layoutMs = median(
    Array.from({ length: 5 }, () => timed(() => layeredLayout(question.nodes, question.edges))),
  )
  const browser = await openBrowser({ width: 1440, height: 900 })
  const page = browser.pages()[0] ?? (await browser.newPage())
  // Opening a notebook of a thousand blocks may take long, and is not what is measured here.
  page.setDefaultTimeout(180_000)
  await page.goto(app.server.newLogin())
  await page.getByRole('main', { name: 'Notebook' }).waitFor()
  // What the notebook still does after it opened is not the lineage's.
  await page.waitForTimeout(3_000)
  const open = page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Lineage' })
  const firstDrawingMs = await untilDrawn(page, () => open.click(), 1)
  for (const kind of ['Objectives', 'Constraints', 'Proposals', 'Decisions'])
    await page.getByRole('group', { name: 'Kinds to show' }).getByRole('button', { name: kind }).click()
  const wholeDrawingMs = await untilDrawn(
    page,
    () => page.getByRole('button', { name: 'Nothing', exact: true }).click(),
    lineage.nodes.length,
  )
  await page.locator('canvas[data-drawn]').focus()
  await page.keyboard.press('1')
  await page.waitForTimeout(1_000)
  const panned = await framesWhile(page, TURNS, (event) => ({ x: 24 * wayOf(event), y: 12 * wayOf(event) }))
  await page.keyboard.press('1')
  // From all of it to a few nodes that can be read, and back.
  const zoomed = await framesWhile(page, TURNS, (event) => ({ y: event < TURNS / 2 ? -7 : 7, isZoom: true }))
  const bare = await bareFrames(page, TURNS)
  await browser.close()
  await app.stop()
  return {
    nodes: lineage.nodes.length,
    edges: lineage.edges.length,
    layoutMs: Math.round(layoutMs),
    firstDrawingMs: Math.round(firstDrawingMs),
    everyNodeDrawnMs: Math.round(wholeDrawingMs),
    panned,
    zoomed,
    bare,
    load: loadavg()[0],
  }
}

/** There and back again. */
function wayOf(event: number): number {
  return event % 60 < 30 ? 1 : -1
}

/** The ledger is filled while the server is off: nothing waits for preflight or a kernel. */
async function filledApp(nodes: number): Promise<App> {
  const first = await startApp()
  const { folder, workspaceId, owner } = first
  await first.server.close()
  const database = openLedgerFile(join(folder, 'countersign.sqlite'))
  const ledger = sqliteLedger(database)
  const host = openWorkspace(workspaceId, { ledger, now: systemClock, model: () => 'playbook' })
  await fillLineage(host, { kind: 'human', id: owner.personId }, nodes)
  host.close()
  closeLedgerFile(database)
  return startApp({ folder })
}

async function untilDrawn(page: Page, act: () => Promise<void>, atLeast: number): Promise<number> {
  const began = performance.now()
  await act()
  await page.waitForFunction(
    (least) => Number(document.querySelector('canvas[data-drawn]')?.getAttribute('data-drawn')) >= least,
    atLeast,
    { polling: 'raf' },
  )
  return performance.now() - began
}

function timed(work: () => unknown): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}
