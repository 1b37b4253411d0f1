/** One node on the canvas: its sign, its name, one line of facts, and its columns when they are asked for. */
import { isFaint, type Marks } from '#client/features/lineage/marks.ts'
import { GLYPHS, KIND_WORDS } from '#client/features/lineage/glyphs.ts'
import { BOX_HEIGHT, COLUMN_HEIGHT, plain, type Box } from '#client/features/lineage/scene.ts'
import type { SceneColours } from '#client/features/lineage/sceneColours.ts'
import type { ExplorerKind } from '#client/features/lineage/explorerGraph.ts'

export type Pen = {
  readonly context: CanvasRenderingContext2D
  readonly colours: SceneColours
  readonly marks: Marks
}

const RADIUS = 7
const INSET = 34
const FAINT = 0.3

export function drawBox({ context, colours, marks }: Pen, box: Box): void {
  const isSelected = box.node.id === marks.selected
  const isFound = marks.found.has(box.node.id)
  context.globalAlpha = isFaint(marks, box) ? FAINT : 1
  if (box.node.stands > 1) outline(context, box, 3, colours.card, colours.line, 1)
  const edge = isSelected ? colours.accent : isFound ? colours.warn : colours.line
  const fill = isSelected ? colours.accentSoft : isFound ? colours.warnSoft : colours.card
  outline(context, box, 0, fill, edge, isSelected || isFound ? 2.4 : 1)

  glyph(context, box, colours.kinds[box.node.kind])
  const room = box.width - INSET - 10
  context.textBaseline = 'alphabetic'
  context.font = `600 12.5px ${colours.font}`
  context.fillStyle = box.isSuspicious ? colours.bad : colours.text
  context.fillText(shortened(context, box.label, room), box.x + INSET, box.y + 20)
  context.font = `11px ${colours.font}`
  context.fillStyle = colours.muted
  const facts = `${KIND_WORDS[box.node.kind].one} · ${plain(box.node.detail)}`
  context.fillText(shortened(context, facts, room), box.x + INSET, box.y + 36)
  if (box.columns.length > 0) drawColumns({ context, colours, marks }, box)
  context.globalAlpha = 1
}

function drawColumns({ context, colours }: Pen, box: Box): void {
  context.strokeStyle = colours.line
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(box.x, box.y + BOX_HEIGHT - 1)
  context.lineTo(box.x + box.width, box.y + BOX_HEIGHT - 1)
  context.stroke()
  context.font = `11.5px ${colours.mono}`
  context.fillStyle = colours.text
  box.columns.forEach((column, at) => {
    const text = shortened(context, plain(column), box.width - 24)
    context.fillText(text, box.x + 12, box.y + BOX_HEIGHT + (at + 0.7) * COLUMN_HEIGHT)
  })
}

function outline(
  context: CanvasRenderingContext2D,
  box: Box,
  shift: number,
  fill: string,
  edge: string,
  width: number,
): void {
  context.beginPath()
  context.roundRect(box.x + shift, box.y + shift, box.width, box.height, RADIUS)
  context.fillStyle = fill
  context.fill()
  context.strokeStyle = edge
  context.lineWidth = width
  context.stroke()
}

const paths = new Map<ExplorerKind, Path2D>()

function glyph(context: CanvasRenderingContext2D, box: Box, colour: string): void {
  const known = paths.get(box.node.kind) ?? new Path2D(GLYPHS[box.node.kind])
  paths.set(box.node.kind, known)
  const [x, y] = [box.x + 10, box.y + BOX_HEIGHT / 2 - 8]
  context.translate(x, y)
  context.strokeStyle = colour
  context.lineWidth = 1.5
  context.lineJoin = 'round'
  context.stroke(known)
  context.translate(-x, -y)
}

/** A little away: a card in its kind's colour with its name, in letters larger than their card would have them. */
export function drawName({ context, colours, marks }: Pen, box: Box, scale: number): void {
  const isSelected = box.node.id === marks.selected
  const isFound = marks.found.has(box.node.id)
  context.globalAlpha = isFaint(marks, box) ? FAINT : 1
  const edge = isSelected ? colours.accent : isFound ? colours.warn : colours.line
  const fill = isSelected ? colours.accentSoft : isFound ? colours.warnSoft : colours.card
  outline(context, box, 0, fill, edge, isSelected || isFound ? 5 : 1.5)
  context.fillStyle = colours.kinds[box.node.kind]
  context.fillRect(box.x + 5, box.y + 7, 7, box.height - 14)
  const letters = Math.min(26, Math.round(10 / scale))
  context.font = `600 ${letters}px ${colours.font}`
  context.fillStyle = box.isSuspicious ? colours.bad : colours.text
  const text = shortened(context, box.label, box.width - 28)
  context.fillText(text, box.x + 19, box.y + BOX_HEIGHT / 2 + letters * 0.36)
  context.globalAlpha = 1
}

/** Far away: one fill for each kind, as thousands are drawn in a frame. */
export function drawPatches({ context, colours, marks }: Pen, boxes: readonly Box[], hair: number): void {
  const byKind = new Map<ExplorerKind, Box[]>()
  for (const box of boxes) {
    const alike = byKind.get(box.node.kind)
    if (alike) alike.push(box)
    else byKind.set(box.node.kind, [box])
  }
  for (const [kind, alike] of byKind) {
    context.fillStyle = colours.kinds[kind]
    for (const box of alike) {
      context.globalAlpha = isFaint(marks, box) ? FAINT : 1
      context.fillRect(box.x, box.y, box.width, box.height)
    }
  }
  context.globalAlpha = 1
  const ring = Math.max(4, 3 * hair)
  for (const box of boxes) {
    const isSelected = box.node.id === marks.selected
    if (!isSelected && !marks.found.has(box.node.id)) continue
    context.strokeStyle = isSelected ? colours.accent : colours.warn
    context.lineWidth = ring
    context.strokeRect(box.x - ring, box.y - ring, box.width + 2 * ring, box.height + 2 * ring)
  }
}

/** Font, room and text → what fits. */
const widths = new Map<string, string>()
const MOST_KNOWN = 20_000

/** Measuring is dear: what was shortened once is remembered for its font and room. */
function shortened(context: CanvasRenderingContext2D, text: string, room: number): string {
  const key = `${context.font} ${room} ${text}`
  const known = widths.get(key)
  if (known !== undefined) return known
  if (widths.size > MOST_KNOWN) widths.clear()
  const short = fitting(context, text, room)
  widths.set(key, short)
  return short
}

function fitting(context: CanvasRenderingContext2D, text: string, room: number): string {
  const characters = Array.from(text.slice(0, 200))
  if (text.length <= 200 && context.measureText(text).width <= room) return text
  let fits = 0
  let over = characters.length
  while (over - fits > 1) {
    const middle = Math.floor((fits + over) / 2)
    if (context.measureText(`${characters.slice(0, middle).join('')}…`).width <= room) fits = middle
    else over = middle
  }
  return `${characters.slice(0, fits).join('')}…`
}
