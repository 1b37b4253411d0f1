import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffLines } from '#client/features/review/diffLines.ts'
import { changeCountOf, diffRows, wordChanges } from '#client/features/review/diffRows.ts'

const code = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd ', ' d', ''), { minLength: 1, maxLength: 60 })
  .map((lines) => lines.join('\n'))
const versions = fc.tuple(code, code, fc.nat(60)).map(([before, inserted, at]) => {
  const lines = before.split('\n')
  return { before, after: [...lines.slice(0, at), inserted, ...lines.slice(at + 2)].join('\n') }
})

describe('the lines of a diff, as listed', () => {
  it('show every change, and count exactly what they show', () => {
    fc.assert(
      fc.property(versions, fc.array(fc.nat(60)), ({ before, after }, opened) => {
        const rows = diffRows(before, after)
        const listed = diffLines(rows, new Set(opened)).flatMap((line) =>
          line.kind === 'row' ? [line.row] : [],
        )
        expect(changeCountOf(listed)).toEqual(changeCountOf(rows))
        const lengths = { removed: before.split('\n').length, added: after.split('\n').length }
        const { removed, added } = changeCountOf(rows)
        expect(lengths.added - lengths.removed).toBe(added - removed)
      }),
    )
  })

  it('fold only what stays, and say how much of it', () => {
    fc.assert(
      fc.property(versions, ({ before, after }) => {
        const rows = diffRows(before, after)
        const lines = diffLines(rows, new Set())
        const shown = lines.reduce((sum, line) => sum + (line.kind === 'fold' ? line.count : 1), 0)
        expect(shown).toBe(rows.length)
        const folds = lines.flatMap((line) => (line.kind === 'fold' ? [line] : []))
        for (const { from, count } of folds)
          expect(rows.slice(from, from + count).every((row) => row.kind === 'same')).toBe(true)
        const all = diffLines(rows, new Set(folds.map((fold) => fold.from)))
        expect(all.map((line) => line.kind === 'row' && line.row)).toEqual(rows)
      }),
    )
  })

  it('fold what is far from a change and leave what is around it', () => {
    const before = Array.from({ length: 20 }, (_, at) => `line ${at}`).join('\n')
    const lines = diffLines(diffRows(before, before.replace('line 10', 'other')), new Set())
    expect(lines.map((line) => (line.kind === 'fold' ? line.count : line.row.kind))).toEqual([
      7,
      'same',
      'same',
      'same',
      'changed',
      'same',
      'same',
      'same',
      6,
    ])
  })
})

describe('the words of a changed line', () => {
  const pieces = (text: string, spans: readonly { from: number; to: number }[]): readonly string[] =>
    spans.map(({ from, to }) => text.slice(from, to))

  it('are marked where they differ, a lost space too', () => {
    const [before, after] = ['WHERE amount > 10', 'WHERE amount >= 100']
    const { left, right } = wordChanges(before, after)
    expect(pieces(before, left)).toContain('10')
    expect(pieces(after, right)).toContain('100')
    expect(wordChanges('a  b', 'a b').left.length + wordChanges('a  b', 'a b').right.length).toBeGreaterThan(
      0,
    )
  })
})
