import { describe, expect, it } from 'vitest'
import { settingChanges } from '#client/features/review/settingChanges.ts'
import { sql } from '#shared/testing/examples.ts'

describe('what changes of a step beside its code', () => {
  const before = sql('SELECT 1', 'totals')

  it('is nothing when only the code differs', () => {
    expect(settingChanges(before, sql('SELECT 2', 'totals'))).toEqual([])
  })

  it('lists the result name, each limit and each parameter, also one that only changed its type', () => {
    const with1 = { ...before, parameters: { year: { type: 'integer' as const, value: 2024 } } }
    const after = {
      ...sql('SELECT 1', 'sums'),
      limits: { ...before.limits, rows: 5000 },
      parameters: {
        year: { type: 'text' as const, value: '2024' },
        region: { type: 'text' as const, value: 'east' },
      },
    }
    expect(settingChanges(with1, after)).toEqual([
      { what: 'Result name', before: 'totals', after: 'sums' },
      { what: 'Most rows', before: '50,000,000', after: '5,000' },
      { what: 'Parameter $year', before: '2024 (integer)', after: '2024 (text)' },
      { what: 'Parameter $region', before: undefined, after: 'east (text)' },
    ])
  })
})
