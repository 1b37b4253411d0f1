/** Words for parts and grains of time: "monthly" is a grain, "weekday" a part that returns each week. */
import type { Grain, Part } from '#agents/playbook/intent.ts'

export type FoundTime = { readonly start: number; readonly end: number } & (
  { readonly kind: 'grain'; readonly grain: Grain } | { readonly kind: 'part'; readonly part: Part }
)

const PARTS: readonly (readonly [RegExp, Part])[] = [
  [/\b(week-?\s?days?|days? of (the )?week|wochentage?\w*|weekends?|mondays?|day-of-week)\b/g, 'weekday'],
  [
    /\b(hours? of (the )?day|time of (the )?day|what hours?|which hours?|uhrzeit|rush hours?)\b/g,
    'hour of day',
  ],
  [
    /\b(months? of (the )?year|calendar months?|which months?|what months?|seasons?|season of year|seasonality)\b/g,
    'month of year',
  ],
]

const GRAINS: readonly (readonly [RegExp, Grain])[] = [
  [/\b(hourly|(by|per|each|every|for each|pro|je) (hour|stunde)|stundlich)\b/g, 'hour'],
  [
    /\b(daily|(by|per|each|every|for each|pro|je|from) (day|date|tag)|day by day|day (to|after) day|taglich)\b/g,
    'day',
  ],
  [
    /\b(weekly|(by|per|each|every|for each|pro|je) (calendar )?(week|woche)|week by week|week (to|over|after) week|wochentlich)\b/g,
    'week',
  ],
  [
    /\b(monthly|(by|per|each|every|for each|pro|je|nach) (month|monat)|month by month|month (to|after) month|month over month|monatlich\w*|mom)\b/g,
    'month',
  ],
  [
    /\b(quarterly|(by|per|each|every|for each|pro|je|nach) (quarter|quartal)|quarter (over|on|by) quarter|qoq)\b/g,
    'quarter',
  ],
  [
    /\b(yearly|annual|annually|(over|across|through) the years|(by|per|each|every|for each|pro|je|nach) (year|jahr|decade)|year (over|on|by) year|yoy|jahrlich\w*)\b/g,
    'year',
  ],
]

/** "the wettest month", "the best week": the word before ranks. */
export const RANKED_GRAIN =
  /(?<=\b(?!(?:latest|earliest|oldest|newest|west|east)\b)(?:[a-z]{3,}est|best|worst) )(hour|day|week|month|quarter|year)s?\b/g

/** "by hour of day" is a part, and no grain besides. */
export function timeWordsIn(lower: string): readonly FoundTime[] {
  const found = allTimeWordsIn(lower)
  const parts = found.filter((one) => one.kind === 'part')
  return found.filter(
    (one) => one.kind === 'part' || !parts.some((part) => part.start < one.end && one.start < part.end),
  )
}

const allTimeWordsIn = (lower: string): readonly FoundTime[] => [
  ...PARTS.flatMap(([pattern, part]) =>
    [...lower.matchAll(pattern)].map((m) => ({
      kind: 'part' as const,
      part,
      start: m.index,
      end: m.index + m[0].length,
    })),
  ),
  ...[...lower.matchAll(RANKED_GRAIN)].flatMap((m) =>
    GRAINS_IN_ORDER.filter((grain) => grain === m[1]).map((grain) => ({
      kind: 'grain' as const,
      grain,
      start: m.index,
      end: m.index + m[0].length,
    })),
  ),
  ...GRAINS.flatMap(([pattern, grain]) =>
    [...lower.matchAll(pattern)].map((m) => ({
      kind: 'grain' as const,
      grain,
      start: m.index,
      end: m.index + m[0].length,
    })),
  ),
]

export const GRAINS_IN_ORDER: readonly Grain[] = ['hour', 'day', 'week', 'month', 'quarter', 'year']
export const HOURS: Readonly<Record<Grain, number>> = {
  hour: 1,
  day: 24,
  week: 168,
  month: 730.5,
  quarter: 2191.5,
  year: 8766,
}

/** The finest grain that gives at most 60 points and, where there is much data, 20 rows a point. */
export function fittingGrain(
  from: string | null,
  to: string | null,
  rows: number,
  isWholeDays: boolean,
): Grain {
  const span = hoursBetween(from, to)
  const fine = GRAINS_IN_ORDER.filter((grain) => !isWholeDays || grain !== 'hour')
  if (span === null) return 'month'
  const fits = (grain: Grain): boolean => {
    const points = span / HOURS[grain] + 1
    return (
      points <= 60 &&
      (grain === 'year' || rows / points >= Math.min(20, Math.sqrt(rows)) || rows / points >= 20)
    )
  }
  return (
    fine.find((grain) => fits(grain) && span / HOURS[grain] >= 1) ??
    fine.find((grain) => span / HOURS[grain] <= 60) ??
    'year'
  )
}

export function instantOf(text: string | null): number | null {
  // Names of months sort by letter: the least and the greatest text are not the first and the last day.
  if (text === null || /\b[A-Z][a-z]{2}\b/.test(text)) return null
  const german = /^(\d\d?)\.(\d\d?)\.(\d{4})/.exec(text)
  const isoText = german
    ? `${german[3]}-${german[2]?.padStart(2, '0')}-${german[1]?.padStart(2, '0')}`
    : text
        .replaceAll('/', '-')
        .replace(' ', 'T')
        .replace(/(\.\d+)?([+-]\d\d(:?\d\d)?|Z)?$/, (tail) => (/^-\d\d$/.test(tail) ? tail : ''))
  const year = /^\d{4}$/.test(isoText) ? `${isoText}-01-01` : isoText
  const withTime = year.includes('T') ? `${year}Z` : `${year.length === 7 ? `${year}-01` : year}T00:00:00Z`
  const at = Date.parse(withTime)
  return Number.isNaN(at) ? null : at
}

function hoursBetween(from: string | null, to: string | null): number | null {
  const [start, end] = [instantOf(from), instantOf(to)]
  return start === null || end === null ? null : (end - start) / 3_600_000
}
