/** Where columns start, and which of them are on screen: a wide table draws only these. */
export const NARROWEST = 48
export const WIDEST = 1200

/** One more than there are columns: the last is the whole width. */
export function startsOf(widths: readonly number[]): readonly number[] {
  const starts = [0]
  for (const width of widths) starts.push((starts.at(-1) ?? 0) + width)
  return starts
}

/** The first and the last column of which something is between the two pixels. */
export function columnsShown(
  starts: readonly number[],
  left: number,
  right: number,
): readonly [number, number] {
  const last = starts.length - 2
  const from = Math.max(0, Math.min(last, firstAbove(starts, left) - 1))
  return [from, Math.max(from, Math.min(last, firstAbove(starts, right) - 1))]
}

/** The nearest left at which the column is on screen, from its start when it is wider. */
export function leftToShow(starts: readonly number[], left: number, width: number, column: number): number {
  const [start = 0, end = 0] = [starts[column], starts[column + 1]]
  if (start < left || end - start > width) return start
  return Math.max(left, end - width)
}

/** The first place whose start is above; starts rise. */
function firstAbove(starts: readonly number[], pixel: number): number {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? Infinity) > pixel) high = middle
    else low = middle + 1
  }
  return low
}
