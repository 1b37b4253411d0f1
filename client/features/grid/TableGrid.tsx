import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { askPage, WHOLE_TABLE, type PageFilter, type TableView } from '#client/connection/tablePage.ts'
import { GridHead } from '#client/features/grid/GridHead.tsx'
import { createPageCache } from '#client/features/grid/pageCache.ts'
import { widthsOf, isNumeric } from '#client/workspace/columnWidths.ts'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useSession } from '#client/workspace/useSession.ts'
import { countOf, counted } from '#client/workspace/when.ts'
import type { Digest } from '#shared/ids.ts'
import type { TableSchema } from '#shared/table.ts'

type Props = {
  readonly artifact: Digest
  readonly name: string
  readonly schema: TableSchema
  readonly rows: number
  readonly onColumnOrigin?: (column: string) => void
}

const ROW = 27
const MOST_HEIGHT = 374

export function TableGrid({ artifact, name, schema, rows, onColumnOrigin }: Props) {
  const { workspaceId } = useSession()
  const [view, setView] = useState<TableView>(WHOLE_TABLE)
  const [total, setTotal] = useState(rows)
  const [problem, setProblem] = useState<string>()
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [first, setFirst] = useState<readonly (readonly (string | null)[])[]>([])
  const box = useRef<HTMLDivElement>(null)

  const cache = useMemo(
    () =>
      createPageCache((offset, limit) => askPage(workspaceId, artifact, view, offset, limit), {
        onPage(page) {
          setProblem(undefined)
          setTotal(page.total)
          if (page.offset === 0) setFirst(page.rows.slice(0, 50))
          redraw()
        },
        onProblem: ({ detail }) => setProblem(detail),
      }),
    [workspaceId, artifact, view],
  )

  const widths = useMemo(() => widthsOf(schema, first), [schema, first])
  const whole = widths.reduce((sum, width) => sum + width, 52)
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 12,
  })
  const shown = virtual.getVirtualItems()
  const [from, to] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0]
  useEffect(() => cache.want(from, to), [cache, from, to])
  useEffect(() => () => cache.close(), [cache])

  const setFilter = (column: string, filter: PageFilter | undefined): void => {
    const others = view.filters.filter((one) => one.column !== column)
    setView({ ...view, filters: filter ? [...others, filter] : others })
    box.current?.scrollTo({ top: 0 })
  }

  return (
    <div className="grid-frame">
      <div
        className="grid"
        ref={box}
        style={{ maxHeight: MOST_HEIGHT }}
        role="table"
        aria-label={name}
        aria-rowcount={total + 1}
        aria-colcount={schema.length}
        // A table that scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        <div className="grid-inner" style={{ width: whole }}>
          <GridHead
            schema={schema}
            widths={widths}
            view={view}
            onSort={(column) => setView({ ...view, sort: nextSort(view, column) })}
            onFilter={setFilter}
            onOrigin={onColumnOrigin}
          />
          <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="rowgroup">
            {shown.map(({ index, start }) => {
              const cells = cache.row(index)
              return (
                <div
                  key={index}
                  className="grid-row"
                  role="row"
                  aria-rowindex={index + 2}
                  style={{ transform: `translateY(${start}px)`, height: ROW }}
                >
                  <span className="row-number numbers" role="rowheader">
                    {countOf(index + 1)}
                  </span>
                  {schema.map((column, at) => (
                    <Cell
                      key={column.name}
                      value={cells?.[at]}
                      isNumber={isNumeric(column.type)}
                      width={widths[at] ?? 120}
                    />
                  ))}
                </div>
              )
            })}
          </div>
        </div>
      </div>
      <div className="grid-foot muted numbers">
        {view.filters.length > 0
          ? `${countOf(total)} of ${counted(rows, 'row')} pass the filter`
          : counted(total, 'row')}
      </div>
      {problem && <Notice look="bad">{problem}</Notice>}
    </div>
  )
}

type CellProps = {
  readonly value: string | null | undefined
  readonly isNumber: boolean
  readonly width: number
}

function Cell({ value, isNumber, width }: CellProps) {
  return (
    <span
      className={isNumber ? 'cell number numbers' : 'cell'}
      role="cell"
      style={{ width }}
      title={value ?? ''}
    >
      {value === undefined ? (
        ''
      ) : value === null ? (
        <i className="null">null</i>
      ) : (
        <Visible text={value.slice(0, 500)} />
      )}
    </span>
  )
}

function nextSort({ sort }: TableView, column: string): TableView['sort'] {
  const now = sort.find((one) => one.column === column)
  if (!now) return [{ column, direction: 'ascending' }]
  return now.direction === 'ascending' ? [{ column, direction: 'descending' }] : []
}
