/** Times in sentences, as people say them, and whether the last period of a course is whole. */
import type { Grain, Intent } from '#agents/playbook/intent.ts'
import { isWholeDays } from '#agents/playbook/sqlText.ts'
import { instantOf } from '#agents/playbook/timeWords.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const dayOf = (at: Date): string => `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`

/** A point in time by the grain that it stands for; without one, as it is written. */
export function spokenTime(text: string, grain: Grain | null): string {
  const instant = instantOf(text)
  if (instant === null || grain === null) return text.replace(/ 00:00:00(\.0+)?$/, '')
  const at = new Date(instant)
  switch (grain) {
    case 'year':
      return String(at.getUTCFullYear())
    case 'quarter':
      return `Q${Math.floor(at.getUTCMonth() / 3) + 1} ${at.getUTCFullYear()}`
    case 'month':
      return `${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`
    case 'week':
      return `week of ${dayOf(at)}`
    case 'day':
      return dayOf(at)
    case 'hour':
      return `${dayOf(at)} ${String(at.getUTCHours()).padStart(2, '0')}:00`
  }
}

/** The grain of an intent's periods, if it has any. */
export function grainOf(intent: Intent): Grain | null {
  if ('grain' in intent) return intent.grain
  const by = intent.kind === 'aggregate' || intent.kind === 'rank' || intent.kind === 'share' ? intent.by : []
  return by.flatMap((one) => (one.kind === 'grain' ? [one.grain] : []))[0] ?? null
}

const DAY = 86_400_000

/** Data that stops within a period makes that period look like a fall. What is dated by month or year can't tell. */
export function partialTold(intent: Intent): readonly string[] {
  if (intent.kind !== 'trend' || intent.grain === 'hour' || intent.grain === 'day') return []
  if (intent.scope.filters.some((filter) => filter.kind === 'period' && filter.to !== null)) return []
  const { min, max } = intent.time.column
  const last = instantOf(max)
  const isCoarse = [min, max].every((text) => /^\d{4}(-\d\d)?$|-01$/.test(text ?? ''))
  const isOrdered = intent.time.column.kind === 'time' || /^\d{4}/.test(max ?? '')
  if (last === null || !isOrdered || (isCoarse && isWholeDays(intent.time.column))) return []
  const left = endOf(new Date(last), intent.grain) - last
  return left > 1.5 * DAY
    ? [`The last ${intent.grain} is not whole: the data ends on ${dayOf(new Date(last))}.`]
    : []
}

function endOf(at: Date, grain: 'week' | 'month' | 'quarter' | 'year'): number {
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()]
  switch (grain) {
    case 'week':
      return Date.UTC(year, month, at.getUTCDate() + 7 - ((at.getUTCDay() + 6) % 7))
    case 'month':
      return Date.UTC(year, month + 1, 1)
    case 'quarter':
      return Date.UTC(year, 3 * (Math.floor(month / 3) + 1), 1)
    case 'year':
      return Date.UTC(year + 1, 0, 1)
  }
}
