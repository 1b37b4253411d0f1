/** A million rows in the grid, in Chromium: the time of a frame while scrolling and the time of a sort until rows show, against a grid of 1,000 rows in the same run. */
import type { Page } from 'playwright-core'
import { runStep, sqlStep } from '#e2e/testing/moves.ts'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp } from '#e2e/testing/startApp.ts'

const ROWS = 1_000_000
const REFERENCE_ROWS = 1000
const FRAMES = 240
const SORTS = 5

const app = await startApp()
await app.upload('seed.csv', 'n\n1\n')
const step = (rows: number, output: string) =>
  sqlStep(
    `SELECT i AS id, 'name ' || (i * 7919 % 100003) AS name, (i * 104729 % 99991) / 7 AS amount,
      DATE '2020-01-01' + CAST(i % 1500 AS INTEGER) AS day, i % 9 AS kind
    FROM seed, range(${rows}) AS numbers(i)`,
    output,
  )
const context = await openBrowser({ width: 1440, height: 900 })
// The runner of this file wraps functions in a call that the page does not have.
await context.addInitScript('globalThis.__name = (one) => one')
const page = context.pages()[0] ?? (await context.newPage())
await page.goto(app.server.newLogin())
const reference = await measure(REFERENCE_ROWS, 'thousand')
const million = await measure(ROWS, 'million')
console.log(JSON.stringify({ rows: ROWS, frames: FRAMES, million, reference }))
await context.close()
await app.stop()

async function measure(rows: number, output: string) {
  const made = await runStep(app, app.owner, step(rows, output))
  if (made.status !== 'succeeded') throw new Error(`${output}: ${made.status} ${made.because ?? ''}`)
  const grid = page.getByRole('grid', { name: output })
  await grid.scrollIntoViewIfNeeded()
  await grid.locator('[data-row="0"][data-column="0"]').getByText(/\d/).waitFor()
  // The head's sketches are computed once; scrolling is measured after them.
  await page.waitForTimeout(4000)
  const frames = await frameTimes(page, output)
  const sorts: number[] = []
  for (let round = 0; round < SORTS; round += 1) {
    sorts.push(await sortTime(page, output, round % 2 === 0 ? 'amount' : 'name'))
    await page.waitForTimeout(500)
  }
  return { scrollP95Ms: at(frames, 0.95), scrollMedianMs: at(frames, 0.5), sortMedianMs: at(sorts, 0.5) }
}

/** Milliseconds between frames while the grid is scrolled by nine rows a frame. */
function frameTimes(on: Page, name: string): Promise<number[]> {
  return on.evaluate(
    ([label, frames]) =>
      new Promise<number[]>((resolve) => {
        const box = document.querySelector(`[role="grid"][aria-label="${label}"]`)
        const times: number[] = []
        let last = performance.now()
        const next = (now: number): void => {
          times.push(now - last)
          last = now
          if (times.length > frames || !box) return resolve(times.slice(1))
          box.scrollTop += 243
          if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1) box.scrollTop = 0
          requestAnimationFrame(next)
        }
        requestAnimationFrame(next)
      }),
    [name, FRAMES] as const,
  )
}

/** Milliseconds from the click on a column's name until the rows of the new order are drawn. */
function sortTime(on: Page, name: string, column: string): Promise<number> {
  return on.evaluate(
    ([label, wanted]) =>
      new Promise<number>((resolve) => {
        const box = document.querySelector(`[role="grid"][aria-label="${label}"]`)
        const button = box?.querySelector<HTMLElement>(`.head-name[title="${wanted}: sort"]`)
        const started = performance.now()
        button?.click()
        const look = (): void => {
          const isSorted = button?.closest('[role="columnheader"]')?.getAttribute('aria-sort') !== 'none'
          const isDrawn =
            isSorted && box?.querySelector('.grid-row') && !box.querySelector('.grid-row.waiting')
          if (isDrawn) resolve(performance.now() - started)
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
    [name, column] as const,
  )
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN) * 10) / 10
}
