import { useEffect, useRef, useState, type RefObject } from 'react'
import { columnsShown, leftToShow } from '#client/features/grid/columnPlaces.ts'
import type { Place } from '#client/features/grid/gridPlace.ts'
import {
  isShortened,
  rowsShown,
  ROW_HEIGHT,
  scrollAt,
  topAt,
  topToShow,
  topWithin,
  type RowSpace,
} from '#client/features/grid/rowScroll.ts'

/** Rows drawn beyond what shows, so that a turn of the wheel meets them ready. */
const SPARE_ROWS = 8
/** Rows are placed from a row that stays the same while one reads, so that scrolling moves the sheet and not its rows. */
const SHEET = 1000

export type GridScroll = {
  readonly rows: readonly [number, number]
  readonly columns: readonly [number, number]
  readonly pageRows: number
  /** The row from which rows are placed, and where it stands in the scrolled box. */
  readonly sheet: { readonly firstRow: number; readonly y: number }
  readonly reveal: (place: Place) => void
  readonly toStart: () => void
}

type Box = { readonly head: number; readonly gutter: number }

export function useGridScroll(
  box: RefObject<HTMLDivElement | null>,
  rowCount: number,
  starts: readonly number[],
  { head, gutter }: Box,
): GridScroll {
  const [size, setSize] = useState({ width: 900, height: 374 - head })
  const [at, setAt] = useState({ top: 0, scrollTop: 0, left: 0 })
  const exact = useRef({ top: 0, scrollTop: 0 })
  const space: RowSpace = { rows: rowCount, viewport: size.height }
  const latest = useRef(space)
  latest.current = space

  useEffect(() => {
    const element = box.current
    if (!element) return
    const look = (): void => {
      const { scrollTop, scrollLeft } = element
      const isOurs = Math.abs(scrollTop - exact.current.scrollTop) < 2
      const top = isOurs ? exact.current.top : topAt(latest.current, scrollTop)
      exact.current = { top, scrollTop: isOurs ? exact.current.scrollTop : scrollTop }
      const isShort = isShortened(latest.current)
      const next = {
        // Between two rows nothing is drawn differently, save on a shortened bar.
        top: isShort ? top : Math.floor(top / ROW_HEIGHT) * ROW_HEIGHT,
        scrollTop: isShort ? scrollTop : 0,
        left: Math.floor(scrollLeft / 24) * 24,
      }
      setAt((now) =>
        now.top === next.top && now.scrollTop === next.scrollTop && now.left === next.left ? now : next,
      )
    }
    // A wheel moves by its pixels, however short the bar is.
    const onWheel = (event: WheelEvent): void => {
      if (!isShortened(latest.current) || event.ctrlKey || event.deltaY === 0) return
      event.preventDefault()
      const step = event.deltaMode === 0 ? 1 : ROW_HEIGHT
      goTo(element, exact, latest.current, exact.current.top + event.deltaY * step)
      element.scrollLeft += event.deltaX * step
      look()
    }
    const watch = new ResizeObserver(() => {
      setSize({ width: element.clientWidth, height: Math.max(ROW_HEIGHT, element.clientHeight - head) })
      look()
    })
    watch.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      watch.disconnect()
      element.removeEventListener('scroll', look)
      element.removeEventListener('wheel', onWheel)
    }
  }, [box, head])

  const [from, to] = rowsShown(space, topWithin(space, at.top))
  const rows = [Math.max(0, from - SPARE_ROWS), Math.min(rowCount - 1, to + SPARE_ROWS)] as const
  const firstRow = Math.floor(rows[0] / SHEET) * SHEET
  return {
    rows,
    columns: columnsShown(starts, at.left - 120, at.left + size.width - gutter + 120),
    pageRows: Math.max(1, Math.floor(size.height / ROW_HEIGHT) - 1),
    sheet: {
      firstRow,
      y: firstRow * ROW_HEIGHT - (isShortened(space) ? at.top - at.scrollTop : 0),
    },
    reveal({ row, column }) {
      const element = box.current
      if (!element) return
      if (row >= 0) {
        const top = isShortened(space) ? exact.current.top : element.scrollTop
        goTo(element, exact, space, topToShow(space, top, row))
      }
      element.scrollLeft = leftToShow(starts, element.scrollLeft, size.width - gutter, column)
    },
    toStart: () => box.current?.scrollTo({ top: 0 }),
  }
}

function goTo(
  element: HTMLElement,
  exact: { current: { top: number; scrollTop: number } },
  space: RowSpace,
  wanted: number,
): void {
  const top = topWithin(space, wanted)
  element.scrollTop = scrollAt(space, top)
  // The browser rounds the place on the bar; the row is kept.
  exact.current = { top, scrollTop: element.scrollTop }
}
