/** Periods that the data only touches at its ends: a month that ends on the third looks like a fall. */
import type { Filter, Grain } from '#agents/playbook/intent.ts'
import type { Field } from '#agents/playbook/knownTable.ts'
import { isWholeDays } from '#agents/playbook/sqlText.ts'
import { instantOf } from '#agents/playbook/timeWords.ts'

const DAY = 86_400_000
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** The filter that leaves them out; none where all are whole, or where it can't be told. */
export function wholePeriods(time: Field, grain: Grain): readonly Filter[] {
  const { min, max, kind } = time.column
  const [first, last] = [instantOf(min), instantOf(max)]
  if (first === null || last === null || grain === 'hour') return []
  if (kind !== 'time' && !/^\d{4}/.test(max ?? '')) return []
  // What is dated by month or year stands at the first day of it, and is whole.
  const isCoarse = [min, max].every((text) => /^\d{4}(-\d\d)?$|-01( 00:00:00)?$/.test(text ?? ''))
  if (isCoarse) return []
  const slack = isWholeDays(time.column) ? DAY : DAY / 4
  const [begin, end] = [startOf(first, grain), startOf(last, grain)]
  const from = first - begin < slack ? null : dateOf(nextOf(begin, grain))
  const to = nextOf(end, grain) - last <= slack ? null : dateOf(end)
  if (from === null && to === null) return []
  if (from !== null && to !== null && from >= to) return []
  return [{ kind: 'period', field: time, from, to, said: 'whole periods' }]
}

function startOf(instant: number, grain: Grain): number {
  const at = new Date(instant)
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()]
  switch (grain) {
    case 'hour':
    case 'day':
      return Date.UTC(year, month, day)
    case 'week':
      return Date.UTC(year, month, day - ((at.getUTCDay() + 6) % 7))
    case 'month':
      return Date.UTC(year, month, 1)
    case 'quarter':
      return Date.UTC(year, 3 * Math.floor(month / 3), 1)
    case 'year':
      return Date.UTC(year, 0, 1)
  }
}

function nextOf(start: number, grain: Grain): number {
  const at = new Date(start)
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()]
  switch (grain) {
    case 'hour':
    case 'day':
      return Date.UTC(year, month, day + 1)
    case 'week':
      return Date.UTC(year, month, day + 7)
    case 'month':
      return Date.UTC(year, month + 1, 1)
    case 'quarter':
      return Date.UTC(year, month + 3, 1)
    case 'year':
      return Date.UTC(year + 1, 0, 1)
  }
}
