/** Draws what reads what, in one go for those that are lit and one for the others. */
import type { PaintColours } from '#client/features/canvas/paintColours.ts'
import type { Box } from '#client/features/canvas/boxes.ts'
import type { Edge, Point } from '#client/features/canvas/layers.ts'

export type Way = { readonly start: Point; readonly end: Point; readonly isLit: boolean }
export type Seen = {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Nearer than this a way has its curve and its tip. */
const CURVED = 0.12
const TIP = { length: 8, width: 4 }
const BEHIND = 6.25

export function waysOf(
  boxes: readonly Box[],
  edges: readonly Edge[],
  lit: ReadonlySet<string>,
): readonly Way[] {
  const byId = new Map(boxes.map((box) => [box.node.id, box]))
  return edges.flatMap(({ from, to }) => {
    const [one, other] = [byId.get(from), byId.get(to)]
    if (!one || !other) return []
    return [
      {
        start: { x: one.x + one.width, y: one.y + one.height / 2 },
        end: { x: other.x, y: other.y + other.height / 2 },
        isLit: lit.has(from) && lit.has(to),
      },
    ]
  })
}

export function paintEdges(
  context: CanvasRenderingContext2D,
  ways: readonly Way[],
  seen: Seen,
  zoom: number,
  colours: PaintColours,
): void {
  const inSight = ways.filter((way) => isInSight(way, seen))
  const isAnyLit = inSight.some((way) => way.isLit)
  for (const isLit of [false, true]) {
    const alike = inSight.filter((way) => way.isLit === isLit)
    if (alike.length === 0) continue
    context.beginPath()
    for (const { start, end } of alike) trace(context, start, end, zoom >= CURVED)
    context.strokeStyle = isLit ? colours.accent : colours.edge
    context.fillStyle = isLit ? colours.accent : colours.edge
    context.lineWidth = isLit ? 1.9 : 1.4
    context.globalAlpha = isAnyLit && !isLit ? 0.32 : 1
    context.stroke()
    if (zoom >= CURVED) paintTips(context, alike)
    context.globalAlpha = 1
  }
}

function paintTips(context: CanvasRenderingContext2D, ways: readonly Way[]): void {
  context.beginPath()
  for (const { end } of ways) {
    context.moveTo(end.x + 1, end.y)
    context.lineTo(end.x + 1 - TIP.length, end.y - TIP.width)
    context.lineTo(end.x + 1 - TIP.length, end.y + TIP.width)
  }
  context.fill()
}

/** A curve back to the left goes beyond both of its ends. */
const beyondOf = ({ start, end }: Way): number => (end.x < start.x ? BEHIND * Math.sqrt(start.x - end.x) : 0)

function isInSight(way: Way, seen: Seen): boolean {
  const { start, end } = way
  const beyond = beyondOf(way)
  return (
    Math.max(start.x, end.x) + beyond >= seen.left &&
    Math.min(start.x, end.x) - beyond <= seen.right &&
    Math.max(start.y, end.y) >= seen.top &&
    Math.min(start.y, end.y) <= seen.bottom
  )
}

/** The curve that the drawing library makes of the same two ends. */
function trace(context: CanvasRenderingContext2D, start: Point, end: Point, isCurved: boolean): void {
  const across = end.x - start.x
  const reach = across >= 0 ? across / 2 : BEHIND * Math.sqrt(-across)
  context.moveTo(start.x, start.y)
  if (isCurved) context.bezierCurveTo(start.x + reach, start.y, end.x - reach, end.y, end.x, end.y)
  else context.lineTo(end.x, end.y)
}
