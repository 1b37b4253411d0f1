/** Cells by their place, how keys move between them, and what a range holds. Row -1 is the head. */
export type Place = { readonly row: number; readonly column: number }
export const HEAD_ROW = -1

export type Bounds = {
  readonly rows: number
  readonly columns: number
  /** Rows that Page Up and Page Down pass. */
  readonly pageRows: number
}

/** Where a key leads; undefined for a key that moves nothing. `isFar`: with Ctrl or Cmd. */
export function placeAfter(
  key: string,
  isFar: boolean,
  { row, column }: Place,
  bounds: Bounds,
): Place | undefined {
  const [lastRow, lastColumn] = [bounds.rows - 1, bounds.columns - 1]
  const to = (nextRow: number, nextColumn: number): Place => ({
    row: Math.max(HEAD_ROW, Math.min(lastRow, nextRow)),
    column: Math.max(0, Math.min(lastColumn, nextColumn)),
  })
  switch (key) {
    case 'ArrowUp':
      return isFar ? to(0, column) : to(row - 1, column)
    case 'ArrowDown':
      return isFar ? to(lastRow, column) : to(row + 1, column)
    case 'ArrowLeft':
      return isFar ? to(row, 0) : to(row, column - 1)
    case 'ArrowRight':
      return isFar ? to(row, lastColumn) : to(row, column + 1)
    case 'Home':
      return isFar ? to(0, 0) : to(row, 0)
    case 'End':
      return isFar ? to(lastRow, lastColumn) : to(row, lastColumn)
    case 'PageUp':
      return to(Math.max(0, row - bounds.pageRows), column)
    case 'PageDown':
      return to(row + bounds.pageRows, column)
    default:
      return undefined
  }
}

export type Range = { readonly from: Place; readonly to: Place }

/** Both ends included; the head is never in it. */
export function rangeOf(anchor: Place, active: Place): Range {
  const rows = [Math.max(0, anchor.row), Math.max(0, active.row)]
  const columns = [anchor.column, active.column]
  return {
    from: { row: Math.min(...rows), column: Math.min(...columns) },
    to: { row: Math.max(...rows), column: Math.max(...columns) },
  }
}

export const holds = ({ from, to }: Range, { row, column }: Place): boolean =>
  row >= from.row && row <= to.row && column >= from.column && column <= to.column

export const sizeOf = ({ from, to }: Range): { readonly rows: number; readonly columns: number } => ({
  rows: to.row - from.row + 1,
  columns: to.column - from.column + 1,
})
