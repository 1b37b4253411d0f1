/** Draws what the camera sees. Far away a node is a patch of its kind's colour; its words come when they can be read. */
import type { Camera, Size } from '#client/features/lineage/camera.ts'
import { drawBox, drawName, drawPatches, type Pen } from '#client/features/lineage/drawBox.ts'
import type { ColumnLine, Marks } from '#client/features/lineage/marks.ts'
import type { Point } from '#client/features/lineage/layout/layeredLayout.ts'
import type { Line, Scene, Segment } from '#client/features/lineage/scene.ts'
import type { SceneColours } from '#client/features/lineage/sceneColours.ts'

/** From this scale on, all words are drawn; from the next on, names alone and larger, where few nodes are in sight. */
export const LEGIBLE = 0.46
const NAMED = 0.2
const MOST_NAMED = 250
const CURVED = 0.12

type Drawing = {
  readonly context: CanvasRenderingContext2D
  readonly camera: Camera
  readonly screen: Size
  readonly density: number
  readonly colours: SceneColours
}

export function drawScene(drawing: Drawing, scene: Scene, marks: Marks): void {
  const { context, camera, screen, density, colours } = drawing
  context.setTransform(density, 0, 0, density, 0, 0)
  context.globalAlpha = 1
  context.fillStyle = colours.ground
  context.fillRect(0, 0, screen.width, screen.height)
  const scale = camera.scale * density
  context.setTransform(scale, 0, 0, scale, -camera.x * scale, -camera.y * scale)
  const seen = seenBy(camera, screen)
  const isDimmed = marks.onWay !== undefined
  const isCurved = camera.scale >= CURVED
  const hair = 1 / camera.scale

  context.strokeStyle = colours.edge
  context.lineWidth = isCurved ? Math.max(1.2, hair) : hair
  context.globalAlpha = isDimmed || marks.selected ? 0.6 : 1
  strokeSegments(context, scene.segments, seen, isCurved)
  context.globalAlpha = 1
  if (!isDimmed) {
    context.strokeStyle = colours.accent
    context.lineWidth = Math.max(1.8, 1.2 * hair)
    strokeLines(context, scene.lines, marks.related, isCurved)
  }
  strokeColumnLines(context, marks.columnLines, colours, hair)

  const boxes = scene.boxes.filter((box) => isSeen(seen, box.x, box.y, box.x + box.width, box.y + box.height))
  const pen: Pen = { context, colours, marks }
  if (camera.scale >= LEGIBLE) for (const box of boxes) drawBox(pen, box)
  else if (camera.scale >= NAMED && boxes.length <= MOST_NAMED)
    for (const box of boxes) drawName(pen, box, camera.scale)
  else drawPatches(pen, boxes, hair)
}

type Seen = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

const seenBy = ({ x, y, scale }: Camera, screen: Size): Seen => ({
  left: x,
  top: y,
  right: x + screen.width / scale,
  bottom: y + screen.height / scale,
})

const isSeen = (seen: Seen, left: number, top: number, right: number, bottom: number): boolean =>
  right >= seen.left && left <= seen.right && bottom >= seen.top && top <= seen.bottom

function strokeSegments(
  context: CanvasRenderingContext2D,
  segments: readonly Segment[],
  seen: Seen,
  isCurved: boolean,
): void {
  context.beginPath()
  for (const { from, to } of segments) {
    const isIn = isSeen(
      seen,
      Math.min(from.x, to.x),
      Math.min(from.y, to.y),
      Math.max(from.x, to.x),
      Math.max(from.y, to.y),
    )
    if (!isIn) continue
    context.moveTo(from.x, from.y)
    trace(context, from, to, isCurved)
  }
  context.stroke()
}

function strokeLines(
  context: CanvasRenderingContext2D,
  lines: readonly Line[],
  related: ReadonlySet<string>,
  isCurved: boolean,
): void {
  if (related.size === 0) return
  context.beginPath()
  for (const { from, to, points } of lines) {
    if (!related.has(from) || !related.has(to)) continue
    points.slice(1).forEach((point, at) => {
      const before = points[at]
      if (!before) return
      context.moveTo(before.x, before.y)
      trace(context, before, point, isCurved)
    })
  }
  context.stroke()
}

function strokeColumnLines(
  context: CanvasRenderingContext2D,
  lines: readonly ColumnLine[],
  colours: SceneColours,
  hair: number,
): void {
  for (const isOnWay of [false, true]) {
    context.beginPath()
    for (const line of lines) {
      if (line.isOnWay !== isOnWay) continue
      context.moveTo(line.from.x, line.from.y)
      trace(context, line.from, line.to, true)
    }
    context.strokeStyle = isOnWay ? colours.accent : colours.muted
    context.lineWidth = isOnWay ? Math.max(2.2, 1.5 * hair) : Math.max(1, hair)
    context.stroke()
  }
}

function trace(context: CanvasRenderingContext2D, from: Point, to: Point, isCurved: boolean): void {
  if (!isCurved || from.y === to.y) {
    context.lineTo(to.x, to.y)
    return
  }
  const reach = to.x > from.x ? (to.x - from.x) / 2 : 60
  context.bezierCurveTo(from.x + reach, from.y, to.x - reach, to.y, to.x, to.y)
}
