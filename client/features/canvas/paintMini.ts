/** Draws the small canvas: a patch for each block in the colour of its state, and a veil over what is not seen. */
import { extentOf, type Box } from '#client/features/canvas/boxes.ts'
import type { Size } from '#client/features/canvas/canvasLayout.ts'
import type { Point } from '#client/features/canvas/layers.ts'
import { colourOf, type PaintColours } from '#client/features/canvas/paintColours.ts'
import type { View } from '#client/features/canvas/usePainting.ts'
import { lookOf } from '#client/features/notebook/StatusBadge.tsx'

type Mini = {
  readonly boxes: readonly Box[]
  /** The least box around all of them. */
  readonly extent: Point & Size
  readonly view: View
  readonly size: Size
}

const MARGIN = 5
const CORNER = 8

const seenOf = ({ x, y, zoom, width, height }: View): Point & Size => ({
  x: -x / zoom,
  y: -y / zoom,
  width: width / zoom,
  height: height / zoom,
})

/** All blocks and all that is seen are in it. */
const shownOf = (extent: Point & Size, view: View): Point & Size =>
  extent.width === 0 ? seenOf(view) : extentOf([extent, seenOf(view)])

export function miniScaleOf(extent: Point & Size, view: View, size: Size): number {
  const shown = shownOf(extent, view)
  return Math.min(
    (size.width - 2 * MARGIN) / Math.max(1, shown.width),
    (size.height - 2 * MARGIN) / Math.max(1, shown.height),
  )
}

export function paintMini(
  context: CanvasRenderingContext2D,
  { boxes, extent, view, size }: Mini,
  colours: PaintColours,
): void {
  const shown = shownOf(extent, view)
  const scale = miniScaleOf(extent, view, size)
  const left = size.width / 2 - (shown.x + shown.width / 2) * scale
  const top = size.height / 2 - (shown.y + shown.height / 2) * scale
  const isRound = CORNER * scale > 1
  for (const { node, x, y, width, height } of boxes) {
    context.fillStyle = miniColour(node, colours)
    const [at, below, wide, high] = [left + x * scale, top + y * scale, width * scale, height * scale]
    if (!isRound) context.fillRect(at, below, wide, high)
    else {
      context.beginPath()
      context.roundRect(at, below, wide, high, CORNER * scale)
      context.fill()
    }
  }
  const seen = seenOf(view)
  context.beginPath()
  context.rect(0, 0, size.width, size.height)
  context.rect(left + seen.x * scale, top + seen.y * scale, seen.width * scale, seen.height * scale)
  context.fillStyle = colours.outside
  context.fill('evenodd')
  context.strokeStyle = colours.accent
  context.lineWidth = 1.5
  context.strokeRect(left + seen.x * scale, top + seen.y * scale, seen.width * scale, seen.height * scale)
}

function miniColour(node: Box['node'], colours: PaintColours): string {
  if (node.type === 'frame') return colours.hover
  if (node.selected) return colours.accent
  const { face } = node.data
  return (face.kind === 'step' ? colourOf(colours, lookOf(face.status)) : undefined) ?? colours.lineStrong
}
