/** What a reviewer's words or edit change about what is wanted. A closed set: what is not in it is asked back, quoted. */
import { leastIn } from '#agents/playbook/boundaries.ts'
import { periodsIn } from '#agents/playbook/dates.ts'
import { readClause, timeFieldsOf } from '#agents/playbook/clause.ts'
import { flattened, topIn } from '#agents/playbook/cues.ts'
import {
  type AggregateFn,
  type Filter,
  type Grain,
  type Intent,
  isStatistic,
  type Measure,
  type Statistic,
} from '#agents/playbook/intent.ts'
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'
import { isMeasurable, isSame } from '#agents/playbook/measures.ts'
import { changedStatistic } from '#agents/playbook/statisticFeedback.ts'
import { remapped } from '#agents/playbook/remap.ts'
import { isTime } from '#agents/playbook/sqlText.ts'
import { timeWordsIn } from '#agents/playbook/timeWords.ts'

export type Change =
  | { readonly kind: 'fn'; readonly fn: AggregateFn }
  | { readonly kind: 'grain'; readonly grain: Grain }
  | { readonly kind: 'limit'; readonly limit: number }
  | { readonly kind: 'filter'; readonly filter: Filter }
  | { readonly kind: 'column'; readonly to: Field; readonly from: Field | null }
  | { readonly kind: 'least'; readonly rows: number }
  | { readonly kind: 'order'; readonly ascending: boolean }
  | { readonly kind: 'statistic'; readonly to: Statistic }
  | { readonly kind: 'drop' }

const FUNCTIONS: readonly (readonly [RegExp, AggregateFn])[] = [
  [/\bmedians?\b/, 'median'],
  [/\b(averages?|means?|avg|mittelwert|durchschnitt)\b/, 'avg'],
  [/\b(sums?|totals?|summe)\b/, 'sum'],
  [/\b(max|maximum|highest value)\b/, 'max'],
  [/\b(min|minimum|lowest value)\b/, 'min'],
]

const unwanted =
  /\b(?:instead of|rather than|not(?: by| the| an?| per)?|no more|statt|anstatt|anstelle von)\s+(?:the |an? |by |per )?[\p{L}_]+/giu

/** "median instead of mean" and "by quarter not month": only what is wanted is left. */
const wantedPart = (lower: string): string => lower.replaceAll(unwanted, (said) => ' '.repeat(said.length))

export function changesIn(
  text: string,
  intent: Intent | null,
  tables: readonly KnownTable[],
): readonly Change[] {
  if (intent && isStatistic(intent)) {
    const to = changedStatistic(text, intent, tables)
    if (to) return [{ kind: 'statistic', to }]
  }
  const lower = flattened(text)
  const wish = wantedPart(lower)
  const changes: Change[] = []
  const fn = FUNCTIONS.find(([pattern]) => pattern.test(wish))?.[1]
  if (fn && intent && 'measure' in intent && intent.measure.fn !== fn) changes.push({ kind: 'fn', fn })
  if (fn && intent?.kind === 'compare-groups' && fn !== 'avg') changes.push({ kind: 'fn', fn })
  const time = timeWordsIn(wish).find((one) => one.kind === 'grain')
  const bare = /\b(hour|day|week|month|quarter|year)(?:s|ly)?\b/.exec(wish)?.[1]
  const grain = time?.kind === 'grain' ? time.grain : bare ? grainNamed(bare) : null
  if (grain && intent && (intent.kind === 'trend' || intent.kind === 'compare-periods'))
    changes.push({ kind: 'grain', grain })
  const limit = topIn(wish)?.limit
  if (
    limit !== undefined &&
    intent &&
    (intent.kind === 'rank' || intent.kind === 'rows' || intent.kind === 'aggregate')
  )
    changes.push({ kind: 'limit', limit })
  if (intent?.kind === 'rank' && /\b(lowest|bottom|ascending|smallest|worst first|reverse)\b/.test(wish))
    changes.push({ kind: 'order', ascending: true })
  const least = leastIn([text])
  if (least !== null)
    return [...changes.filter((one) => one.kind !== 'limit'), { kind: 'least', rows: least }]
  changes.push(...aboutColumns(text, wish, intent, tables))
  if (
    changes.length === 0 &&
    /\b(not needed|no need|unnecessary|skip (it|this)|don'?t (need|want)|remove (it|this)|drop (it|this)|superfluous|nicht notig|no chart)\b/.test(
      lower,
    )
  )
    return [{ kind: 'drop' }]
  return changes
}

const grainNamed = (word: string): Grain | null => {
  const grains: readonly Grain[] = ['hour', 'day', 'week', 'month', 'quarter', 'year']
  return grains.find((grain) => grain === word) ?? null
}

function aboutColumns(
  text: string,
  wish: string,
  intent: Intent | null,
  tables: readonly KnownTable[],
): readonly Change[] {
  const table = intent?.scope.table ?? null
  const clause = readClause(text, tables, table)
  const filters = clause.filters.map((filter): Change => ({ kind: 'filter', filter }))
  const time = table ? timeFieldsOf(table)[0] : undefined
  const latest = time?.column.max?.slice(0, 10).replaceAll('/', '-') ?? null
  const periods = time
    ? periodsIn(text, latest).map((period): Change => ({
        kind: 'filter',
        filter: { kind: 'period', field: time, from: period.from, to: period.to, said: period.said },
      }))
    : []
  const said = clause.mentions.filter((mention) => mention.score >= 1.2)
  const kept = said.filter((mention) => {
    const word = clause.words[mention.from]
    return word !== undefined && wish.slice(word.start, word.end).trim() !== ''
  })
  const swap = kept.find(
    ({ field, rivals }) =>
      rivals.length === 0 &&
      intent !== null &&
      !uses(intent, field) &&
      (table === null || field.table.name === originOf(table)),
  )
  const lost = said.find((mention) => !kept.includes(mention))?.field ?? null
  const isSwap =
    swap &&
    filters.length === 0 &&
    /\b(use|column|instead|rather|not|should be|wrong|take|by|statt|nimm)\b/i.test(text)
  return [
    ...filters,
    ...periods,
    ...(isSwap ? [{ kind: 'column', to: swap.field, from: lost } as const] : []),
  ]
}

const originOf = (table: KnownTable): string => table.name

export function uses(intent: Intent, field: Field): boolean {
  let isUsed = false
  remapped(intent, {
    table: (table) => table,
    field: (one) => {
      if (isSame(one, field)) isUsed = true
      return one
    },
  })
  return isUsed
}

/** The intent as the reviewer wants it; null when it is not wanted at all. */
export function changed(intent: Intent, change: Change): Intent | null {
  switch (change.kind) {
    case 'drop':
      return null
    case 'statistic':
      return change.to
    case 'fn':
      return withFn(intent, change.fn)
    case 'grain':
      return intent.kind === 'trend' || intent.kind === 'compare-periods'
        ? { ...intent, grain: change.grain }
        : intent
    case 'limit':
      if (intent.kind === 'rank' || intent.kind === 'rows') return { ...intent, limit: change.limit }
      return intent.kind === 'aggregate' && intent.by.length > 0
        ? { ...intent, kind: 'rank', limit: change.limit, ascending: false }
        : intent
    case 'least':
      return { ...intent, scope: { ...intent.scope, leastRows: change.rows } }
    case 'order':
      return intent.kind === 'rank' || intent.kind === 'rows'
        ? { ...intent, ascending: change.ascending }
        : intent
    case 'filter':
      return withFilter(intent, change.filter)
    case 'column':
      return withColumn(intent, change.to, change.from)
  }
}

function withFn(intent: Intent, fn: AggregateFn): Intent {
  if (intent.kind === 'compare-groups')
    return { kind: 'aggregate', scope: intent.scope, measure: { fn, field: intent.field }, by: [intent.by] }
  if (!('measure' in intent)) return intent
  if (intent.measure.field === null) return intent
  const measure: Measure = { ...intent.measure, fn }
  return { ...intent, measure }
}

const isOf = (intent: Intent, field: Field): boolean =>
  [intent.scope.table, ...intent.scope.joins.map((join) => join.right.table)].some(
    (table) => table.name === field.table.name,
  )

function withFilter(intent: Intent, filter: Filter): Intent {
  if (!isOf(intent, filter.field)) return intent
  const others = intent.scope.filters.filter(
    (one) => one.kind !== filter.kind || !isSame(one.field, filter.field),
  )
  return { ...intent, scope: { ...intent.scope, filters: [...others, filter] } }
}

/** A measure takes a measure's place, a time a time's, a group a group's. */
function withColumn(intent: Intent, to: Field, from: Field | null): Intent {
  if (intent.kind === 'aggregate' || intent.kind === 'rank' || intent.kind === 'share') {
    if (
      isMeasurable(to.column) &&
      intent.measure.field &&
      (from === null || isSame(from, intent.measure.field))
    )
      return { ...intent, measure: { ...intent.measure, field: to } }
    const first = intent.by.findIndex(
      (by) => by.kind === 'column' && (from === null || isSame(by.field, from)),
    )
    if (isMeasurable(to.column) || first < 0) return intent
    return { ...intent, by: intent.by.map((by, at) => (at === first ? { kind: 'column', field: to } : by)) }
  }
  const role = (field: Field): 'time' | 'measure' | 'group' =>
    isTime(field.column) ? 'time' : isMeasurable(field.column) ? 'measure' : 'group'
  let isDone = false
  return remapped(intent, {
    table: (table) => table,
    field: (field) => {
      const isIt = from
        ? isSame(field, from)
        : !isDone && role(field) === role(to) && field.table.name === to.table.name
      if (!isIt || intent.scope.filters.some((filter) => isSame(filter.field, field))) return field
      isDone = true
      return to
    },
  })
}

/** What a person's edit of the code says about later steps: another aggregate, another grain, another column of the table. */
export function changesOfEdit(before: string, after: string, intent: Intent): readonly Change[] {
  // Calls of Python say nothing of aggregates in SQL.
  if (isStatistic(intent)) return []
  const called = (code: string): ReadonlySet<string> =>
    new Set(
      [...code.toLowerCase().matchAll(/\b(avg|median|sum|min|max|mean)\s*\(/g)].map((m) =>
        m[1] === 'mean' ? 'avg' : (m[1] ?? ''),
      ),
    )
  const [old, now] = [called(before), called(after)]
  const fns: readonly AggregateFn[] = ['avg', 'median', 'sum', 'min', 'max']
  const fn = fns.find((one) => now.has(one) && !old.has(one))
  const grainIn = (code: string): string | undefined => /date_trunc\('(\w+)'/.exec(code)?.[1]
  const grain = grainIn(after) === grainIn(before) ? null : grainNamed(grainIn(after) ?? '')
  const words = (code: string): ReadonlySet<string> =>
    new Set(code.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [])
  const [wordsBefore, wordsAfter] = [words(before), words(after)]
  const table = intent.scope.table
  const isIn = (name: string, set: ReadonlySet<string>): boolean => set.has(name.toLowerCase())
  const gained = table.columns.filter(
    (column) => isIn(column.name, wordsAfter) && !isIn(column.name, wordsBefore),
  )
  const lost = table.columns.filter(
    (column) => !isIn(column.name, wordsAfter) && isIn(column.name, wordsBefore),
  )
  const [to, from] = [gained[0], lost[0]]
  const isSwap = to && from && gained.length === 1 && lost.length === 1 && to.kind === from.kind
  return [
    ...(fn && old.size > 0 ? [{ kind: 'fn', fn } as const] : []),
    ...(grain ? [{ kind: 'grain', grain } as const] : []),
    ...(isSwap
      ? [{ kind: 'column', to: { table, column: to }, from: { table, column: from } } as const]
      : []),
  ]
}
