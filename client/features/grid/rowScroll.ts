/**
 * Where rows stand in a scrolled box. Browsers make no element taller than some millions of pixels, so a taller table is
 * scrolled on a shorter bar: `top` is a pixel of the whole table, `scrollTop` the place on the bar.
 */
export const ROW_HEIGHT = 27
/** Firefox ends below 18 million, Chromium at 33 million. */
const MOST_PIXELS = 15_000_000

export type RowSpace = {
  readonly rows: number
  /** Height of what shows rows, without the head. */
  readonly viewport: number
}

export const barHeight = ({ rows }: RowSpace): number => Math.min(rows * ROW_HEIGHT, MOST_PIXELS)

const lastTop = ({ rows, viewport }: RowSpace): number => Math.max(0, rows * ROW_HEIGHT - viewport)
const lastScroll = (space: RowSpace): number => Math.max(0, barHeight(space) - space.viewport)

export const isShortened = (space: RowSpace): boolean => space.rows * ROW_HEIGHT > MOST_PIXELS

export function topAt(space: RowSpace, scrollTop: number): number {
  if (!isShortened(space)) return scrollTop
  return within(scrollTop / lastScroll(space), 1) * lastTop(space)
}

export function scrollAt(space: RowSpace, top: number): number {
  if (!isShortened(space)) return top
  return within(top / lastTop(space), 1) * lastScroll(space)
}

export const topWithin = (space: RowSpace, top: number): number => within(top, lastTop(space))

/** The first and the last row of which something shows. */
export function rowsShown({ rows, viewport }: RowSpace, top: number): readonly [number, number] {
  const from = Math.max(0, Math.floor(top / ROW_HEIGHT))
  return [from, Math.min(rows - 1, Math.ceil((top + viewport) / ROW_HEIGHT))]
}

/** The nearest top at which the row is whole on screen. */
export function topToShow({ viewport }: RowSpace, top: number, row: number): number {
  const start = row * ROW_HEIGHT
  if (start < top) return start
  return Math.max(top, start + ROW_HEIGHT - viewport)
}

const within = (value: number, most: number): number => Math.max(0, Math.min(most, value))
