/**
 * The canvas in a real browser on a workspace of 1,000 blocks: how long until it is drawn, and how long frames take while it
 * is panned and zoomed by a turn of the wheel each frame. The reference is the same on a canvas of 10 blocks.
 * Run after a build: npx tsx bench/canvas.ts [groups, 40]
 */
import type { Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import { proposal, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { newCommandId } from '#server/workspace/workspaceHost.ts'
import type { Actor } from '#shared/actor.ts'
import type { PersonCommand } from '#shared/command.ts'
import { ObjectiveId } from '#shared/ids.ts'

const GROUPS = Number(process.argv[2] ?? 40)
const STEPS = 24
const FRAMES = 180

type Frames = { readonly median: number; readonly p95: number; readonly most: number }

const small = await measureWith(1, 9)
const large = await measureWith(GROUPS, STEPS)
console.log(JSON.stringify({ reference: small, measured: large }, null, 2))
process.exit(0)

async function measureWith(groups: number, steps: number) {
  const app = await startApp()
  await app.upload('orders.csv', 'region,amount\nnorth,1\nsouth,2\n')
  await fill(app, groups, steps)
  const context = await openBrowser({ width: 1600, height: 1000 })
  const page = context.pages()[0] ?? (await context.newPage())
  // What runs in the page was compiled with names kept, by a function that the page has not.
  await page.addInitScript('globalThis.__name = (it) => it')
  await page.goto(app.server.newLogin())
  await page
    .getByText(`out_${groups - 1}_${steps - 1}`)
    .first()
    .waitFor()
  const firstDrawingMs = await firstDrawing(page)
  const nodesInSight = await page.locator('.react-flow__node').count()
  const pannedWhole = await framesOf(page, 'pan')
  const zoomed = await framesOf(page, 'zoom')
  await page.keyboard.press('1')
  await page.waitForTimeout(400)
  const selectMs = await selecting(page)
  await page.keyboard.press('2')
  await page.waitForTimeout(800)
  const pannedNear = await framesOf(page, 'pan')
  await context.close()
  await app.stop()
  const blocks = groups * (steps + 1)
  return { blocks, firstDrawingMs, nodesInSight, pannedWhole, pannedNear, zoomed, selectMs }
}

/** Objectives with steps that read the one two before them in the group, and now and then one of the group before. */
async function fill(app: App, groups: number, steps: number): Promise<void> {
  const host = app.server.ports.workspaces.host(app.workspaceId)
  if (!host) throw new Error('The workspace is not open')
  const actor: Actor = { kind: 'human', id: app.owner.personId }
  const ask = async (command: PersonCommand): Promise<void> => {
    await host.dispatch(newCommandId(), command, actor)
  }
  for (let group = 0; group < groups; group += 1) {
    const objectiveId = ObjectiveId.parse(uuidv7())
    await ask({
      type: 'WriteObjective',
      data: { objectiveId, text: `Which region sells most of product ${group}?`, acceptance: [] },
    })
    for (let step = 0; step < steps; step += 1) {
      const near = step < 2 ? 'orders' : `out_${group}_${step - 2}`
      const from = step === 5 && group > 0 ? `out_${group - 1}_3` : near
      const code = `SELECT region, sum(amount) AS amount\nFROM ${from}\nWHERE amount > ${step}\nGROUP BY region`
      await ask(proposal(sqlStep(code, `out_${group}_${step}`), { objectiveId }))
    }
    await app.until(
      (state) => [...state.proposals.values()].every((one) => one.status !== 'proposed'),
      `preflight of group ${group}`,
    )
  }
}

function firstDrawing(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const button = [...document.querySelectorAll('button')].find(
          (one) => one.textContent.trim() === 'Canvas',
        )
        const began = performance.now()
        button?.click()
        const look = (): void => {
          if (!document.querySelector('.canvas-edge')) return void requestAnimationFrame(look)
          // The frame that shows it has ended when the next one begins.
          requestAnimationFrame(() => resolve(Math.round(performance.now() - began)))
        }
        look()
      }),
  )
}

function framesOf(page: Page, act: 'pan' | 'zoom'): Promise<Frames> {
  return page.evaluate(
    ([kind, count]) =>
      new Promise<Frames>((resolve) => {
        const pane = document.querySelector('.react-flow__pane')
        const times: number[] = []
        let last = performance.now()
        const frame = (now: number): void => {
          times.push(now - last)
          last = now
          if (times.length > count) {
            const sorted = times.slice(1).toSorted((one, other) => one - other)
            const at = (share: number): number =>
              Number(
                (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(1),
              )
            return resolve({ median: at(0.5), p95: at(0.95), most: at(1) })
          }
          const isBack = Math.floor(times.length / 45) % 2 === 1
          const by = (kind === 'pan' ? 24 : 12) * (isBack ? -1 : 1)
          pane?.dispatchEvent(
            new WheelEvent('wheel', {
              bubbles: true,
              cancelable: true,
              clientX: 800,
              clientY: 500,
              deltaX: kind === 'pan' ? by : 0,
              deltaY: kind === 'pan' ? by / 2 : -by,
              ctrlKey: kind === 'zoom',
            }),
          )
          requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
    [act, FRAMES] as const,
  )
}

/** From the press of an arrow key to the frame that shows the selection. */
function selecting(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const began = performance.now()
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))
        const look = (): void => {
          if (!document.querySelector('.react-flow__node.selected')) return void requestAnimationFrame(look)
          requestAnimationFrame(() => resolve(Math.round(performance.now() - began)))
        }
        look()
      }),
  )
}
