import { useEffect, useId, useMemo, useReducer, useRef, useState, type KeyboardEvent } from 'react'
import { askPage, WHOLE_TABLE, type PageFilter, type TableView } from '#client/connection/tablePage.ts'
import { NARROWEST, startsOf, WIDEST } from '#client/features/grid/columnPlaces.ts'
import { textOfRange } from '#client/features/grid/copyRange.ts'
import { GridHead, HEAD_HEIGHT } from '#client/features/grid/GridHead.tsx'
import { HEAD_ROW, sizeOf } from '#client/features/grid/gridPlace.ts'
import { cellId, GridRow } from '#client/features/grid/GridRow.tsx'
import { createPageCache } from '#client/features/grid/pageCache.ts'
import { barHeight, ROW_HEIGHT } from '#client/features/grid/rowScroll.ts'
import { useGridScroll } from '#client/features/grid/useGridScroll.ts'
import { useGridSelection } from '#client/features/grid/useGridSelection.ts'
import { useSpreads } from '#client/features/grid/useSpreads.ts'
import { cellText } from '#client/workspace/cellText.ts'
import { widthsOf } from '#client/workspace/columnWidths.ts'
import { Notice } from '#client/ui/Notice.tsx'
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

const WIDTH_STEP = 16

export function TableGrid({ artifact, name, schema, rows, onColumnOrigin }: Props) {
  const { workspaceId } = useSession()
  const gridId = useId()
  const [view, setView] = useState<TableView>(WHOLE_TABLE)
  const [total, setTotal] = useState(rows)
  const [problem, setProblem] = useState<string>()
  const [said, setSaid] = useState('')
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [first, setFirst] = useState<readonly (readonly (string | null)[])[]>()
  const [chosen, setChosen] = useState<ReadonlyMap<string, number>>(new Map())
  const [openMenu, setOpenMenu] = useState<string>()
  const box = useRef<HTMLDivElement>(null)

  const cache = useMemo(
    () =>
      createPageCache((offset, limit) => askPage(workspaceId, artifact, view, offset, limit), {
        onPage(page) {
          setProblem(undefined)
          setTotal(page.total)
          // Columns keep their widths when they are sorted.
          setFirst((before) => before ?? page.rows.slice(0, 50))
          redraw()
        },
        onProblem: ({ detail }) => setProblem(detail),
      }),
    [workspaceId, artifact, view],
  )

  const starts = useMemo(() => {
    const fitting = widthsOf(schema, first ?? [])
    return startsOf(schema.map((column, at) => chosen.get(column.name) ?? fitting[at] ?? 120))
  }, [schema, first, chosen])
  const gutter = 24 + 8 * Math.max(3, countOf(total).length)
  const scroll = useGridScroll(box, total, starts, { head: HEAD_HEIGHT, gutter })
  const { pageRows, reveal } = scroll
  const selection = useGridSelection({ rows: total, columns: schema.length, pageRows }, reveal)
  const { active, range } = selection
  const [from, to] = scroll.rows
  const [fromColumn, toColumn] = scroll.columns
  useEffect(() => {
    if (to >= from) cache.want(from, to)
  }, [cache, from, to])
  useEffect(() => () => cache.close(), [cache])
  const columnsOnScreen = schema.slice(fromColumn, toColumn + 1).map((column) => column.name)
  const spreads = useSpreads(artifact, columnsOnScreen, first !== undefined)

  const setFilter = (column: string, filter: PageFilter | undefined): void => {
    const others = view.filters.filter((one) => one.column !== column)
    setView({ ...view, filters: filter ? [...others, filter] : others })
    scroll.toStart()
  }
  const sortBy = (column: string): void => setView({ ...view, sort: nextSort(view, column) })
  const setWidth = (column: string, width: number | undefined): void => {
    const next = new Map(chosen)
    if (width === undefined) next.delete(column)
    else next.set(column, Math.round(Math.max(NARROWEST, Math.min(WIDEST, width))))
    setChosen(next)
  }

  const copy = async (): Promise<void> => {
    if (!range) return
    setSaid('Copying …')
    const text = await textOfRange(range, cache.row, (offset, limit) =>
      askPage(workspaceId, artifact, view, offset, limit),
    )
    if (!text.ok) return setSaid(text.error)
    const isCopied = await navigator.clipboard.writeText(text.value).then(
      () => true,
      () => false,
    )
    setSaid(isCopied ? `Copied ${sizeInWords(range)}.` : 'The browser did not allow copying.')
  }

  const onHeadKey = ({ key, shiftKey, altKey }: KeyboardEvent, at: number): boolean => {
    const column = schema[at]?.name
    if (column === undefined) return false
    const by = key === 'ArrowRight' ? WIDTH_STEP : key === 'ArrowLeft' ? -WIDTH_STEP : 0
    if (shiftKey && by !== 0) setWidth(column, (starts[at + 1] ?? 0) - (starts[at] ?? 0) + by)
    else if (altKey && key === 'ArrowDown') setOpenMenu(column)
    else if (key === 'Enter' || key === ' ') sortBy(column)
    else return false
    return true
  }
  const onKey = (event: KeyboardEvent): boolean => {
    const isFar = event.ctrlKey || event.metaKey
    if (active?.row === HEAD_ROW && onHeadKey(event, active.column)) return true
    if (isFar && event.key === 'c') void copy()
    else if (isFar && event.key === 'a') selection.selectAll()
    else if (event.key === 'Escape' && range && sizeInWords(range) !== '1 cell') selection.clear()
    else return selection.moveBy(event) || event.key === 'Enter'
    return true
  }

  const activeValue = active && active.row !== HEAD_ROW ? cache.row(active.row)?.[active.column] : undefined
  const activeType = active ? schema[active.column]?.type : undefined
  const isRounded = activeValue && activeType && cellText(activeValue, activeType) !== activeValue
  const isActiveDrawn =
    active &&
    (active.row === HEAD_ROW || (active.row >= from && active.row <= to)) &&
    active.column >= fromColumn &&
    active.column <= toColumn
  const drawn = Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)
  return (
    <div className="grid-frame">
      <div
        className="grid"
        ref={box}
        role="grid"
        aria-label={name}
        aria-rowcount={total + 1}
        aria-colcount={schema.length + 1}
        aria-multiselectable
        aria-readonly
        aria-activedescendant={isActiveDrawn ? cellId(gridId, active.row, active.column) : undefined}
        tabIndex={0}
        onFocus={(event) => event.target === event.currentTarget && selection.start()}
        onKeyDown={(event) => {
          if (event.target === event.currentTarget && onKey(event)) event.preventDefault()
        }}
        onPointerDown={selection.onPointerDown}
        onPointerMove={selection.onPointerMove}
      >
        <div className="grid-inner" style={{ width: gutter + (starts.at(-1) ?? 0) }}>
          <GridHead
            gridId={gridId}
            schema={schema}
            starts={starts}
            gutter={gutter}
            shown={scroll.columns}
            view={view}
            spreads={spreads}
            active={active?.row === HEAD_ROW ? active.column : -1}
            openMenu={openMenu}
            onMenu={setOpenMenu}
            onMenuClosed={() => box.current?.focus()}
            onSort={sortBy}
            onWidth={setWidth}
            onFilter={setFilter}
            onOrigin={onColumnOrigin}
          />
          <div
            className="grid-rows"
            style={{ height: barHeight({ rows: total, viewport: 0 }) }}
            role="rowgroup"
          >
            <div
              className="grid-sheet"
              style={{ transform: `translateY(${scroll.sheet.y}px)` }}
              role="presentation"
            >
              {drawn.map((index) => {
                const isIn = range && index >= range.from.row && index <= range.to.row
                return (
                  <GridRow
                    key={index}
                    gridId={gridId}
                    index={index}
                    y={(index - scroll.sheet.firstRow) * ROW_HEIGHT}
                    cells={cache.row(index)}
                    schema={schema}
                    starts={starts}
                    gutter={gutter}
                    fromColumn={fromColumn}
                    toColumn={toColumn}
                    active={active?.row === index ? active.column : -1}
                    selectedFrom={isIn ? range.from.column : -1}
                    selectedTo={isIn ? range.to.column : -1}
                  />
                )
              })}
            </div>
          </div>
        </div>
      </div>
      <div className="grid-foot muted numbers">
        <span>
          {view.filters.length > 0
            ? `${countOf(total)} of ${counted(rows, 'row')} pass the filter`
            : counted(total, 'row')}
        </span>
        <span role="status">{said}</span>
        <span className="gap" />
        {isRounded && <span>exactly {activeValue}</span>}
        {range && sizeInWords(range) !== '1 cell' && <span>{sizeInWords(range)} selected</span>}
      </div>
      {problem && <Notice look="bad">{problem}</Notice>}
    </div>
  )
}

function sizeInWords(range: Parameters<typeof sizeOf>[0]): string {
  const { rows, columns } = sizeOf(range)
  return rows * columns === 1 ? '1 cell' : `${counted(rows, 'row')} × ${counted(columns, 'column')}`
}

function nextSort({ sort }: TableView, column: string): TableView['sort'] {
  const now = sort.find((one) => one.column === column)
  if (!now) return [{ column, direction: 'ascending' }]
  return now.direction === 'ascending' ? [{ column, direction: 'descending' }] : []
}
