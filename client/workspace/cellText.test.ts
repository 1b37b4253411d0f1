import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellText } from '#client/workspace/cellText.ts'

describe('a cell of a table', () => {
  it.each([
    ['12.585365853658537', '12.5854'],
    ['-0.30000000000000004', '-0.3000'],
    ['0.000012345678', '0.00001235'],
    ['123456789.12345678', '123456789.1235'],
  ])('shows the double %s as %s', (value, shown) => {
    expect(cellText(value, 'DOUBLE')).toBe(shown)
  })

  it.each([
    ['12.5', 'DOUBLE'],
    ['1234567890123.0', 'DOUBLE'],
    ['1.2345678901e-17', 'DOUBLE'],
    ['nan', 'DOUBLE'],
    ['12.585365853658537', 'VARCHAR'],
    ['12.58536585365853', 'DECIMAL(18,14)'],
    ['1234567890123456789', 'BIGINT'],
  ])('leaves %s of type %s as it is', (value, type) => {
    expect(cellText(value, type)).toBe(value)
  })

  it('is never longer than the value, and never further from it than its last place', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const shown = cellText(String(number), 'DOUBLE')
        expect(shown.length).toBeLessThanOrEqual(String(number).length)
        expect(Math.abs(Number(shown) - number)).toBeLessThanOrEqual(
          Math.max(Math.abs(number) >= 1 ? 0.00005 : Math.abs(number) * 0.0005, Math.abs(number) * 1e-15) *
            1.01,
        )
      }),
    )
  })
})
