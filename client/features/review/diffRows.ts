/** Two versions of a code as rows: what stays, what goes, what comes; removed and added lines side by side where they replace each other. */
import { diffArrays, diffWordsWithSpace } from 'diff'
import type { Span } from '#client/ui/codeCuts.ts'

type Side = { readonly line: number; readonly text: string }

export type DiffRow = {
  readonly left: Side | undefined
  readonly right: Side | undefined
  readonly kind: 'same' | 'removed' | 'added' | 'changed'
}

/** Beyond so many edits a finer comparison takes seconds: then all goes and all comes, which is as true. */
const MOST_EDITS = 3000

export function diffRows(before: string, after: string): readonly DiffRow[] {
  const rows: DiffRow[] = []
  let [leftLine, rightLine] = [0, 0]
  let removed: readonly string[] = []
  const flushRemoved = (added: readonly string[]): void => {
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1) {
      const [left, right] = [removed[at], added[at]]
      rows.push({
        left: left === undefined ? undefined : { line: (leftLine += 1), text: left },
        right: right === undefined ? undefined : { line: (rightLine += 1), text: right },
        kind: left === undefined ? 'added' : right === undefined ? 'removed' : 'changed',
      })
    }
    removed = []
  }
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  // Lines as they are: a comparison that forgives white space would hide a change.
  const parts = diffArrays(old, fresh, { maxEditLength: MOST_EDITS }) ?? [
    { removed: true, added: false, value: old },
    { removed: false, added: true, value: fresh },
  ]
  for (const part of parts) {
    if (part.removed) {
      flushRemoved([])
      removed = part.value
    } else if (part.added) flushRemoved(part.value)
    else {
      flushRemoved([])
      for (const text of part.value)
        rows.push({
          left: { line: (leftLine += 1), text },
          right: { line: (rightLine += 1), text },
          kind: 'same',
        })
    }
  }
  flushRemoved([])
  return rows
}

export const changeCountOf = (rows: readonly DiffRow[]) => ({
  removed: rows.filter((row) => row.kind !== 'same' && row.left).length,
  added: rows.filter((row) => row.kind !== 'same' && row.right).length,
})

/** Longer lines are marked as a whole. */
const LONGEST_MARKED = 4000

/** Which words of a changed line went, and which came. */
export function wordChanges(
  before: string,
  after: string,
): { readonly left: readonly Span[]; readonly right: readonly Span[] } {
  if (before.length + after.length > LONGEST_MARKED) return { left: [], right: [] }
  const [left, right]: [Span[], Span[]] = [[], []]
  let [leftAt, rightAt, kept] = [0, 0, 0]
  for (const { added, removed, value } of diffWordsWithSpace(before, after)) {
    if (removed) left.push({ from: leftAt, to: leftAt + value.length })
    else if (added) right.push({ from: rightAt, to: rightAt + value.length })
    else kept += value.trim().length
    if (!added) leftAt += value.length
    if (!removed) rightAt += value.length
  }
  // Two lines with next to nothing in common: marks would only be noise.
  return kept === 0 ? { left: [], right: [] } : { left, right }
}
