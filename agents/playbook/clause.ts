/** One clause of the text with all that was found in it. What it means is decided in clauseIntents.ts. */
import { cuesIn, type Cue, flattened, topIn } from '#agents/playbook/cues.ts'
import { type Mention, mentionsIn } from '#agents/playbook/columns.ts'
import { periodsIn, type SaidPeriod } from '#agents/playbook/dates.ts'
import {
  filtersOf,
  leastRowsIn,
  negatedFlags,
  type SaidValue,
  thresholdsIn,
  valuesIn,
} from '#agents/playbook/filters.ts'
import type { Filter } from '#agents/playbook/intent.ts'
import { type Field, type KnownTable } from '#agents/playbook/knownTable.ts'
import { isNumeric, isTime } from '#agents/playbook/sqlText.ts'
import { type FoundTime, instantOf, timeWordsIn } from '#agents/playbook/timeWords.ts'
import { unitOf } from '#agents/playbook/units.ts'
import { areSynonyms, STOP_WORDS } from '#agents/playbook/vocabulary.ts'
import { stemOf, type Word, wordsOfName, wordsOfText } from '#agents/playbook/words.ts'

export type TableMention = { readonly table: KnownTable; readonly from: number; readonly to: number }

export type Clause = {
  readonly text: string
  readonly words: readonly Word[]
  readonly cues: ReadonlySet<Cue>
  readonly top: number | null
  readonly times: readonly FoundTime[]
  readonly periods: readonly SaidPeriod[]
  readonly values: readonly SaidValue[]
  readonly filters: readonly Filter[]
  /** Columns that the clause speaks of, filters apart. */
  readonly mentions: readonly Mention[]
  readonly tables: readonly TableMention[]
  /** Groups of fewer rows are left out, where the clause says so. */
  readonly leastRows: number | null
  /** Runs of words without a meaning, as written. */
  readonly unread: readonly string[]
}

/** Sentences, and parts of sentences that ask something of their own. */
export function clausesOf(text: string): readonly string[] {
  const verb = String.raw`(?:does|do|did|is|are|how|what|which|who|when|where|show|compare|plot|draw|list|give|find|tell|also|then|finally|count|clean|remove|fill|join|check|rank|break|wie|welche\w*|zeige?|vergleiche?)`
  return text
    .split(
      new RegExp(
        String.raw`[;?!\n]+|\.(?=\s|$)|,?\s+(?:and|und)\s+(?=${verb}\b)|,\s*(?=${verb}\b)|,?\s+then\s+|:\s+(?=${verb}\b)`,
        'iu',
      ),
    )
    .map((part) => part.trim().replace(/^(and|und|also|then|finally)\s+/i, ''))
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
}

export const timeFieldsOf = (table: KnownTable): readonly Field[] =>
  table.columns.filter(isTime).map((column) => ({ table, column }))

function latestIn(tables: readonly KnownTable[]): string | null {
  const times = tables.flatMap(timeFieldsOf).flatMap(({ column }) => instantOf(column.max) ?? [])
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString().slice(0, 10)
}

/** The words that a span of text covers. */
const covered = (words: readonly Word[], start: number, end: number): readonly number[] =>
  words.flatMap((word, index) => (word.start < end && start < word.end ? [index] : []))

/** Before a word that divides rows into groups. */
export const asksForGroups = (words: readonly Word[], from: number): boolean =>
  words.slice(Math.max(0, from - 2), from).some((w) => GROUPING.test(w.lower)) ||
  /^(type|kind|group|level|category|wise)s?$/.test(words[from + 1]?.lower ?? '')

const GROUPING =
  /^(by|per|each|across|among|amongst|which|what|compare|comparing|every|between|within|nach|pro|je|welche[rs]?|vergleiche?)$/

/** "transaction type" is the column TransactionType, although a table is called transactions. */
function isPartOfColumn(words: readonly Word[], at: number, tables: readonly KnownTable[]): boolean {
  const [word, next] = [words[at], words[at + 1]]
  if (!word || !next) return false
  return tables.some((table) =>
    table.columns.some((column) => {
      const names = wordsOfName(column.name)
      return (
        names.length > 1 &&
        names.some(
          (name) => name === word.stem || areSynonyms(name, word.stem) || isYearly(name, word.stem),
        ) &&
        names.includes(next.stem) &&
        next.stem !== word.stem
      )
    }),
  )
}

/** In a table `house_prices` with a column `sale price`, a price is the column. */
const isInColumns = (stem: string, table: KnownTable): boolean =>
  table.columns.some((column) => {
    const words = wordsOfName(column.name)
    return words.at(unitOf(column.name) && words.length > 1 ? -2 : -1) === stem
  })

const isYearly = (a: string, b: string): boolean => a === b || (a === 'annual' && b === 'yearly')

function tablesIn(words: readonly Word[], tables: readonly KnownTable[]): readonly TableMention[] {
  const isColumn = (stem: string): boolean =>
    tables.some((table) => table.columns.some((column) => wordsOfName(column.name).join(' ') === stem))
  return tables.flatMap((table) => {
    const named = wordsOfName(table.name)
    const last = named.at(-1) ?? ''
    const at = words.findIndex((_, from) =>
      named.every((name, offset) => words[from + offset]?.stem === name),
    )
    if (at >= 0 && isPartOfColumn(words, at + named.length - 1, tables)) return []
    if (at >= 0 && !(named.length === 1 && isColumn(named[0] ?? '')))
      return [{ table, from: at, to: at + named.length }]
    if (named.length < 2 || isColumn(last) || isInColumns(last, table) || last.length < 4) return []
    const lastAt = words.findIndex((word) => word.stem === last && !STOP_WORDS.has(word.lower))
    return lastAt >= 0 && !isPartOfColumn(words, lastAt, tables)
      ? [{ table, from: lastAt, to: lastAt + 1 }]
      : []
  })
}

export function readClause(
  text: string,
  tables: readonly KnownTable[],
  preferred: KnownTable | null,
): Clause {
  const words = wordsOfText(text)
  const lower = flattened(text)
  const taken = new Set<number>()
  const take = (start: number, end: number): void =>
    covered(words, start, end).forEach((index) => taken.add(index))
  const takeWords = (from: number, to: number): void => {
    for (let index = from; index < to; index += 1) taken.add(index)
  }

  const hasTime = tables.some((table) => timeFieldsOf(table).length > 0)
  const times = timeWordsIn(lower)
  const usedTimes = times.filter((time) => hasTime && !isColumnItself(words, time, tables))
  usedTimes.forEach((time) => take(time.start, time.end))
  const periods = hasTime ? periodsIn(text, latestIn(tables)) : []
  periods.forEach((period) => take(period.start, period.end))
  const top = topIn(lower)
  if (top) take(top.start, top.end)
  const saidTables = tablesIn(words, tables)
  saidTables.forEach(({ from, to }) => takeWords(from, to))
  const values = valuesIn(words, tables).filter(
    (said) => !overlaps(taken, said) && !isColumnName(words, said, tables),
  )
  values.forEach(({ from, to }) => takeWords(from, to))

  const inTables = new Set(saidTables.map(({ table }) => table.name))
  const mentions = mentionsIn(words, tables, taken, (field, from) => {
    const isWanted = asksForGroups(words, from)
      ? !isNumeric(field.column) && field.column.role !== 'nested'
      : isNumeric(field.column)
    const isPrimary = field.table.name === preferred?.name || inTables.has(field.table.name)
    return (
      (isPrimary ? 4 : 0) +
      (isWanted ? 2 : 0) +
      (field.column.role === 'identifier' ? -1 : 0) +
      labelBonus(field)
    )
  })
  mentions.forEach(({ from, to }) => takeWords(from, to))
  const isInColumn = (start: number, end: number): boolean =>
    mentions.some(
      (m) => (words[m.from]?.start ?? 0) <= start && end <= (words[m.to - 1]?.end ?? 0) && m.to - m.from > 1,
    )
  const cues = cuesIn(lower).filter(({ cue, start, end }) => !NAMED.has(cue) || !isInColumn(start, end))
  cues.filter(({ cue }) => cue !== 'ascending').forEach(({ start, end }) => take(start, end))
  const least = leastRowsIn(lower, tables)
  if (least) take(least.start, least.end)
  const thresholds = thresholdsIn(lower, words, mentions).filter(
    ({ start, end }) => !least || end <= least.start || least.end <= start,
  )
  thresholds.forEach(({ start, end }) => take(start, end))
  const flags = negatedFlags(words, mentions)
  const isAsked = ASKED.some((cue) => cues.some((one) => one.cue === cue))
  const limits = isAsked ? [] : thresholds.map(({ mention }) => mention)
  const gone = new Set<Mention>([
    ...limits,
    ...flags.map(({ mention }) => mention),
    ...pureFilters(words, mentions, values),
  ])

  return {
    text,
    words,
    cues: new Set(cues.map(({ cue }) => cue)),
    top: top?.limit ?? null,
    times: usedTimes,
    periods,
    values,
    filters: [
      ...filtersOf(values),
      ...thresholds.map(({ filter }) => filter),
      ...flags.map(({ filter }) => filter),
    ],
    mentions: mentions.filter((mention) => !gone.has(mention)),
    tables: saidTables,
    leastRows: least?.rows ?? null,
    unread: unreadIn(text, words, taken),
  }
}

/** Words of functions that names of columns hold too: `temp_max`, `total_amount`. */
const NAMED: ReadonlySet<string> = new Set([
  'min',
  'max',
  'average',
  'sum',
  'median',
  'count',
  'rate',
  'share',
])
const ASKED: readonly Cue[] = [
  'average',
  'median',
  'sum',
  'min',
  'max',
  'distribution',
  'relation',
  'trend',
  'rank',
  'rate',
]

/** Of two columns that fit alike, the readable name is the better label. */
const labelBonus = (field: Field): number => (/name|title|label/i.test(field.column.name) ? 0.5 : 0)

const overlaps = (taken: ReadonlySet<number>, said: SaidValue): boolean => {
  for (let index = said.from; index < said.to; index += 1) if (taken.has(index)) return true
  return false
}

const isColumnName = (words: readonly Word[], said: SaidValue, tables: readonly KnownTable[]): boolean => {
  const stems = words
    .slice(said.from, said.to)
    .map((word) => word.stem)
    .join(' ')
  return tables.some((table) => table.columns.some((column) => wordsOfName(column.name).join(' ') === stems))
}

/** "by month" in a table without any time column but `month`, or whose `weekday` is a column, is that column. */
function isColumnItself(words: readonly Word[], time: FoundTime, tables: readonly KnownTable[]): boolean {
  const at = covered(words, time.start, time.end)
  const stems = at
    .flatMap((index) => words[index] ?? [])
    .filter((word) => !STOP_WORDS.has(word.lower))
    .map((word) => word.stem)
  if (isPartOfColumn(words, at.at(-1) ?? words.length, tables)) return true
  return tables.some((table) =>
    table.columns.some((column) => {
      const name = wordsOfName(column.name).join(' ')
      return (
        !isTime(column) &&
        column.kind !== 'nested' &&
        stems.some((stem) => stem === name || areSynonyms(stem, name))
      )
    }),
  )
}

/** In "region West" or "status is open", the column is named only to tell where the value belongs. */
const pureFilters = (
  words: readonly Word[],
  mentions: readonly Mention[],
  values: readonly SaidValue[],
): readonly Mention[] =>
  mentions.filter((mention) =>
    values.some(
      (said) =>
        said.field.column.name === mention.field.column.name &&
        !asksForGroups(words, mention.from) &&
        (Math.abs(said.from - mention.to) <= 2 || said.to === mention.from),
    ),
  )

function unreadIn(text: string, words: readonly Word[], taken: ReadonlySet<number>): readonly string[] {
  const runs: { start: number; end: number; at: number }[] = []
  words.forEach((word, index) => {
    const isMeant =
      taken.has(index) ||
      STOP_WORDS.has(word.lower) ||
      STOP_WORDS.has(stemOf(word.lower)) ||
      /^[<>%]/.test(word.text)
    if (isMeant) return
    const last = runs.at(-1)
    if (last && last.at === index - 1) runs.splice(-1, 1, { ...last, end: word.end, at: index })
    else runs.push({ start: word.start, end: word.end, at: index })
  })
  return runs.map(({ start, end }) => text.slice(start, end))
}
