import { ArrowDown, ArrowUp, Funnel } from 'lucide-react'
import type { ColumnSpread } from '#client/connection/columnSpread.ts'
import type { PageFilter, TableView } from '#client/connection/tablePage.ts'
import { ColumnEdge } from '#client/features/grid/ColumnEdge.tsx'
import { ColumnMenu } from '#client/features/grid/ColumnMenu.tsx'
import { ColumnSketch, NullShare } from '#client/features/grid/ColumnSketch.tsx'
import { HEAD_ROW } from '#client/features/grid/gridPlace.ts'
import { cellId } from '#client/features/grid/GridRow.tsx'
import { isNumeric } from '#client/workspace/columnWidths.ts'
import { Visible } from '#client/ui/Visible.tsx'
import type { TableSchema } from '#shared/table.ts'

type Props = {
  readonly gridId: string
  readonly schema: TableSchema
  readonly starts: readonly number[]
  readonly gutter: number
  readonly shown: readonly [number, number]
  readonly view: TableView
  readonly spreads: ReadonlyMap<string, ColumnSpread>
  /** The active column, when the head is active; -1 otherwise. */
  readonly active: number
  readonly openMenu: string | undefined
  readonly onMenu: (column: string | undefined) => void
  readonly onMenuClosed: () => void
  readonly onSort: (column: string) => void
  readonly onWidth: (column: string, width: number | undefined) => void
  readonly onFilter: (column: string, filter: PageFilter | undefined) => void
  readonly onOrigin: ((column: string) => void) | undefined
}

export const HEAD_HEIGHT = 64

export function GridHead({ gridId, schema, starts, gutter, shown: [from, to], view, ...rest }: Props) {
  const { spreads, active, openMenu, onMenu, onMenuClosed, onSort, onWidth, onFilter, onOrigin } = rest
  return (
    <div className="grid-head" role="row" aria-rowindex={1} style={{ height: HEAD_HEIGHT }}>
      <span className="row-number" role="columnheader" aria-colindex={1} style={{ width: gutter }}>
        <span className="visually-hidden">Row</span>
      </span>
      {schema.slice(from, to + 1).map(({ name, type }, place) => {
        const at = from + place
        const left = starts[at] ?? 0
        const width = (starts[at + 1] ?? left) - left
        const sort = view.sort.find((one) => one.column === name)
        const filter = view.filters.find((one) => one.column === name)
        const words = ['head-cell', isNumeric(type) ? 'number' : '', at === active ? 'active' : '']
        return (
          <div
            key={name}
            id={cellId(gridId, HEAD_ROW, at)}
            className={words.filter(Boolean).join(' ')}
            role="columnheader"
            aria-colindex={at + 2}
            aria-sort={sort?.direction ?? 'none'}
            style={{ left: gutter + left, width }}
          >
            <button
              type="button"
              className="head-name"
              // The grid is one stop of the Tab key: from its head cell, Enter sorts.
              tabIndex={-1}
              title={`${name}: sort`}
              onClick={() => onSort(name)}
            >
              <span className="head-word">
                <Visible text={name} />
              </span>
              {sort &&
                (sort.direction === 'ascending' ? (
                  <ArrowUp size={12} aria-hidden />
                ) : (
                  <ArrowDown size={12} aria-hidden />
                ))}
              {filter && <Funnel size={11} aria-label="filtered" />}
            </button>
            <span className="head-type">
              {type}
              <NullShare spread={spreads.get(name)} />
            </span>
            <ColumnSketch spread={spreads.get(name)} />
            <ColumnMenu
              column={name}
              filter={filter}
              onFilter={(next) => onFilter(name, next)}
              onOrigin={onOrigin && (() => onOrigin(name))}
              isOpen={openMenu === name}
              onOpen={(isOpen) => onMenu(isOpen ? name : undefined)}
              onClosed={onMenuClosed}
            />
            <ColumnEdge column={name} width={width} onWidth={(next) => onWidth(name, next)} />
          </div>
        )
      })}
    </div>
  )
}
