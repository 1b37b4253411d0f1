/** A measure over time, and periods set side by side. */
import { chartStep, groupChart } from '#agents/playbook/analyses/chartOf.ts'
import { countBeside, groupedBy, measuredBy } from '#agents/playbook/analyses/grouping.ts'
import { lineChart } from '#agents/playbook/charts.ts'
import type { DraftStep, NameFor, OutColumn } from '#agents/playbook/draftStep.ts'
import type { Dimension, Intent } from '#agents/playbook/intent.ts'
import {
  capital,
  dimensionPhrase,
  joinPhrases,
  leastTold,
  measurePhrase,
  missingPhrases,
  scopePhrase,
} from '#agents/playbook/phrases.ts'
import { aliasIn, leastHaving, selectFrom, timeIn } from '#agents/playbook/select.ts'
import { columnsList, lines, literal, quoted, tableNameOf } from '#agents/playbook/sqlText.ts'

type Trend = Intent & { readonly kind: 'trend' }

export function trendSteps(intent: Trend, nameFor: NameFor): readonly DraftStep[] {
  const { scope, measure, time, grain } = intent
  const series: Dimension = { kind: 'grain', field: time, grain }
  const when = groupedBy(scope, series, [])
  const group = intent.by
    ? groupedBy(
        scope,
        intent.by,
        when.items.map((item) => item.name),
      )
    : null
  const taken = [...when.items, ...(group?.items ?? [])].map((item) => item.name)
  const measured = measuredBy(scope, measure, taken)
  const count = countBeside(scope, measure, [...taken, measured.item.name])
  const columns = [...when.outs, ...(group?.outs ?? []), ...(count ? [count.out] : []), measured.out]
  const split = intent.by ? ` and ${dimensionPhrase(intent.by)}` : ''
  const about = measure.field ? measurePhrase(measure) : `${scope.table.name} count`
  const table: DraftStep = {
    output: nameFor(tableNameOf(`${about} by ${grain}${split}`)),
    language: 'sql',
    code: selectFrom(scope, {
      items: [...when.items, ...(group?.items ?? []), ...(count ? [count.item] : []), measured.item],
      where: [...measured.where, ...when.where, ...(group?.where ?? [])],
      groupBy: [...when.groupBy, ...(group?.groupBy ?? [])],
      having: count ? leastHaving(scope) : null,
      orderBy: [...when.orderBy, ...(group?.orderBy ?? [])],
    }),
    title: capital(`${measurePhrase(measure)} by ${grain}${split}${scopePhrase(scope)}`),
    rationale: [
      `One point a ${grain}, by ${time.column.name}. The first and the last ${grain} may be incomplete.`,
      ...(count ? leastTold(scope) : []),
      ...joinPhrases(scope),
      ...missingPhrases([...measured.fields, time, ...(group?.fields ?? [])], scope),
    ].join(' '),
    columns,
    intent,
    part: 'main',
  }
  const drawn = { input: table.output, title: table.title, all: columns }
  return [
    table,
    chartStep(
      table,
      nameFor,
      'a line over time',
      lineChart(drawn, when.shown, measured.out, grain, group?.shown ?? null),
    ),
  ]
}

type ComparePeriods = Intent & { readonly kind: 'compare-periods' }

export const comparePeriodsSteps = (intent: ComparePeriods, nameFor: NameFor): readonly DraftStep[] =>
  intent.periods.length > 0 ? namedPeriods(intent, nameFor) : everyPeriod(intent, nameFor)

function namedPeriods(intent: ComparePeriods, nameFor: NameFor): readonly DraftStep[] {
  const { scope, measure, time, periods } = intent
  const value = timeIn(scope, time)
  const within = periods.map(({ from, to, label }) => ({
    label,
    sql: `${value} >= DATE '${from}' AND ${value} < DATE '${to}'`,
  }))
  const name = aliasIn(scope, 'period')
  const group = intent.by ? groupedBy(scope, intent.by, [name]) : null
  const taken = [name, ...(group?.items ?? []).map((item) => item.name)]
  const measured = measuredBy(scope, measure, taken)
  const count = countBeside(scope, measure, [...taken, measured.item.name])
  const shown: OutColumn = { name, kind: 'text', title: 'Period', unit: null }
  const caseSql = lines(
    'CASE',
    ...within.map(({ sql, label }) => `    WHEN ${sql} THEN ${literal(label)}`),
    '  END',
  )
  const any = within.map(({ sql }) => `(${sql})`).join('\n    OR ')
  const table: DraftStep = {
    output: nameFor(tableNameOf(`${measurePhrase(measure)} compared by period`)),
    language: 'sql',
    code: selectFrom(scope, {
      items: [{ sql: caseSql, name }, ...(group?.items ?? []), ...(count ? [count.item] : []), measured.item],
      where: [`(${any})`, ...measured.where, ...(group?.where ?? [])],
      groupBy: [quoted(name), ...(group?.groupBy ?? [])],
      orderBy: [...(group?.orderBy ?? []), `min(${value})`],
    }),
    title: capital(
      `${measurePhrase(measure)}: ${periods.map(({ label }) => label).join(' against ')}${scopePhrase(scope)}`,
    ),
    rationale: [
      ...periods.map(({ label, from, to }) => `${label} is from ${from} up to, not including, ${to}.`),
      ...joinPhrases(scope),
      ...missingPhrases([...measured.fields, time, ...(group?.fields ?? [])], scope),
    ].join(' '),
    columns: [shown, ...(group?.outs ?? []), ...(count ? [count.out] : []), measured.out],
    intent,
    part: 'main',
  }
  const period: Dimension = { kind: 'column', field: time }
  const groups = [...(group ? [group] : []), { outs: [shown], shown }]
  const by = intent.by ? [intent.by, period] : [period]
  return [table, ...groupChart(table, nameFor, by, groups, measured.out)]
}

/** Each period with the one before it: readable as two steps in one, with names. */
function everyPeriod(intent: ComparePeriods, nameFor: NameFor): readonly DraftStep[] {
  const { scope, measure, time, grain } = intent
  const when = groupedBy(scope, { kind: 'grain', field: time, grain }, [])
  const period = when.shown.name
  const measured = measuredBy(scope, measure, [period])
  const value = measured.item.name
  const previous = aliasIn(scope, 'previous', [period, value])
  const change = aliasIn(scope, 'change_percent', [period, value, previous])
  const cte = aliasIn(scope, `per_${grain}`)
  const inner = selectFrom(scope, {
    items: [...when.items, measured.item],
    where: [...measured.where, ...when.where],
    groupBy: when.groupBy,
  })
  const before = `lag(${quoted(value)}) OVER (ORDER BY ${quoted(period)})`
  const code = lines(
    `WITH ${quoted(cte)} AS (`,
    inner
      .split('\n')
      .map((line) => `  ${line}`)
      .join('\n'),
    ')',
    'SELECT',
    columnsList([
      quoted(period),
      quoted(value),
      `${before} AS ${quoted(previous)}`,
      `round(100.0 * (${quoted(value)} - ${before}) / nullif(abs(${before}), 0), 2) AS ${quoted(change)}`,
    ]),
    `FROM ${quoted(cte)}`,
    `ORDER BY ${quoted(period)}`,
  )
  const columns: readonly OutColumn[] = [
    when.shown,
    measured.out,
    { ...measured.out, name: previous, title: `${measured.out.title}, the ${grain} before` },
    { name: change, kind: 'number', title: 'Change (%)', unit: '%' },
  ]
  const table: DraftStep = {
    output: nameFor(tableNameOf(`${measurePhrase(measure)} change by ${grain}`)),
    language: 'sql',
    code,
    title: capital(`${measurePhrase(measure)}: each ${grain} against the one before${scopePhrase(scope)}`),
    rationale: [
      `The row before is the ${grain} before that has data: a gap is not filled. The first and the last ${grain} may be incomplete.`,
      ...joinPhrases(scope),
      ...missingPhrases([...measured.fields, time], scope),
    ].join(' '),
    columns,
    intent,
    part: 'main',
  }
  const drawn = { input: table.output, title: table.title, all: columns }
  return [
    table,
    chartStep(table, nameFor, 'a line over time', lineChart(drawn, when.shown, measured.out, grain, null)),
  ]
}
