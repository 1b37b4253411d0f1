/** What stands out in the drawing. */
import type { Point } from '#client/features/lineage/layout/layeredLayout.ts'
import type { Box } from '#client/features/lineage/scene.ts'

export type ColumnLine = { readonly from: Point; readonly to: Point; readonly isOnWay: boolean }

export type Marks = {
  readonly selected: string | undefined
  /** Before and after the selected node. */
  readonly related: ReadonlySet<string>
  readonly found: ReadonlySet<string>
  /** The nodes of a column's way; nothing else matters while there is one. */
  readonly onWay: ReadonlySet<string> | undefined
  readonly columnLines: readonly ColumnLine[]
}

export const NO_MARKS: Marks = {
  selected: undefined,
  related: new Set(),
  found: new Set(),
  onWay: undefined,
  columnLines: [],
}

export const isFaint = ({ onWay }: Marks, { node }: Box): boolean =>
  onWay !== undefined && !onWay.has(node.id)
