import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wrapped } from '#client/features/canvas/wrapTitle.ts'

/** Each letter is as wide as any other. */
const widthOf = (text: string): number => Array.from(text).length

describe('a painted title', () => {
  it('goes on in the next line where a word has no room, and ends in dots where the lines end', () => {
    expect(wrapped(widthOf, 'late orders by region', 11, 3)).toEqual(['late orders', 'by region'])
    expect(wrapped(widthOf, 'late orders by region and day', 11, 2)).toEqual(['late orders', 'by region …'])
    expect(wrapped(widthOf, 'late orders', 11, 1)).toEqual(['late orders'])
  })

  it('shortens a word that is longer than a line', () => {
    expect(wrapped(widthOf, 'total_of_all_regions', 8, 3)).toEqual(['total_o…'])
  })

  it('never has more lines or wider ones than there is room for, and shows all words when none is shortened', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 1, max: 4 }),
        (words, room, most) => {
          const lines = wrapped(widthOf, words.join(' '), room, most)
          expect(lines.length).toBeLessThanOrEqual(most)
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(room)
          if (!lines.some((line) => line.endsWith('…'))) expect(lines.join(' ')).toBe(words.join(' '))
        },
      ),
    )
  })
})
