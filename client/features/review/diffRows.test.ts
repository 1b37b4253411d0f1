import { describe, expect, it } from 'vitest'
import { changeCountOf, diffRows } from '#client/features/review/diffRows.ts'

const textOf = (rows: ReturnType<typeof diffRows>, side: 'left' | 'right'): string =>
  rows.flatMap((row) => (row[side] ? [row[side].text] : [])).join('\n')

describe('the rows of a diff', () => {
  it('hold the whole text of both versions, whatever changed', () => {
    const lines = ['SELECT a', 'SELECT a ', '', '  b', 'FROM t', 'x\r', 'FROM t']
    let seed = 7
    const pick = (): string => {
      seed = (seed * 48_271) % 2_147_483_647
      return lines.slice(seed % 3, (seed % 5) + 3).join('\n')
    }
    for (let round = 0; round < 200; round += 1) {
      const [before, after] = [pick(), pick()]
      const rows = diffRows(before, after)
      expect(textOf(rows, 'left')).toBe(before)
      expect(textOf(rows, 'right')).toBe(after)
    }
  })

  it('show a line that only lost a space as changed', () => {
    expect(diffRows('a \nb', 'a\nb').map((row) => row.kind)).toEqual(['changed', 'same'])
  })

  it('number the lines of each side and count what came and went', () => {
    const rows = diffRows('a\nb\nc', 'a\nc\nd\ne')
    expect(rows.map(({ left, right }) => [left?.line, right?.line])).toEqual([
      [1, 1],
      [2, undefined],
      [3, 2],
      [undefined, 3],
      [undefined, 4],
    ])
    expect(changeCountOf(rows)).toEqual({ removed: 1, added: 2 })
  })
})
