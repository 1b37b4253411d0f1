/** Two versions of a code as rows: what stays, what goes, what comes; removed and added lines side by side where they replace each other. */
import { diffArrays } from 'diff'

export type DiffRow = {
  readonly left: { readonly line: number; readonly text: string } | undefined
  readonly right: { readonly line: number; readonly text: string } | undefined
  readonly kind: 'same' | 'removed' | 'added' | 'changed'
}

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
  // Lines as they are: a comparison that forgives white space would hide a change.
  for (const part of diffArrays(before.split('\n'), after.split('\n'))) {
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
