/** The active cell and the range around it, by keys and by pointer, and what is copied of it. */
import { useState, type KeyboardEvent, type PointerEvent } from 'react'
import { placeAfter, rangeOf, type Bounds, type Place, type Range } from '#client/features/grid/gridPlace.ts'

export type GridSelection = {
  readonly active: Place | undefined
  readonly range: Range | undefined
  readonly start: () => void
  readonly clear: () => void
  readonly selectAll: () => void
  /** True when the key moved something. */
  readonly moveBy: (event: KeyboardEvent) => boolean
  readonly onPointerDown: (event: PointerEvent) => void
  readonly onPointerMove: (event: PointerEvent) => void
}

type Ends = { readonly anchor: Place; readonly active: Place }

export function useGridSelection(bounds: Bounds, reveal: (place: Place) => void): GridSelection {
  const [ends, setEnds] = useState<Ends>()
  const go = (active: Place, isExtending: boolean): void => {
    setEnds({ anchor: isExtending ? (ends?.anchor ?? active) : active, active })
    reveal(active)
  }
  const isEmpty = bounds.columns === 0
  return {
    active: ends?.active,
    range: ends && bounds.rows > 0 ? rangeOf(ends.anchor, ends.active) : undefined,
    start() {
      if (ends || isEmpty) return
      const first = { row: bounds.rows > 0 ? 0 : -1, column: 0 }
      setEnds({ anchor: first, active: first })
    },
    clear: () => setEnds(ends && { anchor: ends.active, active: ends.active }),
    selectAll: () =>
      setEnds({
        anchor: { row: bounds.rows - 1, column: bounds.columns - 1 },
        active: { row: 0, column: 0 },
      }),
    moveBy(event) {
      if (event.altKey || isEmpty) return false
      const from = ends?.active ?? { row: 0, column: 0 }
      const to = placeAfter(event.key, event.ctrlKey || event.metaKey, from, bounds)
      if (to) go(to, event.shiftKey)
      return to !== undefined
    },
    onPointerDown(event) {
      const place = placeUnder(event)
      if (place && event.button === 0) go(place, event.shiftKey)
    },
    onPointerMove(event) {
      if (event.buttons !== 1 || !ends) return
      const place = placeUnder(event)
      if (place && (place.row !== ends.active.row || place.column !== ends.active.column)) go(place, true)
    },
  }
}

function placeUnder({ target }: PointerEvent): Place | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null
  if (!cell) return undefined
  return { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) }
}
