/** From a clause that asks for an analysis in Python to the intent, or to the question that must be answered first. */
import { type Clause, readClause } from '#agents/playbook/clause.ts'
import { filtersFor, tableOf } from '#agents/playbook/clauseIntents.ts'
import type { Filter, Question, Scope, Statistic } from '#agents/playbook/intent.ts'
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'
import { type Choices, rivalsIn, settled } from '#agents/playbook/questions.ts'
import { scopeOf } from '#agents/playbook/scope.ts'
import { statisticIn } from '#agents/playbook/statistics/askedFor.ts'
import type { Asked, StatisticWish, Wished } from '#agents/playbook/statistics/asked.ts'
import { wishedForecast } from '#agents/playbook/statistics/wishedForecast.ts'
import {
  wishedClusters,
  wishedCorrelations,
  wishedOutliers,
} from '#agents/playbook/statistics/wishedMeasures.ts'
import { wishedPrediction } from '#agents/playbook/statistics/wishedPrediction.ts'
import type { Subject } from '#agents/playbook/wish.ts'
import { wordsOfText } from '#agents/playbook/words.ts'

export type StatisticRead = {
  readonly clause: Clause
  readonly table: KnownTable
  readonly kind: Statistic['kind']
  readonly outcome: Statistic | Question
}

const WISHED: Readonly<Record<Statistic['kind'], (asked: Asked) => Wished | null>> = {
  correlations: wishedCorrelations,
  outliers: wishedOutliers,
  forecast: wishedForecast,
  clusters: wishedClusters,
  prediction: wishedPrediction,
}

/** Null where the clause asks for none, or for what SQL answers. */
export function statisticsIn(
  said: string,
  tables: readonly KnownTable[],
  subject: Subject,
  choices: Choices,
): StatisticRead | null {
  const kind = statisticIn(said)
  if (kind === null) return null
  const { kept, without } = withoutUnwanted(said, tables, subject.table)
  const read = settled(readClause(kept, tables, subject.table), choices)
  const clause = withoutTerms(withWrittenNames(read, tables))
  if (clause.cues.has('clean') || clause.cues.has('growth')) return null
  const table = tableOf(clause, tables, subject)
  if (!table) return null
  const unclear = rivalsIn(clause)
  if (unclear) return { clause, table, kind, outcome: unclear }
  const wished = WISHED[kind]({ said: kept, clause, table, subject, without })
  if (wished === null) return null
  if ('options' in wished) return { clause, table, kind, outcome: wished }
  const scope = scopeFor(wished, table, clause)
  return { clause, table, kind, outcome: 'text' in scope ? scope : withScope(wished, scope) }
}

/** Words of the trade: they say which analysis, and name no column. */
const TERM =
  /^(forecast\w*|prognos\w*|predict\w*|extrapolat\w*|projections?|expect\w*|horizon|ahead|upcoming|coming|next|future|cluster\w*|k|kmeans|segment\w*|natural|groups?|groupings?|similar|alike|kinds?|outlier\w*|outlying|anomal\w*|unusual\w*|abnormal\w*|extreme|suspicious\w*|odd|strange|robust|mad|iqr|interquartile|tukey\w*|correlat\w*|correlations?|matrix|heatmap|heat|map|pairwise|spearman\w*|pearson\w*|ranks?|numeric\w*|variables?|measures?|features?|factors?|drivers?|classif\w*|regress\w*|models?|machine|learning|importan\w*|train|build|fit|estimate|based|best|well|trees?|linear|split|divide|fall|rows?|days?|weeks?|months?|quarters?|years?|hours?|\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|python|measurements?|quantit(?:y|ies)|detect|perform|run|do|use|analys\w*|korrelation\w*|spalten|ausrei\w*|prognose\w*)$/

/** A column's name as it is written in the table is that column, whatever its words mean elsewhere: `is_sold`. */
function withWrittenNames(clause: Clause, tables: readonly KnownTable[]): Clause {
  const lower = clause.text.toLowerCase()
  const found = tables.flatMap((table) =>
    table.columns.flatMap((column): Clause['mentions'] => {
      const start = lower.indexOf(column.name.toLowerCase())
      const end = start + column.name.length
      const isWhole =
        !/[\p{L}\p{N}_]$/u.test(lower.slice(0, Math.max(0, start))) &&
        !/^[\p{L}\p{N}_]/u.test(lower.slice(end))
      if (start < 0 || !isWhole || !/[_\p{Lu}\p{N}]/u.test(column.name)) return []
      const from = clause.words.findIndex((word) => word.start >= start)
      const to = clause.words.findIndex((word) => word.end >= end) + 1
      const isKnown = clause.mentions.some((mention) => mention.from < to && from < mention.to)
      return isKnown || from < 0 || to <= from
        ? []
        : [{ field: { table, column }, score: 2, from, to, rivals: [] }]
    }),
  )
  return found.length === 0
    ? clause
    : { ...clause, mentions: [...clause.mentions, ...found].toSorted((a, b) => a.from - b.from) }
}

/** Beside them, words of columns that are meant anyway: the minutes of `delay_minutes`. */
const withoutTerms = (clause: Clause): Clause => ({
  ...clause,
  unread: clause.unread.flatMap((run) => {
    const rest = wordsOfText(run).filter(
      (word) =>
        !TERM.test(word.lower) &&
        !clause.mentions.some(({ field }) => field.column.name.toLowerCase().includes(word.lower)),
    )
    return rest.length === 0 ? [] : [rest.map((word) => word.text).join(' ')]
  }),
})

const UNWANTED =
  /[,;]?\s*\b(?:without|except(?: for)?|excluding|exclude|ignoring|ignore|leav(?:e|ing) out|but not|not using|ohne)\b(?:\s+the)?(?:\s+columns?)?\s+(.+?)(?=$|[.;])/i

/** "without net amount" leaves a column out; it is no filter and no measure. */
export function withoutUnwanted(
  said: string,
  tables: readonly KnownTable[],
  preferred: KnownTable | null,
): { readonly kept: string; readonly without: readonly string[] } {
  const found = UNWANTED.exec(said)
  if (!found) return { kept: said, without: [] }
  const read = readClause(found[1] ?? '', tables, preferred)
  const without = read.mentions.map(({ field }) => field.column.name)
  return without.length === 0 ? { kept: said, without } : { kept: said.replace(found[0], ' '), without }
}

function fieldsOf(wish: StatisticWish): readonly Field[] {
  switch (wish.kind) {
    case 'correlations':
    case 'clusters':
      return wish.columns
    case 'outliers':
      return [...wish.columns, ...(wish.by ? [wish.by] : [])]
    case 'forecast':
      return [wish.time, ...(wish.measure.field ? [wish.measure.field] : [])]
    case 'prediction':
      return [wish.target, ...wish.features]
  }
}

function scopeFor(wish: StatisticWish, table: KnownTable, clause: Clause): Scope | Question {
  const filters = filtersFor(clause, table, [])
  const scoped = scopeOf(
    table,
    fieldsOf(wish),
    wish.kind === 'forecast' ? filters.filter((one) => !isAhead(one)) : filters,
    clause.words.map((word) => word.stem),
  )
  if (scoped.kind === 'scope') return { ...scoped.scope, leastRows: clause.leastRows }
  return {
    text: `“${clause.text}” needs columns of more than one table. Join the tables first and ask again of the result, or name columns of ${table.name} only.`,
    options: [],
  }
}

/** "in 2025" is no filter on data that ends before it: it says what is to be forecast. */
const isAhead = (filter: Filter): boolean =>
  filter.kind === 'period' && filter.from !== null && (filter.field.column.max ?? '') < filter.from

function withScope(wish: StatisticWish, scope: Scope): Statistic {
  switch (wish.kind) {
    case 'correlations':
    case 'outliers':
    case 'clusters':
    case 'prediction':
    case 'forecast':
      return { ...wish, scope }
  }
}
