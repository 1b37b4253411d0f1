/** A title in as many lines as it may have, the last one shortened. Measuring is dear, so what was wrapped once is remembered. */
const known = new Map<string, readonly string[]>()
const MOST_KNOWN = 10_000

/** In the context's font. */
export function wrapTitle(
  context: CanvasRenderingContext2D,
  title: string,
  room: number,
  most: number,
): readonly string[] {
  const key = `${context.font} ${room} ${most} ${title}`
  const before = known.get(key)
  if (before) return before
  if (known.size > MOST_KNOWN) known.clear()
  const lines = wrapped((text) => context.measureText(text).width, title, room, most)
  known.set(key, lines)
  return lines
}

export function wrapped(
  widthOf: (text: string) => number,
  title: string,
  room: number,
  most: number,
): readonly string[] {
  const lines: string[] = []
  let line = ''
  const words = title.split(/\s+/).filter((word) => word !== '')
  for (const [at, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || widthOf(longer) <= room) {
      line = longer
      continue
    }
    if (lines.length + 1 === most) {
      lines.push(shortened(widthOf, [line, ...words.slice(at)].join(' '), room))
      return lines
    }
    lines.push(shortened(widthOf, line, room))
    line = word
  }
  if (line !== '') lines.push(shortened(widthOf, line, room))
  return lines
}

function shortened(widthOf: (text: string) => number, text: string, room: number): string {
  if (widthOf(text) <= room) return text
  const characters = Array.from(text)
  let [fits, over] = [0, characters.length]
  while (over - fits > 1) {
    const middle = Math.floor((fits + over) / 2)
    if (widthOf(`${characters.slice(0, middle).join('')}…`) <= room) fits = middle
    else over = middle
  }
  return `${characters.slice(0, fits).join('')}…`
}
