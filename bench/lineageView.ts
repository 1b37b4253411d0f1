/**
 * The lineage view at 5,000 nodes: its layout in this process, then in a browser the time until it is drawn and the
 * frames while it is panned and zoomed. The reference in the same run is a workspace of 50 nodes.
 * Build before. Run: npx tsx bench/lineageView.ts [nodes, 5000]
 */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { explorerGraphOf, KINDS } from '#client/features/lineage/explorerGraph.ts'
import { layeredLayout } from '#client/features/lineage/layout/layeredLayout.ts'
import { questionOf } from '#client/features/lineage/scene.ts'
import { fillLineage } from '#e2e/testing/fillLineage.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { closeLedgerFile, openLedgerFile } from '#server/ledger/openLedgerFile.ts'
import { sqliteLedger } from '#server/ledger/sqliteLedger.ts'
import { openWorkspace, systemClock } from '#server/workspace/workspaceHost.ts'
import { lineageOf } from '#shared/lineage/lineageGraph.ts'

const NODES = Number(process.argv[2] ?? 5_000)
const REFERENCE = 50

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
        frameP95: ratio((one) => one.frameP95Ms),
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
  await page.getByRole('tab', { name: 'Lineage' }).click()
  const open = page.getByRole('button', { name: 'Open the whole graph' })
  await open.waitFor()
  // What the notebook still does after it opened is not the lineage's.
  await page.waitForTimeout(3_000)
  const firstDrawingMs = await untilDrawn(page, () => open.click(), 1)
  for (const kind of ['Objectives', 'Constraints', 'Proposals', 'Decisions'])
    await page.getByRole('group', { name: 'Kinds to show' }).getByRole('button', { name: kind }).click()
  const wholeDrawingMs = await untilDrawn(
    page,
    () => page.getByRole('button', { name: 'Nothing', exact: true }).click(),
    lineage.nodes.length,
  )
  const frames = await framesWhileMoving(page)
  await browser.close()
  await app.stop()
  const sorted = frames.toSorted((a, b) => a - b)
  return {
    nodes: lineage.nodes.length,
    edges: lineage.edges.length,
    layoutMs: Math.round(layoutMs),
    firstDrawingMs: Math.round(firstDrawingMs),
    everyNodeDrawnMs: Math.round(wholeDrawingMs),
    frames: frames.length,
    frameP50Ms: Math.round((sorted[Math.floor(frames.length * 0.5)] ?? NaN) * 10) / 10,
    frameP95Ms: Math.round((sorted[Math.floor(frames.length * 0.95)] ?? NaN) * 10) / 10,
  }
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

/** Milliseconds between frames, all nodes in sight at first, then nearer and nearer. */
async function framesWhileMoving(page: Page): Promise<readonly number[]> {
  await page.locator('canvas').first().focus()
  await page.keyboard.press('1')
  await page.waitForTimeout(500)
  return page.evaluate(async () => {
    const canvas = document.querySelector('canvas[data-drawn]')
    if (!canvas) throw new Error('nothing is drawn')
    const { left, top, width, height } = canvas.getBoundingClientRect()
    const spot = { clientX: left + width / 2, clientY: top + height / 2, cancelable: true, bubbles: true }
    const frames: number[] = []
    let before = await new Promise<number>(requestAnimationFrame)
    for (let frame = 0; frame < 480; frame += 1) {
      const phase = Math.floor(frame / 60) % 4
      const turn = frame % 60 < 30 ? 1 : -1
      if (phase < 2)
        canvas.dispatchEvent(new WheelEvent('wheel', { ...spot, deltaX: 24 * turn, deltaY: 12 * turn }))
      else
        canvas.dispatchEvent(
          new WheelEvent('wheel', { ...spot, deltaY: phase === 2 ? -7 : 7, ctrlKey: true }),
        )
      const now = await new Promise<number>(requestAnimationFrame)
      frames.push(now - before)
      before = now
    }
    return frames
  })
}

function timed(work: () => unknown): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}
