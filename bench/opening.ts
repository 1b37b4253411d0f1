/**
 * The first opening of the sample in a browser that has never seen it: the JavaScript that is loaded before the notebook
 * shows, gzipped, and the time until it can be used. The reference is a page of the same server without any script.
 * Run after a build: npx tsx bench/opening.ts [times, 7]
 */
import { gzipSync } from 'node:zlib'
import type { BrowserContext } from 'playwright-core'
import { openBrowser } from '#e2e/testing/openBrowser.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'

const TIMES = Number(process.argv[2] ?? 7)

type Opened = { readonly ms: number; readonly scripts: ReadonlyMap<string, number> }

const app = await startApp({ hasSample: true })
const bare: number[] = []
const opened: Opened[] = []
for (let at = 0; at < TIMES; at += 1) {
  bare.push(await inNewBrowser(openBare))
  opened.push(await inNewBrowser(openSample))
}
await app.stop()

const scripts = [...(opened.at(-1)?.scripts ?? [])].toSorted(([, one], [, other]) => other - one)
const kB = (bytes: number): number => Number((bytes / 1_000).toFixed(1))
const sumOf = (some: typeof scripts): number => kB(some.reduce((sum, [, bytes]) => sum + bytes, 0))
const isMonaco = ([name]: readonly [string, number]): boolean => /monaco/i.test(name)
console.log(
  JSON.stringify(
    {
      javaScriptKbGzip: sumOf(scripts.filter((one) => !isMonaco(one))),
      monacoKbGzip: sumOf(scripts.filter(isMonaco)),
      scripts: Object.fromEntries(scripts.map(([name, bytes]) => [name, kB(bytes)])),
      interactiveMs: spreadOf(opened.map(({ ms }) => ms)),
      referenceMs: spreadOf(bare),
    },
    null,
    2,
  ),
)
process.exit(0)

async function inNewBrowser<T>(act: (context: BrowserContext, app: App) => Promise<T>): Promise<T> {
  const context = await openBrowser({ width: 1280, height: 800 })
  try {
    return await act(context, app)
  } finally {
    await context.close()
  }
}

async function openBare(context: BrowserContext, { server }: App): Promise<number> {
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(`${server.address}/api/openapi.json`)
  return Math.round(await page.evaluate(() => performance.now()))
}

/** Usable is when the button that asks the agent stands there and the page answers behind the frame that shows it. */
async function openSample(context: BrowserContext, { server }: App): Promise<Opened> {
  const page = context.pages()[0] ?? (await context.newPage())
  const scripts = new Map<string, number>()
  const sizes: Promise<void>[] = []
  let isShown = false
  page.on('response', (response) => {
    const name = new URL(response.url()).pathname
    if (isShown || !name.endsWith('.js')) return
    sizes.push(response.body().then((body) => void scripts.set(name, gzipSync(body).byteLength)))
  })
  await page.goto(server.newLogin(), { waitUntil: 'commit' })
  await page.getByRole('button', { name: 'Ask the agent' }).waitFor()
  isShown = true
  const ms = await page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        requestAnimationFrame(() => setTimeout(() => resolve(Math.round(performance.now())), 0)),
      ),
  )
  await Promise.all(sizes)
  return { ms, scripts }
}

function spreadOf(times: readonly number[]): { readonly median: number; readonly most: number } {
  const sorted = times.toSorted((one, other) => one - other)
  return { median: sorted[Math.floor(sorted.length / 2)] ?? NaN, most: sorted.at(-1) ?? NaN }
}
