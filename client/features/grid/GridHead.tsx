import { ArrowDown, ArrowUp, Funnel } from 'lucide-react'
import type { PageFilter, TableView } from '#client/connection/tablePage.ts'
import { ColumnMenu } from '#client/features/grid/ColumnMenu.tsx'
import { isNumeric } from '#client/workspace/columnWidths.ts'
import { Visible } from '#client/ui/Visible.tsx'
import type { TableSchema } from '#shared/table.ts'

type Props = {
  readonly schema: TableSchema
  readonly widths: readonly number[]
  readonly view: TableView
  readonly onSort: (column: string) => void
  readonly onFilter: (column: string, filter: PageFilter | undefined) => void
  readonly onOrigin: ((column: string) => void) | undefined
}

export function GridHead({ schema, widths, view, onSort, onFilter, onOrigin }: Props) {
  return (
    <div className="grid-head" role="row">
      <span className="row-number" role="columnheader">
        <span className="visually-hidden">Row</span>
      </span>
      {schema.map(({ name, type }, at) => {
        const sort = view.sort.find((one) => one.column === name)
        const filter = view.filters.find((one) => one.column === name)
        return (
          <div
            key={name}
            className={isNumeric(type) ? 'head-cell number' : 'head-cell'}
            role="columnheader"
            aria-sort={sort?.direction ?? 'none'}
            style={{ width: widths[at] }}
          >
            <button type="button" className="head-name" title={`${name}: sort`} onClick={() => onSort(name)}>
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
            <span className="head-type">{type}</span>
            <ColumnMenu
              column={name}
              filter={filter}
              onFilter={(next) => onFilter(name, next)}
              onOrigin={onOrigin && (() => onOrigin(name))}
            />
          </div>
        )
      })}
    </div>
  )
}
