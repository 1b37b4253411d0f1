/** What a result says, in sentences with its numbers. It states what was computed and how far that carries, and no more. */
import type { DraftStep, OutColumn } from '#agents/playbook/draftStep.ts'
import { filterPhrase } from '#agents/playbook/phrases.ts'
import { type Intent, isStatistic } from '#agents/playbook/intent.ts'
import type { ReadResult, Spoken } from '#agents/playbook/conclusions/readTable.ts'
import { spokenStatistic } from '#agents/playbook/conclusions/statistics.ts'
import { labelOf } from '#agents/playbook/measures.ts'
import { grainOf, partialTold, spokenTime } from '#agents/playbook/spokenTime.ts'
import { spokenName, spokenNumber, unitOf } from '#agents/playbook/units.ts'

const FEW = 30

export function spokenResult(step: DraftStep, result: ReadResult): Spoken {
  if (result.totalRows === 0 && !isStatistic(step.intent))
    return { claim: `${step.title}: no rows are left, so there is nothing to say.`, limits: [] }
  const row = result.rows[0] ?? []
  const read = { step, result, first: (column: OutColumn) => cellOf(result, row, column) }
  const limits = [...cutOff(result), ...filtersTold(step)]
  switch (step.intent.kind) {
    case 'aggregate':
    case 'rank':
    case 'share':
    case 'compare-groups':
      return { claim: grouped(read), limits: [...limits, ...fewRows(read)] }
    case 'trend':
    case 'compare-periods':
      return { claim: inTime(read), limits: [...limits, ...partialTold(step.intent)] }
    case 'relation':
      return related(read, limits)
    case 'distribution':
      return { claim: binned(read), limits }
    case 'quality':
      return { claim: problems(read), limits }
    case 'rows':
      return { claim: listed(read, step.intent), limits: filtersTold(step) }
    case 'correlations':
    case 'outliers':
    case 'forecast':
    case 'clusters':
    case 'prediction': {
      const spoken = spokenStatistic(step.intent, step, result)
      return { ...spoken, limits: [...spoken.limits, ...filtersTold(step)] }
    }
    case 'profile':
    case 'clean':
    case 'join':
      return { claim: `${step.title}: ${spokenNumber(result.totalRows)} rows.`, limits: filtersTold(step) }
  }
}

type Read = {
  readonly step: DraftStep
  readonly result: ReadResult
  readonly first: (column: OutColumn) => string | null
}

const cellOf = (result: ReadResult, row: readonly (string | null)[], column: OutColumn): string | null =>
  row[result.columns.indexOf(column.name)] ?? null

const cutOff = (result: ReadResult): readonly string[] =>
  result.rows.length < result.totalRows
    ? [`I read the first ${result.rows.length} of ${spokenNumber(result.totalRows)} rows.`]
    : []

const filtersTold = (step: DraftStep): readonly string[] =>
  step.intent.scope.filters.length === 0
    ? []
    : [`Only rows where ${step.intent.scope.filters.map(filterPhrase).join(' and ')}.`]

const said = (text: string | null, column: OutColumn): string => {
  if (text === null) return 'no value'
  const number = column.kind === 'number' ? Number(text) : Number.NaN
  const words = Number.isFinite(number) ? spokenNumber(number) : text
  return column.unit && column.kind === 'number' ? `${words} ${column.unit}` : words
}

/** The measure stands last, or is the mean of a comparison. A person's edit may have renamed it. */
function valueOf({ step, result }: Read): OutColumn | null {
  const columns = step.columns.filter(
    (column) => column.kind === 'number' && result.columns.includes(column.name),
  )
  if (step.intent.kind === 'compare-groups')
    return columns.find((column) => column.title.startsWith('Average')) ?? columns.at(-1) ?? null
  const last = columns.at(-1)
  if (last && !(last.name.endsWith('_count') && result.columns.at(-1) !== last.name)) return last
  const name = result.columns.at(-1)
  return name === undefined ? null : { name, kind: 'number', title: name, unit: null }
}

const labelsOf = ({ step, result }: Read, value: OutColumn): readonly OutColumn[] =>
  step.columns.filter(
    (column) =>
      column.kind !== 'number' && column.name !== value.name && result.columns.includes(column.name),
  )

const named = (
  { step, result }: Read,
  row: readonly (string | null)[],
  labels: readonly OutColumn[],
): string => {
  const grain = grainOf(step.intent)
  const [first, ...more] = labels.map((label) => {
    const text = cellOf(result, row, label)
    return text !== null && label.kind === 'time' ? spokenTime(text, grain) : said(text, label)
  })
  return more.length === 0 ? (first ?? '') : `${first} (${more.join(', ')})`
}

function grouped(read: Read): string {
  const { step, result } = read
  const value = valueOf(read)
  if (!value) return `${step.title}: ${spokenNumber(result.totalRows)} rows.`
  const labels = labelsOf(read, value)
  if (labels.length === 0) return `${value.title}: ${said(read.first(value), value)}.`
  const ranked = result.rows.toSorted(
    (a, b) => Number(cellOf(result, b, value)) - Number(cellOf(result, a, value)),
  )
  const isUp = step.intent.kind === 'rank' && step.intent.ascending
  const ordered = isUp ? ranked.toReversed() : ranked
  const shown = ordered
    .slice(0, 3)
    .map((row) => `${named(read, row, labels)} with ${said(cellOf(result, row, value), value)}`)
  const last = ordered.at(-1)
  const end =
    last && ordered.length > 3
      ? `; ${step.intent.kind === 'rank' ? 'the last of these is' : isUp ? 'highest is' : 'lowest is'} ${named(read, last, labels)} with ${said(cellOf(result, last, value), value)}`
      : ''
  return `${value.title}, ${isUp ? 'lowest' : 'highest'} first: ${shown.join(', ')}${end}.`
}

/** A total of few rows is as sure as any; an average of few is not. */
const rests = (step: DraftStep): boolean =>
  'measure' in step.intent && /^(sum|count|distinct)$/.test(step.intent.measure.fn)

function fewRows({ step, result }: Read): readonly string[] {
  if (rests(step)) return []
  const count = step.columns.find((column) => column.name.endsWith('_count'))
  if (
    !count ||
    !result.columns.includes(count.name) ||
    valueOf({ step, result, first: () => null })?.name === count.name
  )
    return []
  const few = result.rows.filter((row) => Number(cellOf(result, row, count)) < FEW)
  return few.length === 0
    ? []
    : [
        few.length === result.rows.length
          ? `Every group rests on fewer than ${FEW} rows; these figures are uncertain.`
          : `${few.length} of these ${result.rows.length} groups ${few.length === 1 ? 'rests' : 'rest'} on fewer than ${FEW} rows; such figures are uncertain.`,
      ]
}

function inTime(read: Read): string {
  const { step, result } = read
  const value =
    step.intent.kind === 'compare-periods' && step.intent.periods.length === 0
      ? (step.columns[1] ?? null)
      : valueOf(read)
  const labels = value ? labelsOf(read, value) : []
  if (!value || labels.length === 0 || !result.columns.includes(value.name))
    return `${step.title}: ${spokenNumber(result.totalRows)} rows.`
  const known = result.rows.filter((row) => cellOf(result, row, value) !== null)
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last) return `${step.title}: no values.`
  const sorted = known.toSorted((a, b) => Number(cellOf(result, a, value)) - Number(cellOf(result, b, value)))
  const at = (row: readonly (string | null)[] | undefined): string =>
    row ? `${said(cellOf(result, row, value), value)} (${named(read, row, labels)})` : ''
  if (step.intent.kind === 'compare-periods' && step.intent.periods.length > 0)
    return `${value.title}: ${known.slice(0, 8).map(at).join(', ')}${changeOf(step, result, value, known)}.`
  const series = step.intent.kind === 'trend' && step.intent.by !== null ? labels.at(-1) : undefined
  if (series) return bySeries(read, value, labels, series)
  const cut = result.rows.length < result.totalRows ? `the first ${result.rows.length} points go ` : ''
  return `${value.title}: ${cut}from ${at(first)} to ${at(last)}${percentBetween(result, value, first, last)}; lowest ${at(sorted[0])}, highest ${at(sorted.at(-1))}.`
}

type Row = readonly (string | null)[]

function percentBetween(result: ReadResult, value: OutColumn, first: Row, last: Row): string {
  const [from, to] = [Number(cellOf(result, first, value)), Number(cellOf(result, last, value))]
  if (first === last || from === 0 || !Number.isFinite(from + to) || value.unit === '%') return ''
  const percent = (100 * (to - from)) / Math.abs(from)
  return ` (${percent > 0 ? '+' : ''}${spokenNumber(percent)} %)`
}

const MOST_SERIES = 5

/** Each series from its own first point to its own last: points of different series make no course. */
function bySeries(read: Read, value: OutColumn, labels: readonly OutColumn[], series: OutColumn): string {
  const { result } = read
  const known = result.rows.filter((row) => cellOf(result, row, value) !== null)
  const names = [...new Set(known.map((row) => cellOf(result, row, series)))]
  const times = labels.filter((label) => label !== series)
  const at = (row: Row): string => `${said(cellOf(result, row, value), value)} (${named(read, row, times)})`
  const told = names.slice(0, MOST_SERIES).flatMap((name) => {
    const own = known.filter((row) => cellOf(result, row, series) === name)
    const [first, last] = [own[0], own.at(-1)]
    return first && last
      ? [
          `${name ?? 'no value'} from ${at(first)} to ${at(last)}${percentBetween(result, value, first, last)}`,
        ]
      : []
  })
  const more = names.length > MOST_SERIES ? `; and ${names.length - MOST_SERIES} more` : ''
  return `${value.title}: ${told.join('; ')}${more}.`
}

/** The first rows by what they are called and what they were ordered by. */
function listed({ step, result }: Read, intent: Intent & { readonly kind: 'rows' }): string {
  const { order, scope, ascending } = intent
  if (!order) return `${step.title}: ${spokenNumber(result.totalRows)} rows match.`
  const unit = unitOf(order.column.name)
  const value: OutColumn = { name: order.column.name, kind: 'number', title: order.column.name, unit }
  const label = labelOf(scope.table) ?? scope.table.columns.find((column) => column.kind === 'text')
  const shown = result.rows.slice(0, 5).map((row) => {
    const figure = said(cellOf(result, row, value), value)
    const name = label && row[result.columns.indexOf(label.name)]
    return name ? `${name} with ${figure}` : figure
  })
  return `${ascending ? 'Lowest' : 'Highest'} ${spokenName(order.column.name)}: ${shown.join(', ')}.`
}

function changeOf(
  step: DraftStep,
  result: ReadResult,
  value: OutColumn,
  rows: readonly (readonly (string | null)[])[],
): string {
  if (step.intent.kind !== 'compare-periods' || step.intent.by !== null || rows.length !== 2) return ''
  const [a, b] = rows.map((row) => Number(cellOf(result, row, value)))
  if (a === undefined || b === undefined || a === 0 || !Number.isFinite(a + b)) return ''
  return `: a change of ${spokenNumber((100 * (b - a)) / Math.abs(a))} %`
}

function related(read: Read, limits: readonly string[]): Spoken {
  const { step } = read
  if (step.intent.kind !== 'relation' || step.part !== 'main') return { claim: `${step.title}.`, limits: [] }
  const [count, correlation, slope] = step.columns
  if (!count || !correlation || !slope) return { claim: step.title, limits }
  const text = read.first(correlation)
  const r = text === null ? Number.NaN : Number(text)
  const [x, y] = [step.intent.x.column.name, step.intent.y.column.name]
  const rows = Number(read.first(count))
  if (!Number.isFinite(r))
    return {
      claim: `${y} and ${x}: no correlation can be computed; one of them does not vary, or there are too few rows.`,
      limits,
    }
  const size = Math.abs(r)
  const strength = size < 0.1 ? 'next to none' : size < 0.3 ? 'weak' : size < 0.5 ? 'moderate' : 'strong'
  const explained = spokenNumber(Math.round(r * r * 1000) / 10)
  const claim = `Correlation of ${y} and ${x} is ${r.toFixed(2)} over ${spokenNumber(rows)} rows (${strength}): a straight line accounts for ${explained} % of the variance; 1 more of ${x} goes with ${said(read.first(slope), slope)} of ${y}.`
  const few = rows < FEW ? [`Only ${spokenNumber(rows)} rows: this could be chance.`] : []
  return { claim, limits: [...limits, ...few, 'A correlation does not show that one causes the other.'] }
}

function binned(read: Read): string {
  const { step, result } = read
  const [start, end, count] = step.columns
  if (!start || !end || !count) return step.title
  const fullest = result.rows.toSorted(
    (a, b) => Number(cellOf(result, b, count)) - Number(cellOf(result, a, count)),
  )[0]
  if (!fullest) return step.title
  const total = result.rows.reduce((sum, row) => sum + Number(cellOf(result, row, count)), 0)
  const own = Number(cellOf(result, fullest, count))
  const share =
    total === 0 ? '' : ` (${spokenNumber(Math.round((1000 * own) / total) / 10)} % of the rows read)`
  return `${step.title}: most rows, ${spokenNumber(own)}${share}, lie from ${said(cellOf(result, fullest, start), start)} to ${said(cellOf(result, fullest, end), end)}.`
}

function problems(read: Read): string {
  const { step, result } = read
  const [check, column, affected] = step.columns
  if (!check || !column || !affected) return step.title
  const found = result.rows.filter((row) => Number(cellOf(result, row, affected)) > 0).slice(0, 5)
  if (found.length === 0) return `${step.title}: nothing found.`
  const list = found.map((row) => {
    const where = cellOf(result, row, column)
    return `${cellOf(result, row, check)}${where ? ` in ${where}` : ''}: ${said(cellOf(result, row, affected), affected)} rows`
  })
  return `${step.title}: ${list.join('; ')}.`
}
