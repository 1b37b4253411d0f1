/**
 * What a person sees of motion: the times between frames of a page while the wheel turns, by real input events of the
 * browser, and what its main thread worked for each of them. That is counted in processor time, so that other work on the
 * machine does not enter it; the times between frames do.
 */
import type { CDPSession, Page } from 'playwright-core'

export type Frames = {
  readonly frames: number
  readonly medianMs: number
  readonly p95Ms: number
  readonly mostMs: number
  /** Processor time of the page's main thread for one frame, on average. */
  readonly mainThreadMs: number
}

export type Turn = { readonly x?: number; readonly y?: number; readonly isZoom?: boolean }

const CONTROL = 2
const EVERY_MS = 1000 / 60

/** `turnAt` says how the wheel turns for each event, sixty of them a second, over the middle of the window. */
export async function framesWhile(
  page: Page,
  turns: number,
  turnAt: (event: number) => Turn,
): Promise<Frames> {
  const session = await page.context().newCDPSession(page)
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const middle = { x: width / 2, y: height / 2 }
  await page.mouse.move(middle.x, middle.y)
  const before = await workedSeconds(session)
  await page.evaluate(recordFrames)
  const answers: Promise<unknown>[] = []
  const began = performance.now()
  for (let event = 0; event < turns; event += 1) {
    const { x: deltaX = 0, y: deltaY = 0, isZoom } = turnAt(event)
    const turn = { ...middle, deltaX, deltaY, modifiers: isZoom ? CONTROL : 0 }
    answers.push(session.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...turn }))
    const late = performance.now() - began - event * EVERY_MS
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, EVERY_MS - late)))
  }
  await Promise.all(answers)
  const times = await page.evaluate<number[]>(recordedFrames)
  const worked = (await workedSeconds(session)) - before
  await session.detach()
  return {
    frames: times.length,
    medianMs: at(times, 0.5),
    p95Ms: at(times, 0.95),
    mostMs: at(times, 1),
    mainThreadMs: Number(((worked * 1000) / times.length).toFixed(1)),
  }
}

/** The same on a page with nothing but a height: what this browser on this machine can do at best. */
export async function bareFrames(page: Page, turns: number): Promise<Frames> {
  const bare = await page.context().newPage()
  const size = page.viewportSize()
  if (size) await bare.setViewportSize(size)
  await bare.setContent('<body style="margin: 0"><div style="height: 1000000px"></div>')
  await bare.bringToFront()
  const frames = await framesWhile(bare, turns, () => ({ y: 24 }))
  await bare.close()
  await page.bringToFront()
  return frames
}

async function workedSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN
}

// As text, since what is compiled here may call what the page has not.
const recordFrames = `{
  const frames = (globalThis.recordedFrames = { times: [], isOn: true })
  let last
  const frame = (now) => {
    if (!frames.isOn) return
    if (last !== undefined) frames.times.push(now - last)
    last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}`
const recordedFrames = `{
  globalThis.recordedFrames.isOn = false
  globalThis.recordedFrames.times
}`

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other)
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(1))
}
