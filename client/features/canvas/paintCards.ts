/** Draws cards from afar: sign, title and state, from farther the state alone. Sizes are those of the style sheet. */
import type { Card } from '#client/features/canvas/cards.ts'
import { colourOf, softOf, type PaintColours } from '#client/features/canvas/paintColours.ts'
import { wrapTitle } from '#client/features/canvas/wrapTitle.ts'

export type Pen = {
  readonly context: CanvasRenderingContext2D
  readonly colours: PaintColours
  readonly signs: ReadonlyMap<string, Path2D>
  readonly zoom: number
  readonly isFarthest: boolean
}

const RADIUS = 8
const PADDING = 12
const SIGN = 22
const STATE = 26
const STATE_FARTHEST = 56
const LINE = 27
/** Smaller on the screen than this many pixels, a sign is a dot and a corner is none. */
const LEAST_SIGN = 5
const LEAST_CORNER = 1.5

export function paintCards(pen: Pen, cards: readonly Card[]): void {
  for (const card of cards) paintGround(pen, card)
  if (pen.isFarthest) {
    for (const card of cards) paintStateAlone(pen, card)
    return
  }
  const { context, colours } = pen
  context.font = `600 22px ${colours.font}`
  context.textBaseline = 'middle'
  for (const card of cards) {
    const middle = card.y + card.height / 2
    paintSign(pen, card.sign, card.x + PADDING, middle - SIGN / 2, SIGN, colours.muted)
    let right = card.x + card.width - PADDING
    if (card.isFolded) {
      paintSign(pen, 'open', right - 19, middle - 7, 14, colours.muted)
      right -= 34
    }
    if (card.status) {
      const colour = card.isBack ? colours.muted : (colourOf(colours, card.look) ?? colours.muted)
      paintSign(pen, card.status, right - 4 - STATE, middle - STATE / 2, STATE, colour)
      right -= STATE + 18
    }
    paintTitle(pen, card, right)
  }
}

function paintGround({ context, colours, zoom, isFarthest }: Pen, card: Card): void {
  const { kind, isBack, isSelected } = card
  const isPlain = kind === 'note' || kind === 'constraint'
  const soft = isFarthest && kind === 'step' && !isBack ? softOf(colours, card.look) : undefined
  const ground = kind === 'dataset' ? colours.sunken : isPlain ? colours.panel : colours.card
  const edge = card.isWaiting && !isBack ? colours.waiting : colours.line
  const width = isFarthest ? 3 : 1
  if (card.isFolded && !isBack) outlined(context, card, 4, zoom, colours.card, colours.lineStrong, 1)
  if (isPlain) context.setLineDash([4, 3])
  outlined(
    context,
    card,
    0,
    zoom,
    isBack ? colours.bg : (soft ?? ground),
    isSelected ? colours.accent : edge,
    isSelected ? width + 1.5 : width,
  )
  if (isPlain) context.setLineDash([])
}

function outlined(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Card,
  shift: number,
  zoom: number,
  fill: string,
  stroke: string,
  edge: number,
): void {
  context.fillStyle = fill
  context.strokeStyle = stroke
  context.lineWidth = edge
  const [left, top, wide, high] = [x + shift + edge / 2, y + shift + edge / 2, width - edge, height - edge]
  if (RADIUS * zoom < LEAST_CORNER) {
    context.fillRect(left, top, wide, high)
    context.strokeRect(left, top, wide, high)
    return
  }
  context.beginPath()
  context.roundRect(left, top, wide, high, RADIUS)
  context.fill()
  context.stroke()
}

function paintTitle({ context, colours }: Pen, card: Card, right: number): void {
  const left = card.x + PADDING + SIGN + 10
  const most = card.kind === 'step' || card.kind === 'objective' ? 3 : 1
  const lines = wrapTitle(context, card.title, right - left, most)
  context.fillStyle = card.isBack ? colours.muted : colours.text
  lines.forEach((line, at) => {
    context.fillText(line, left, card.y + card.height / 2 + (at - (lines.length - 1) / 2) * LINE)
  })
}

function paintStateAlone(pen: Pen, card: Card): void {
  if (!card.status) return
  const { colours, context, zoom } = pen
  const colour = card.isBack ? colours.muted : (colourOf(colours, card.look) ?? colours.muted)
  const [x, y] = [card.x + (card.width - STATE_FARTHEST) / 2, card.y + (card.height - STATE_FARTHEST) / 2]
  if (STATE_FARTHEST * zoom >= LEAST_SIGN) return paintSign(pen, card.status, x, y, STATE_FARTHEST, colour)
  context.fillStyle = colour
  context.globalAlpha = 0.45
  context.fillRect(x, y, STATE_FARTHEST, STATE_FARTHEST)
  context.globalAlpha = 1
}

function paintSign(
  { context, signs }: Pen,
  name: string,
  x: number,
  y: number,
  size: number,
  colour: string,
): void {
  const path = signs.get(name)
  if (!path) return
  const scale = size / 24
  context.save()
  context.translate(x, y)
  context.scale(scale, scale)
  context.strokeStyle = colour
  context.lineWidth = 2
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.stroke(path)
  context.restore()
}

const FRAME_CORNER = 14
const FRAME_LINE = 44

/** A group around its steps: below all lines, with the objective's words in its head. */
export function paintFrames(pen: Pen, frames: readonly Card[]): void {
  const { context, colours, zoom, isFarthest } = pen
  const letters = isFarthest ? 40 : 26
  context.font = `600 ${letters}px ${colours.font}`
  context.textBaseline = 'middle'
  context.lineWidth = 1
  for (const frame of frames) {
    const { x, y, width, height } = frame
    context.fillStyle = colours.frame
    context.strokeStyle = frame.isSelected ? colours.accent : colours.line
    context.beginPath()
    context.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, FRAME_CORNER)
    context.fill()
    context.stroke()
    const middle = y + FRAME_LINE / 2 + 1
    paintSign(pen, 'objective', x + 17, middle - 7.5, 15, colours.accent)
    context.fillStyle = colours.text
    if (letters * zoom >= LEAST_SIGN) {
      const [line = ''] = wrapTitle(context, frame.title, width - 52, 1)
      context.fillText(line, x + 40, middle)
    } else {
      context.globalAlpha = 0.5
      context.fillRect(x + 40, middle - 8, Math.min(width - 52, (frame.title.length * letters) / 2), 16)
      context.globalAlpha = 1
    }
  }
}
