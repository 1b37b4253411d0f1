/** Wheel, drag and pinch on the canvas: two fingers or Ctrl zoom, everything else pans, a press without a drag picks. */
import type { Stage } from '#client/features/lineage/stage.ts'

type Spot = { readonly x: number; readonly y: number }
type Picks = {
  readonly pick: (id: string | undefined) => void
  readonly open: (id: string) => void
}

const STILL = 4
const LINE = 32

export function attachGestures(canvas: HTMLCanvasElement, stage: Stage, picks: Picks): () => void {
  const fingers = new Map<number, Spot>()
  let moved = 0
  const spotOf = (event: MouseEvent): Spot => {
    const { left, top } = canvas.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  const wheel = (event: WheelEvent): void => {
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit]
    if (event.ctrlKey || event.metaKey)
      stage.zoom(Math.exp(-Math.max(-60, Math.min(60, dy)) * 0.008), spotOf(event))
    else if (event.shiftKey && dx === 0) stage.pan(dy, 0)
    else stage.pan(dx, dy)
  }
  const down = (event: PointerEvent): void => {
    fingers.set(event.pointerId, spotOf(event))
    canvas.setPointerCapture(event.pointerId)
    moved = 0
  }
  const move = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId)
    const now = spotOf(event)
    if (!before) {
      const box = stage.boxAt(now)
      canvas.style.cursor = box ? 'pointer' : 'grab'
      canvas.title = box ? `${box.label}\n${box.node.detail}` : ''
      return
    }
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
    fingers.set(event.pointerId, now)
    moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y)
    if (other) {
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
      stage.zoom(distance(now, other) / Math.max(1, distance(before, other)), middle)
      return
    }
    if (moved > STILL) stage.pan(before.x - now.x, before.y - now.y)
  }
  const up = (event: PointerEvent): void => {
    const began = fingers.delete(event.pointerId)
    if (began && event.type === 'pointerup' && moved <= STILL && fingers.size === 0)
      picks.pick(stage.boxAt(spotOf(event))?.node.id)
  }
  const twice = (event: MouseEvent): void => {
    const box = stage.boxAt(spotOf(event))
    if (box) picks.open(box.node.id)
  }
  const stop = new AbortController()
  const { signal } = stop
  canvas.addEventListener('wheel', wheel, { passive: false, signal })
  canvas.addEventListener('pointerdown', down, { signal })
  canvas.addEventListener('pointermove', move, { signal })
  canvas.addEventListener('pointerup', up, { signal })
  canvas.addEventListener('pointercancel', up, { signal })
  canvas.addEventListener('dblclick', twice, { signal })
  return () => stop.abort()
}

const distance = (one: Spot, other: Spot): number => Math.hypot(one.x - other.x, one.y - other.y)
