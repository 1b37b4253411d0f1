/** Periods that a text names. Relative ones ("last quarter") count back from the latest date in the data, never from today. */

export type SaidPeriod = {
  /** ISO dates, from inclusive, to exclusive; null where it is open. */
  readonly from: string | null
  readonly to: string | null
  readonly said: string
  readonly start: number
  readonly end: number
}

type Span = { readonly from: string; readonly to: string }

const MONTHS = [
  'january|januar|jan',
  'february|februar|feb',
  'march|märz|maerz|mar',
  'april|apr',
  'may|mai',
  'june|juni|jun',
  'july|juli|jul',
  'august|aug',
  'september|sept|sep',
  'october|oktober|oct|okt',
  'november|nov',
  'december|dezember|dec|dez',
] as const

const YEAR = String.raw`(?:1[5-9]|20|21)\d\d`
const MONTH = `(?:${MONTHS.join('|')})`
const MOMENT = String.raw`(?:${YEAR}-\d\d-\d\d|${MONTH}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+${YEAR}|\d{1,2}(?:st|nd|rd|th|\.)?\s+${MONTH}\s+${YEAR}|${MONTH}\.?,?\s+${YEAR}|Q[1-4][\s/-]*${YEAR}|${YEAR}[\s/-]*Q[1-4]|${YEAR}-\d\d(?!\d)|${YEAR})`

const iso = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)

const days = (date: string, count: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)

const monthOf = (text: string): number =>
  MONTHS.findIndex((names) => new RegExp(`^(?:${names})$`, 'i').test(text.replace('.', '')))

/** The span of one moment: a day, a month, a quarter or a year. */
export function spanOf(text: string): Span | null {
  const year = Number(new RegExp(YEAR).exec(text)?.[0])
  if (!Number.isFinite(year)) return null
  const quarter = /q([1-4])/i.exec(text)?.[1]
  if (quarter) return { from: iso(year, (Number(quarter) - 1) * 3, 1), to: iso(year, Number(quarter) * 3, 1) }
  const full = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (full) return dayOf(year, Number(full[2]) - 1, Number(full[3]))
  const yearMonth = /^(\d{4})-(\d\d)$/.exec(text)
  const word = new RegExp(MONTH, 'i').exec(text)?.[0]
  const month = yearMonth ? Number(yearMonth[2]) - 1 : word ? monthOf(word) : -1
  if (yearMonth && (month < 0 || month > 11)) return null
  if (month < 0) return { from: iso(year, 0, 1), to: iso(year + 1, 0, 1) }
  const day = /(?:^|\s)(\d{1,2})(?:st|nd|rd|th|\.|,|\s)/i.exec(`${text} `.replace(String(year), ''))?.[1]
  if (word && day) return dayOf(year, month, Number(day))
  return { from: iso(year, month, 1), to: iso(year, month + 1, 1) }
}

function dayOf(year: number, month: number, day: number): Span | null {
  if (month < 0 || month > 11 || day < 1 || day > 31) return null
  const from = iso(year, month, day)
  return { from, to: days(from, 1) }
}

type Rule = readonly [
  RegExp,
  (match: RegExpExecArray, latest: string | null) => { from: string | null; to: string | null } | null,
]

const moment = (text: string | undefined): Span | null => (text === undefined ? null : spanOf(text))

const RULES: readonly Rule[] = [
  [
    new RegExp(
      String.raw`\b(?:between|from|zwischen|von)\s+(${MONTH})\s+(?:and|to|until|through|und|bis|-)\s+(${MONTH})\s+(${YEAR})\b`,
      'giu',
    ),
    (match) => {
      const [from, to] = [moment(`${match[1]} ${match[3]}`), moment(`${match[2]} ${match[3]}`)]
      return from && to && from.from < to.to ? { from: from.from, to: to.to } : null
    },
  ],
  [
    new RegExp(
      String.raw`\b(?:from\s+|between\s+|von\s+|zwischen\s+)?(${MOMENT})\s*(?:to|until|till|and|through|bis|und|–|—|-)\s*(${MOMENT})\b`,
      'giu',
    ),
    (match) => {
      const isRange = /from|between|to|until|till|through|von|zwischen|bis|–|—|-/i.test(
        match[0].replaceAll(new RegExp(MOMENT, 'gi'), ' '),
      )
      const from = moment(match[1])
      const to = moment(match[2])
      return isRange && from && to && from.from < to.to ? { from: from.from, to: to.to } : null
    },
  ],
  [
    new RegExp(String.raw`\b(?:since|from|starting|seit|ab)\s+(${MOMENT})\b`, 'giu'),
    (m) => open(m, (s) => ({ from: s.from, to: null })),
  ],
  [
    new RegExp(String.raw`\b(?:after|nach)\s+(${MOMENT})\b`, 'giu'),
    (m) => open(m, (s) => ({ from: s.to, to: null })),
  ],
  [
    new RegExp(String.raw`\b(?:before|vor)\s+(${MOMENT})\b`, 'giu'),
    (m) => open(m, (s) => ({ from: null, to: s.from })),
  ],
  [
    new RegExp(String.raw`\b(?:until|till|up to|through|bis)\s+(${MOMENT})\b`, 'giu'),
    (m) => open(m, (s) => ({ from: null, to: s.to })),
  ],
  [
    /\b(?:in the |the |im |in den )?(?:last|past|previous|letzten|letztes|letzter|letzte)\s+(?:(\d{1,3})\s+)?(days?|weeks?|months?|quarters?|years?|tage?n?|wochen?|monate?n?|quartale?|jahre?n?)\b/giu,
    (match, latest) => backFrom(latest, Number(match[1] ?? 1), match[2] ?? 'year', match[1] === undefined),
  ],
  [new RegExp(String.raw`\b(?:in|during|of|for|on|im)?\s*(${MOMENT})\b`, 'giu'), (match) => moment(match[1])],
  [
    new RegExp(String.raw`\b(?:in|during|im)\s+(${MONTH})\b`, 'giu'),
    (match, latest) => latestMonth(latest, monthOf(match[1] ?? '')),
  ],
]

const open = (
  match: RegExpExecArray,
  bounds: (span: Span) => { from: string | null; to: string | null },
): { from: string | null; to: string | null } | null => {
  const span = moment(match[1])
  return span && bounds(span)
}

/** "last quarter" is the last whole one before the latest date; "last 30 days" ends with the latest date. */
function backFrom(latest: string | null, count: number, unit: string, isWhole: boolean): Span | null {
  if (latest === null) return null
  const [year = 1970, month = 1, day = 1] = latest.split('-').map(Number)
  const end = days(latest, 1)
  if (/^(day|tag)/i.test(unit)) return { from: days(end, -count), to: end }
  if (/^(week|woche)/i.test(unit)) return { from: days(end, -7 * count), to: end }
  const months = /^(month|monat)/i.test(unit) ? 1 : /^quart/i.test(unit) ? 3 : 12
  if (!isWhole) return { from: iso(year, month - 1 - months * count, day + 1), to: end }
  const first = months === 12 ? 0 : Math.floor((month - 1) / months) * months
  return { from: iso(year, first - months, 1), to: iso(year, first, 1) }
}

function latestMonth(latest: string | null, month: number): Span | null {
  if (latest === null || month < 0) return null
  const [year = 1970, last = 1] = latest.split('-').map(Number)
  const of = month + 1 <= last ? year : year - 1
  return { from: iso(of, month, 1), to: iso(of, month + 1, 1) }
}

/** In the order of the text, none overlapping another. `latest` is the latest date in the data. */
export function periodsIn(text: string, latest: string | null): readonly SaidPeriod[] {
  const found: SaidPeriod[] = []
  for (const [pattern, boundsOf] of RULES) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index + (match[0].length - match[0].trimStart().length)
      const end = match.index + match[0].length
      if (found.some((other) => start < other.end && other.start < end)) continue
      const bounds = boundsOf(match, latest)
      if (bounds) found.push({ ...bounds, said: match[0].trim(), start, end })
    }
  }
  return found.toSorted((a, b) => a.start - b.start)
}
