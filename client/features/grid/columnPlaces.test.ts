import { expect, it } from 'vitest'
import { columnsShown, leftToShow, startsOf } from '#client/features/grid/columnPlaces.ts'

const starts = startsOf([100, 50, 200, 80])

it('draws the columns of which something is on screen, and no others', () => {
  expect(columnsShown(starts, 0, 90)).toEqual([0, 0])
  expect(columnsShown(starts, 99, 151)).toEqual([0, 2])
  expect(columnsShown(starts, 100, 149)).toEqual([1, 1])
  expect(columnsShown(starts, 360, 2000)).toEqual([3, 3])
})

it('draws a screen of columns out of a table of three hundred', () => {
  const wide = startsOf(Array.from({ length: 300 }, () => 120))
  const [from, to] = columnsShown(wide, 12_000, 13_000)
  expect([from, to - from]).toEqual([100, 8])
})

it('moves only as far as a column needs to be seen', () => {
  expect(leftToShow(starts, 0, 160, 1)).toBe(0)
  expect(leftToShow(starts, 0, 160, 3)).toBe(270)
  expect(leftToShow(starts, 300, 160, 1)).toBe(100)
  expect(leftToShow(starts, 0, 160, 2)).toBe(150)
})
