/** The rows of a diff as they are listed: changes with what stands around them, the rest of what stays folded behind its count. */
import type { DiffRow } from '#client/features/review/diffRows.ts'

export type DiffLine =
  | { readonly kind: 'row'; readonly row: DiffRow }
  /** Unchanged rows: a person countersigned them before. `from` names the fold. */
  | { readonly kind: 'fold'; readonly from: number; readonly count: number }

const AROUND = 3
/** A fold of fewer would save no place. */
const FEWEST = 4

export function diffLines(rows: readonly DiffRow[], opened: ReadonlySet<number>): readonly DiffLine[] {
  const lines: DiffLine[] = []
  for (let at = 0; at < rows.length;) {
    let end = at
    while (rows[end]?.kind === 'same') end += 1
    const from = at === 0 ? 0 : at + AROUND
    const to = end === rows.length ? end : end - AROUND
    const isFolded = to - from >= FEWEST && !opened.has(from)
    const next = end === at ? at + 1 : end
    for (let place = at; place < next; place += 1) {
      const row = rows[place]
      if (isFolded && place === from) lines.push({ kind: 'fold', from, count: to - from })
      if (row && !(isFolded && place >= from && place < to)) lines.push({ kind: 'row', row })
    }
    at = next
  }
  return lines
}
