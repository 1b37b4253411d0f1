import { describe, expect, it } from 'vitest'
import {
  barHeight,
  rowsShown,
  ROW_HEIGHT,
  scrollAt,
  topAt,
  topToShow,
  topWithin,
  type RowSpace,
} from '#client/features/grid/rowScroll.ts'

const small: RowSpace = { rows: 1000, viewport: 300 }
const huge: RowSpace = { rows: 50_000_000, viewport: 300 }

describe('a scrolled table', () => {
  it('that is low enough is scrolled as it is', () => {
    expect(barHeight(small)).toBe(1000 * ROW_HEIGHT)
    expect([topAt(small, 123), scrollAt(small, 123)]).toEqual([123, 123])
  })

  it('that is taller than a browser can make it still reaches its first and its last row', () => {
    expect(barHeight(huge)).toBeLessThan(17_000_000)
    expect(rowsShown(huge, topAt(huge, 0))[0]).toBe(0)
    const end = topAt(huge, barHeight(huge) - huge.viewport)
    expect(rowsShown(huge, end)[1]).toBe(49_999_999)
    for (const row of [1, 12_345_678, 49_999_000]) {
      const top = row * ROW_HEIGHT
      expect(topAt(huge, scrollAt(huge, top))).toBeCloseTo(top, 3)
    }
  })

  it('moves only as far as a row needs to be seen, and not past its ends', () => {
    expect(topToShow(small, 270, 12)).toBe(270)
    expect(topToShow(small, 270, 3)).toBe(3 * ROW_HEIGHT)
    expect(topToShow(small, 0, 20)).toBe(21 * ROW_HEIGHT - 300)
    expect([topWithin(small, -5), topWithin(small, 1e9)]).toEqual([0, 1000 * ROW_HEIGHT - 300])
  })
})
