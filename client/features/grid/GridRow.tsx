import { memo } from 'react'
import { ROW_HEIGHT } from '#client/features/grid/rowScroll.ts'
import { cellText } from '#client/workspace/cellText.ts'
import { isNumeric } from '#client/workspace/columnWidths.ts'
import { Visible } from '#client/ui/Visible.tsx'
import { visibleText } from '#client/ui/visibleText.ts'
import { countOf } from '#client/workspace/when.ts'
import type { TableSchema } from '#shared/table.ts'

type Props = {
  readonly gridId: string
  readonly index: number
  readonly y: number
  /** Undefined until they are here: an empty row is never another row's. */
  readonly cells: readonly (string | null)[] | undefined
  readonly schema: TableSchema
  readonly starts: readonly number[]
  readonly gutter: number
  readonly fromColumn: number
  readonly toColumn: number
  /** The active cell's column, where this is its row; -1 otherwise. */
  readonly active: number
  /** The selected columns of this row; -1 and -1 where there are none. */
  readonly selectedFrom: number
  readonly selectedTo: number
}

export const cellId = (gridId: string, row: number, column: number): string => `${gridId}-${row}-${column}`

export const GridRow = memo(function GridRow({ gridId, index, y, cells, schema, starts, ...rest }: Props) {
  const { gutter, fromColumn, toColumn, active, selectedFrom, selectedTo } = rest
  return (
    <div
      className={cells ? 'grid-row' : 'grid-row waiting'}
      role="row"
      aria-rowindex={index + 2}
      aria-busy={cells ? undefined : true}
      style={{ transform: `translateY(${y}px)`, height: ROW_HEIGHT }}
    >
      <span className="row-number numbers" role="rowheader" aria-colindex={1} style={{ width: gutter }}>
        {countOf(index + 1)}
      </span>
      {schema.slice(fromColumn, toColumn + 1).map(({ name, type }, place) => {
        const at = fromColumn + place
        const left = starts[at] ?? 0
        const width = (starts[at + 1] ?? left) - left
        const isSelected = at >= selectedFrom && at <= selectedTo
        const words = ['cell', isNumeric(type) ? 'number numbers' : '', isSelected ? 'selected' : '']
        const value = cells?.[at]
        const text = value && cellText(value, type)
        return (
          <span
            key={name}
            id={cellId(gridId, index, at)}
            className={`${words.filter(Boolean).join(' ')}${at === active ? ' active' : ''}`}
            role="gridcell"
            aria-colindex={at + 2}
            aria-selected={isSelected}
            data-row={index}
            data-column={at}
            style={{ left: gutter + left, width }}
            title={
              value && (text !== value || value.length * 7 > width)
                ? visibleLine(value.slice(0, LONGEST))
                : undefined
            }
          >
            {value === null ? <i className="null">null</i> : text && shown(text)}
          </span>
        )
      })}
    </div>
  )
})

/** Of a cell's text; the rest is copied and downloaded, not drawn. */
const LONGEST = 500
const PLAIN = /^[\x20-\x7e]*$/

/** Most cells are plain: looking at each character of all of them would be felt in scrolling. */
const shown = (value: string) =>
  value.length <= LONGEST && PLAIN.test(value) ? value : <Visible text={value.slice(0, LONGEST)} />

const visibleLine = (value: string): string =>
  visibleText(value)
    .map(({ text }) => text)
    .join('')
