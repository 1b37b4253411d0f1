import { describe, expect, it } from 'vitest'
import { holds, placeAfter, rangeOf, sizeOf } from '#client/features/grid/gridPlace.ts'
import { textOfRange } from '#client/features/grid/copyRange.ts'
import { err, ok } from '#shared/result.ts'

const bounds = { rows: 100, columns: 5, pageRows: 12 }

describe('a key in a table', () => {
  it('moves by a cell, to the ends and by a page, and never out of the table', () => {
    const at = { row: 10, column: 2 }
    const moves = [
      ['ArrowUp', false, 9, 2],
      ['ArrowRight', false, 10, 3],
      ['ArrowDown', true, 99, 2],
      ['ArrowUp', true, 0, 2],
      ['Home', false, 10, 0],
      ['End', true, 99, 4],
      ['PageDown', false, 22, 2],
      ['PageUp', false, 0, 2],
    ] as const
    for (const [key, isFar, row, column] of moves)
      expect(placeAfter(key, isFar, at, bounds), key).toEqual({ row, column })
    expect(placeAfter('ArrowRight', false, { row: 99, column: 4 }, bounds)).toEqual({ row: 99, column: 4 })
  })

  it('reaches the head from the first row, and leaves other keys alone', () => {
    expect(placeAfter('ArrowUp', false, { row: 0, column: 1 }, bounds)).toEqual({ row: -1, column: 1 })
    expect(placeAfter('ArrowUp', false, { row: -1, column: 1 }, bounds)).toEqual({ row: -1, column: 1 })
    expect(placeAfter('x', false, { row: 0, column: 1 }, bounds)).toBeUndefined()
  })
})

describe('a range of cells', () => {
  const range = rangeOf({ row: 3, column: 2 }, { row: 1, column: 1 })

  it('is the same from whichever corner it was drawn', () => {
    expect(range).toEqual(rangeOf({ row: 1, column: 2 }, { row: 3, column: 1 }))
    expect(sizeOf(range)).toEqual({ rows: 3, columns: 2 })
    expect([holds(range, { row: 2, column: 2 }), holds(range, { row: 2, column: 3 })]).toEqual([true, false])
  })

  it('is copied as tab-separated text, with rows that are not on screen fetched', async () => {
    const rows = [
      ['a', 'tab\there', null],
      ['b', 'say "hi"', '2'],
      ['c', 'plain', ''],
    ]
    const text = await textOfRange(
      range,
      (row) => (row === 1 ? rows[0] : undefined),
      async (offset, limit) =>
        ok({ schema: [], total: 9, offset, rows: rows.slice(offset - 1, offset - 1 + limit) }),
    )
    expect(text).toEqual(ok('"tab\there"\t\n"say ""hi"""\t2\nplain\t'))
  })

  it('is not copied when it is too large, or when its rows can’t be read', async () => {
    const all = rangeOf({ row: 0, column: 0 }, { row: 999_999, column: 4 })
    const ask = async () => err({ code: 'gone', detail: 'The table is gone.' })
    const refused = await textOfRange(all, () => undefined, ask)
    expect(refused.ok ? '' : refused.error).toContain('Download the table instead')
    expect(await textOfRange(range, () => undefined, ask)).toEqual(err('The table is gone.'))
  })
})
