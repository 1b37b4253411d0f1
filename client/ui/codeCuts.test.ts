import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeCuts } from '#client/ui/codeCuts.ts'
import { sourceOf } from '#client/ui/visibleText.ts'

const joined = (cuts: ReturnType<typeof codeCuts>): string => cuts.map((cut) => sourceOf(cut.piece)).join('')

describe('a line of code, cut', () => {
  it('is the whole line again when joined, whatever stands in it and whatever is marked', () => {
    const character = fc.constantFrom(
      'a',
      '1',
      ' ',
      "'",
      '"',
      '--',
      '\t',
      '\u202E',
      '\u0430',
      '\u0301',
      '\u{1D400}',
      '😀',
      'SELECT ',
    )
    fc.assert(
      fc.property(fc.array(character), fc.nat(20), fc.nat(20), (characters, from, length) => {
        const line = characters.join('')
        expect(joined(codeCuts(line, 'sql', [{ from, to: from + length + 1 }]))).toBe(line)
      }),
    )
  })

  it('marks what is asked and colours the rest as before', () => {
    const cuts = codeCuts('SELECT amount', 'sql', [{ from: 7, to: 10 }])
    expect(cuts.map(({ piece, colour, isMarked }) => [piece.text, colour, isMarked])).toEqual([
      ['SELECT', 'keyword', false],
      [' ', 'plain', false],
      ['amo', 'plain', true],
      ['unt', 'plain', false],
    ])
  })

  it('finds a letter of another alphabet beside a keyword, which has a colour of its own', () => {
    const cuts = codeCuts('SELECT\u0431', 'sql')
    expect(cuts.at(-1)?.piece.kind).toBe('look-alike')
  })
})
