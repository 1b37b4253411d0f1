/**
 * The notebook in a real browser on a workspace of 2,000 blocks: how long until it can be used, until a jump has come to
 * the last block, and until a key typed into an editor is seen. The reference is the same on a notebook of 10 blocks.
 * Run after a build: npx tsx bench/notebook.ts [groups, 80]
 */
import type { Page } from 'playwright-core'
import { fillBlocks } from '#e2e/testing/fillBlocks.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp } from '#e2e/testing/startApp.ts'

const GROUPS = Number(process.argv[2] ?? 80)
const STEPS = 24
const OPENINGS = 3
const JUMPS = 9
const KEYS = 60

const small = await measureWith(1, 9)
const large = await measureWith(GROUPS, STEPS)
const keystrokeRatio = Number((large.keystrokeMs.median / small.keystrokeMs.median).toFixed(2))
console.log(JSON.stringify({ reference: small, measured: large, keystrokeRatio }, null, 2))
process.exit(0)

type Spread = { readonly median: number; readonly p95: number; readonly most: number }

async function measureWith(groups: number, steps: number) {
  const app = await startApp()
  await app.upload('orders.csv', 'region,amount\nnorth,1\nsouth,2\n')
  await fillBlocks(app, groups, steps)
  const context = await openBrowser({ width: 1600, height: 1000 })
  const page = context.pages()[0] ?? (await context.newPage())
  // What runs in the page was compiled with names kept, by a function that the page has not.
  await page.addInitScript('globalThis.__name = (it) => it')
  await page.goto(app.server.newLogin())
  await page.locator('[data-block]').first().waitFor()
  const opened: number[] = []
  for (let at = 0; at < OPENINGS; at += 1) opened.push(await opening(page))
  const jumps: number[] = []
  for (let at = 0; at < JUMPS; at += 1) {
    const which = at % 2 === 0 ? -1 - at : at
    await showOutline(page, which)
    jumps.push(await jump(page, which))
  }
  const keystrokeMs = await typing(page)
  await context.close()
  await app.stop()
  return { blocks: groups * (steps + 1), openMs: spreadOf(opened), jumpMs: spreadOf(jumps), keystrokeMs }
}

/** From the beginning of the navigation to the frame in which the first block stands and the page answers. */
async function opening(page: Page): Promise<number> {
  await page.reload({ waitUntil: 'commit' })
  await page.locator('[data-block]').first().waitFor()
  return page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        // The task behind the next frame is answered only when nothing holds the page up.
        requestAnimationFrame(() => setTimeout(() => resolve(Math.round(performance.now())), 0)),
      ),
  )
}

/** The outline is drawn where it is looked at. */
async function showOutline(page: Page, which: number): Promise<void> {
  await page.evaluate((at) => {
    const panel = document.querySelector('.outline')?.closest('.panel')
    panel?.scrollTo(0, at < 0 ? panel.scrollHeight : 0)
  }, which)
  await page.waitForTimeout(400)
}

/** From the click on a line of the outline to the frame in which its block is in sight and has the focus. */
function jump(page: Page, which: number): Promise<number> {
  return page.evaluate(
    (at) =>
      new Promise<number>((resolve, reject) => {
        const lines = [...document.querySelectorAll<HTMLElement>('.outline button')]
        const began = performance.now()
        lines.at(at)?.click()
        const look = (): void => {
          const now = performance.now()
          if (now - began > 20_000) return reject(new Error('it never came there'))
          const box = document.activeElement?.closest('[data-block]')?.getBoundingClientRect()
          const isThere = box && box.top < innerHeight && box.bottom > 0
          const isIt = lines.at(at)?.classList.contains('selected')
          if (!isThere || !isIt) return void requestAnimationFrame(look)
          requestAnimationFrame(() => resolve(Math.round(performance.now() - began)))
        }
        look()
      }),
    which,
  )
}

/** Each key from its event to the frame that follows what it changed, as the browser itself measures it. */
async function typing(page: Page): Promise<Spread> {
  await page.keyboard.press('b')
  await page.locator('.monaco-editor').first().waitFor()
  await page.waitForTimeout(1_000)
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(globalThis, { keyTimes: times })
    addEventListener(
      'keydown',
      () => {
        const began = performance.now()
        // Behind the frame in which it is drawn.
        requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - began), 0))
      },
      { capture: true },
    )
  })
  for (let at = 0; at < KEYS; at += 1) {
    await page.keyboard.press('x')
    await page.waitForTimeout(60)
  }
  const times = await page.evaluate(() => {
    const kept: unknown = Object.entries(globalThis).find(([name]) => name === 'keyTimes')?.[1]
    return Array.isArray(kept) ? kept.map(Number) : []
  })
  return spreadOf(times)
}

function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (share: number): number =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(1))
  return { median: at(0.5), p95: at(0.95), most: at(1) }
}
