/** From a text and the profiles of tables to what is wanted, what was not understood and what must be asked. Pure. */
import { withinData } from '#agents/playbook/beyond.ts'
import { type Clause, clausesOf, readClause } from '#agents/playbook/clause.ts'
import { filtersFor, type Reading, readingOf, tableOf } from '#agents/playbook/clauseIntents.ts'
import {
  type Filter,
  type Intent,
  isStatistic,
  type Question,
  type Statistic,
  type Understanding,
} from '#agents/playbook/intent.ts'
import type { KnownTable } from '#agents/playbook/knownTable.ts'
import { columnDimension, timeFor } from '#agents/playbook/measures.ts'
import {
  type Choices,
  onlyMeaningOf,
  rivalsIn,
  settled,
  spokenColumn,
  unknownWordIn,
} from '#agents/playbook/questions.ts'
import { scopedOf, withScope } from '#agents/playbook/scopedWish.ts'
import { corrected } from '#agents/playbook/spelling.ts'
import { isMannerOnly } from '#agents/playbook/statistics/askedFor.ts'
import { statisticsIn } from '#agents/playbook/statistics/statisticsIn.ts'
import { isTime } from '#agents/playbook/sqlText.ts'
import { unlistedTold, withUnlisted } from '#agents/playbook/unlisted.ts'
import type { Subject, Wish } from '#agents/playbook/wish.ts'

const isAboutForm = (part: string): boolean =>
  /\b(chart|graph|plot|picture|draw|visuali[sz]e|diagramm?|grafik)\b/i.test(part)

export function understand(
  text: string,
  tables: readonly KnownTable[],
  choices: Choices = [],
  hints = '',
  noPython: string | null = null,
): Understanding {
  let subject: Subject = { measure: null, by: [], table: null }
  const intents: Intent[] = []
  const unread: string[] = []
  const questions: Question[] = []
  const assumptions: string[] = []
  let lasting: readonly Filter[] = []

  const spelled = corrected(text, tables)
  assumptions.push(...spelled.told)
  for (const said of clausesOf(spelled.text)) {
    const statistic = statisticsIn(said, tables, subject, choices)
    if (statistic && noPython === null) {
      const { outcome, clause, table } = statistic
      unread.push(...clause.unread)
      if ('options' in outcome) questions.push(outcome)
      else intents.splice(0, intents.length, ...intents.filter((one) => !isSaidAgain(one, outcome)), outcome)
      subject = { ...subject, table }
      continue
    }
    if (intents.some(isStatistic) && isMannerOnly(said)) continue
    if (statistic && noPython !== null) assumptions.push(takesPython(statistic.kind, noPython))
    const within = withinData(said)
    assumptions.push(...within.told)
    const read = readWhole(within.text, tables, subject, choices)
    const { clause, reading, question } = read
    assumptions.push(...(reading ? read.told : []))
    // A course of mere rows is no stand-in for a forecast of nobody knows what.
    if (!reading || (within.isFuture && !reading.measure?.field && !clause.cues.has('count'))) {
      // "Show it as a chart" asks for nothing that isn't done anyway: every result gets its chart.
      if (question) questions.push(question)
      if (clause.unread.length > 0 || !isAboutForm(said))
        unread.push(question ? (clause.unread[0] ?? said) : said)
      continue
    }
    unread.push(...clause.unread)
    if (question) {
      questions.push(question)
      continue
    }
    const wishes = within.isCause ? withBreakdown(reading.wishes, reading.table) : reading.wishes
    subject = { measure: reading.measure, by: reading.by, table: reading.table }
    const filters = [
      ...filtersFor(clause, reading.table, wishes),
      ...(clause.filters.length === 0 ? lasting : []),
    ]
    if (/^(for|in|among|only|use only|exclud|without|ignor|consider)/i.test(said.trim()))
      lasting = clause.filters
    for (const wish of wishes) {
      const scoped = scopedOf(wish, reading.table, filters, clause, choices, hints)
      if ('text' in scoped) questions.push(scoped)
      else intents.push(withScope(wish, { ...scoped, leastRows: clause.leastRows }))
    }
    assumptions.push(...assumptionsOf(clause, reading.table, wishes))
  }
  return {
    intents: distinctOf(mergedCleans(intents)).slice(0, 6),
    unread,
    questions: questions.slice(0, 3),
    assumptions: [...new Set(assumptions)],
  }
}

/** "Which are unusual? Find outliers by origin" is one wish, the last said most of. */
const isSaidAgain = (before: Intent, now: Statistic): boolean => {
  const about = (one: Intent): string =>
    JSON.stringify([
      one.scope.table.name,
      'columns' in one && one.columns.map(({ column }) => column.name).toSorted((a, b) => a.localeCompare(b)),
      'target' in one && one.target?.column.name,
      'measure' in one && one.measure.field?.column.name,
    ])
  return before.kind === now.kind && about(before) === about(now)
}

const STATISTIC: Readonly<Record<Statistic['kind'], string>> = {
  correlations: 'A table of correlations',
  outliers: 'A search for outliers',
  forecast: 'A forecast',
  clusters: 'Clustering',
  prediction: 'A prediction',
}

const takesPython = (kind: Statistic['kind'], why: string): string =>
  `${STATISTIC[kind]} takes Python, and ${why}`

type ReadWhole = {
  readonly clause: Clause
  readonly reading: Reading | null
  readonly question: Question | null
  readonly told: readonly string[]
}

/** A word that can only mean one column is read as that column, and it is said. */
function readWhole(
  part: string,
  tables: readonly KnownTable[],
  subject: Subject,
  choices: Choices,
): ReadWhole {
  const plain = readClause(part, tables, subject.table)
  const clause = settled(withUnlisted(plain, tableOf(plain, tables, subject)), choices)
  const reading = readingOf(clause, tables, subject)
  const told = unlistedTold(clause)
  const unclear = rivalsIn(clause)
  if (reading && unclear) return { clause, reading, question: unclear, told: [] }
  const unknown = unknownWordIn(clause, reading, tables)
  const only = unknown && onlyMeaningOf(unknown)
  if (!unknown || only === null) return { clause, reading, question: unknown?.question ?? null, told }
  const rewritten = part.replace(unknown.said, spokenColumn(only))
  const again = settled(readClause(rewritten, tables, subject.table), choices)
  return {
    clause: again,
    reading: readingOf(again, tables, subject),
    question: null,
    told: [...told, `I take “${unknown.said}” for ${only}.`],
  }
}

/** Where a change comes from shows best by the groups of the table. */
function withBreakdown(wishes: readonly Wish[], table: KnownTable): readonly Wish[] {
  const column = table.columns.find(
    (one) => one.kind === 'text' && one.role === 'category' && one.distinct >= 2 && one.distinct <= 8,
  )
  return wishes.flatMap((wish) =>
    wish.kind === 'trend' && wish.by === null && column && !isTime(column)
      ? [wish, { ...wish, by: columnDimension({ table, column }) }]
      : [wish],
  )
}

function assumptionsOf(clause: Clause, table: KnownTable, wishes: readonly Wish[]): readonly string[] {
  const isTimed =
    wishes.some((wish) => wish.kind === 'trend' || wish.kind === 'compare-periods') ||
    clause.periods.length > 0
  const time = isTimed ? timeFor(table, clause) : null
  const isDateless =
    timeFor(table, clause) === null &&
    (clause.cues.has('trend') || clause.cues.has('growth') || clause.times.length > 0)
  const dateless = isDateless
    ? [`${table.name} has no column of dates, so I can't show how it changes over time.`]
    : []
  const decades = time && /\bdecades?\b/i.test(clause.text) ? ['Decades are shown year by year.'] : []
  const other = time?.rivals[0]
  const chosen = time && other ? [`Time is ${time.field.column.name}, not ${other.column.name}.`] : []
  const counted = clause.periods
    .filter((p) => /\b(last|past|previous|letzte)/i.test(p.said))
    .map(
      (p) =>
        `“${p.said}” is counted back from the latest date in the data: ${p.from ?? '…'} up to, not including, ${p.to ?? '…'}.`,
    )
  return [...dateless, ...decades, ...chosen, ...counted]
}

/** "Clean it: remove duplicates and fill gaps" is one cleaning, of just these kinds. */
function mergedCleans(intents: readonly Intent[]): readonly Intent[] {
  const cleans = intents.filter((intent) => intent.kind === 'clean')
  const first = cleans[0]
  if (!first || cleans.length < 2) return intents
  const exact = cleans.filter((clean) => clean.actions.length < 3)
  const kept = exact.length > 0 ? exact : cleans
  const merged: Intent = {
    ...first,
    actions: [...new Set(kept.flatMap((clean) => clean.actions))],
    fill: kept.some((clean) => clean.fill),
    columns: kept.flatMap((clean) => clean.columns),
  }
  return [
    merged,
    ...intents.filter(
      (intent) => intent.kind !== 'clean' || intent.scope.table.name !== first.scope.table.name,
    ),
  ]
}

function distinctOf(intents: readonly Intent[]): readonly Intent[] {
  const seen = new Set<string>()
  return intents.filter((intent) => {
    const key = JSON.stringify(intent, (name, value: unknown) =>
      name === 'columns' && intent.kind !== 'clean' ? undefined : value,
    )
    return !seen.has(key) && seen.add(key)
  })
}
