/** What a reviewer's words change about an analysis in Python: method, number of clusters, periods ahead, columns. */
import { readClause } from '#agents/playbook/clause.ts'
import { flattened } from '#agents/playbook/cues.ts'
import { asksForGroups } from '#agents/playbook/clause.ts'
import type { Statistic } from '#agents/playbook/intent.ts'
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'
import { isMeasurable, isSame, timeFor } from '#agents/playbook/measures.ts'
import { aheadIn, clusterCountIn, outlierRuleIn, rankMethodIn } from '#agents/playbook/statistics/askedFor.ts'
import { horizonOf } from '#agents/playbook/statistics/wishedForecast.ts'
import { HOURS, timeWordsIn } from '#agents/playbook/timeWords.ts'

const LEAVE_OUT =
  /\b(?:without|except(?: for)?|excluding|exclude|ignor(?:e|ing)|leav(?:e|ing) out|drop(?:ping)?|remov(?:e|ing)|omit(?:ting)?|not use|don'?t use|no)\b(.+)$/is
const TAKE_IN = /\b(?:includ(?:e|ing)|add(?:ing)?|also use|also take|as well as)\b(.+)$/is

/** Undefined where the words say nothing that this kind of analysis could heed. */
export function changedStatistic(
  words: string,
  intent: Statistic,
  tables: readonly KnownTable[],
): Statistic | undefined {
  const changed = withColumns(words, withManner(words, intent, tables), tables)
  return JSON.stringify(changed) === JSON.stringify(intent) ? undefined : changed
}

function withManner(words: string, intent: Statistic, tables: readonly KnownTable[]): Statistic {
  const lower = flattened(words)
  switch (intent.kind) {
    case 'correlations': {
      const method = rankMethodIn(words)
      const told = intent.told.filter((one) => !one.startsWith('By ranks'))
      return method ? { ...intent, method, told } : intent
    }
    case 'outliers': {
      const rule = outlierRuleIn(words) ?? intent.rule
      const clause = readClause(words, tables, intent.scope.table)
      const group = clause.mentions.find(
        ({ field, from }) =>
          asksForGroups(clause.words, from) && field.table.name === intent.scope.table.name,
      )
      return { ...intent, rule, by: group?.field ?? intent.by }
    }
    case 'clusters': {
      const k = clusterCountIn(words) ?? Number(/\bk\s*(?:=|of|to)?\s*(\d{1,2})\b/.exec(lower)?.[1])
      if (/\b(best|silhouette|automatic\w*|let it choose)\b/.test(lower)) return { ...intent, k: null }
      return k >= 2 && k <= 20 ? { ...intent, k } : intent
    }
    case 'forecast':
      return withAhead(words, lower, intent)
    case 'prediction': {
      if (/\b(random(ly)?|shuffled?) (folds?|split|rows)\b/.test(lower))
        return { ...intent, split: { kind: 'any' } }
      const isInTime =
        /\b(time[- ](ordered|series|split|based)|by time|in time|later rows|chronolog\w*)\b/.test(lower)
      const time = isInTime ? timeFor(intent.scope.table, readClause('', tables, intent.scope.table)) : null
      return time ? { ...intent, split: { kind: 'time', field: time.field } } : intent
    }
  }
}

function withAhead(
  words: string,
  lower: string,
  intent: Statistic & { readonly kind: 'forecast' },
): Statistic {
  const said = timeWordsIn(lower).find((one) => one.kind === 'grain')
  const grain = said?.kind === 'grain' ? said.grain : intent.grain
  const ahead = aheadIn(words)
  const fn = /\bmedian\b/.test(lower)
    ? 'median'
    : /\b(average|mean)\b/.test(lower)
      ? 'avg'
      : /\b(total|sum)\b/.test(lower)
        ? 'sum'
        : intent.measure.fn
  const measure = intent.measure.field ? { ...intent.measure, fn } : intent.measure
  if (!ahead && grain === intent.grain) return { ...intent, measure }
  return {
    ...intent,
    measure,
    grain,
    ...horizonOf(ahead ? (ahead.count * HOURS[ahead.unit]) / HOURS[grain] : null, grain),
  }
}

/** Columns that are left out, or taken in as well; never so many that nothing is left. */
function withColumns(words: string, intent: Statistic, tables: readonly KnownTable[]): Statistic {
  if (intent.kind === 'forecast') return intent
  const { table } = intent.scope
  const named = (pattern: RegExp): readonly Field[] => {
    const part = pattern.exec(words)?.[1] ?? ''
    const written = table.columns.filter(
      (column) => column.name.length > 2 && part.toLowerCase().includes(column.name.toLowerCase()),
    )
    const read = readClause(part, tables, table).mentions.map(({ field }) => field)
    return written.length > 0
      ? written.map((column) => ({ table, column }))
      : read.filter((one) => one.table.name === table.name)
  }
  const out = named(LEAVE_OUT)
  const more = out.length > 0 ? [] : named(TAKE_IN)
  const change = (columns: readonly Field[]): readonly Field[] => [
    ...columns.filter((one) => !out.some((other) => isSame(one, other))),
    ...more.filter((one) => !columns.some((other) => isSame(one, other))),
  ]
  const told =
    out.length > 0
      ? [...intent.told, `Left out, as asked: ${out.map(({ column }) => column.name).join(', ')}.`]
      : intent.told
  switch (intent.kind) {
    case 'prediction': {
      const features = change(intent.features).filter((one) => !isSame(one, intent.target))
      return features.length > 0 && features.length !== intent.features.length
        ? { ...intent, features, told }
        : intent
    }
    case 'outliers':
    case 'clusters':
    case 'correlations': {
      const columns = change(intent.columns).filter(({ column }) => isMeasurable(column))
      const least = intent.kind === 'outliers' ? 1 : 2
      return columns.length >= least && columns.length !== intent.columns.length
        ? { ...intent, columns, told }
        : intent
    }
  }
}
