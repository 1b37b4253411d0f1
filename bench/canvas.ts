/**
 * The canvas in a real browser on a workspace of 1,000 blocks: how long until it is drawn, and how long frames take while the
 * wheel pans and zooms it, first with all of it in sight, then near. The references in the same run are a canvas of 10 blocks
 * and the frames of an empty page.
 * Run after a build: npx tsx bench/canvas.ts [groups, 40]
 */
import { loadavg } from 'node:os'
import type { Page } from 'playwright-core'
import { fillBlocks } from '#e2e/testing/fillBlocks.ts'
import { bareFrames, framesWhile, type Turn } from '#e2e/testing/frames.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp } from '#e2e/testing/startApp.ts'

const GROUPS = Number(process.argv[2] ?? 40)
const STEPS = 24
const TURNS = 240
const SELECTIONS = 9

const small = await measureWith(1, 9)
const large = await measureWith(GROUPS, STEPS)
console.log(JSON.stringify({ reference: small, measured: large }, null, 2))
process.exit(0)

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
  // What the notebook still does after it opened is not the canvas's.
  await page.waitForTimeout(3_000)
  const bare = await bareFrames(page, TURNS)
  const firstDrawingMs = await firstDrawing(page)
  await page.waitForTimeout(1_000)
  await page.locator('.canvas-surface').focus()
  await page.keyboard.press('1')
  await page.waitForTimeout(1_000)
  const allOfIt = {
    zoom: await page.locator('.canvas-percent').textContent(),
    panned: await framesWhile(page, TURNS, pan),
    zoomed: await framesWhile(page, TURNS, zoom),
  }
  await page.locator('.canvas-surface').focus()
  const selectMs = await selecting(page)
  await page.keyboard.press('2')
  await page.waitForTimeout(1_000)
  const near = {
    zoom: await page.locator('.canvas-percent').textContent(),
    panned: await framesWhile(page, TURNS, pan),
    zoomed: await framesWhile(page, TURNS, zoom),
  }
  await context.close()
  await app.stop()
  return { blocks: groups * (steps + 1), load: loadavg()[0], bare, firstDrawingMs, allOfIt, near, selectMs }
}

/** There and back again. */
function wayOf(event: number): number {
  return event % 60 < 30 ? 1 : -1
}
function pan(event: number): Turn {
  return { x: 24 * wayOf(event), y: 12 * wayOf(event) }
}
function zoom(event: number): Turn {
  return { y: -12 * wayOf(event), isZoom: true }
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
          if (!document.querySelector('.canvas-edge, .canvas-painted'))
            return void requestAnimationFrame(look)
          // The frame that shows it has ended when the next one begins.
          requestAnimationFrame(() => resolve(Math.round(performance.now() - began)))
        }
        look()
      }),
  )
}

/** From the press of an arrow key to the frame that follows what is said of the block that it went to. */
async function selecting(page: Page): Promise<number> {
  // The first press goes to the first block, the others from it to what reads it and back.
  await page.keyboard.press('ArrowRight')
  const times: number[] = []
  for (let at = 0; at < SELECTIONS; at += 1) {
    await page.evaluate(() => {
      const said = (): string | undefined =>
        document.querySelector('.canvas-surface [role="status"]')?.textContent
      const before = said()
      const shown = new Promise<number>((resolve, reject) => {
        setTimeout(() => reject(new Error('no other block was selected')), 10_000)
        const look = (began: number): void => {
          if (said() === before) return void requestAnimationFrame(() => look(began))
          requestAnimationFrame(() => resolve(performance.now() - began))
        }
        addEventListener('keydown', () => look(performance.now()), { capture: true, once: true })
      })
      Object.assign(globalThis, { shown })
    })
    await page.keyboard.press(at % 2 === 0 ? 'ArrowRight' : 'ArrowLeft')
    times.push(await page.evaluate<number>('globalThis.shown'))
  }
  return Math.round(times.toSorted((one, other) => one - other)[Math.floor(SELECTIONS / 2)] ?? NaN)
}
