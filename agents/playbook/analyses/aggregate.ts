/** One measure by no, one or two dimensions; in full, as the first N, or as shares of the total. */
import { groupChart } from '#agents/playbook/analyses/chartOf.ts'
import { countBeside, type Grouped, groupedBy, measuredBy } from '#agents/playbook/analyses/grouping.ts'
import type { DraftStep, NameFor, OutColumn } from '#agents/playbook/draftStep.ts'
import type { Dimension, Intent, Measure, Scope } from '#agents/playbook/intent.ts'
import {
  byPhrase,
  capital,
  joinPhrases,
  leastTold,
  measurePhrase,
  missingPhrases,
  scopePhrase,
} from '#agents/playbook/phrases.ts'
import { aliasIn, type Item, leastHaving, selectFrom } from '#agents/playbook/select.ts'
import { quoted, tableNameOf } from '#agents/playbook/sqlText.ts'

type Parts = {
  readonly groups: readonly Grouped[]
  readonly items: readonly Item[]
  readonly outs: readonly OutColumn[]
  readonly value: OutColumn
  readonly where: readonly string[]
  readonly notes: readonly string[]
}

function partsOf(scope: Scope, measure: Measure, by: readonly Dimension[]): Parts {
  const groups: Grouped[] = []
  for (const one of by)
    groups.push(
      groupedBy(
        scope,
        one,
        groups.flatMap((group) => group.items.map((item) => item.name)),
      ),
    )
  const items = groups.flatMap((group) => group.items)
  const taken = items.map((item) => item.name)
  const measured = measuredBy(scope, measure, taken)
  const count = countBeside(scope, measure, [...taken, measured.item.name])
  return {
    groups,
    items: [...items, ...(count ? [count.item] : []), measured.item],
    outs: [...groups.flatMap((group) => group.outs), ...(count ? [count.out] : []), measured.out],
    value: measured.out,
    where: [...measured.where, ...groups.flatMap((group) => group.where)],
    notes: [
      ...joinPhrases(scope),
      ...missingPhrases([...measured.fields, ...groups.flatMap((group) => group.fields)], scope),
    ],
  }
}

const named = (scope: Scope, measure: Measure, by: readonly Dimension[], before = ''): string =>
  tableNameOf(
    `${before}${measure.field ? measurePhrase(measure) : `${scope.table.name} count`}${byPhrase(by)}`,
  )

type Aggregate = Intent & { readonly kind: 'aggregate' }

export function aggregateSteps(intent: Aggregate, nameFor: NameFor): readonly DraftStep[] {
  const { scope, measure, by } = intent
  const parts = partsOf(scope, measure, by)
  const isOrdered = by.every((one) => one.kind === 'part' || one.kind === 'grain')
  const groupOrder = parts.groups.flatMap((group) => group.orderBy)
  const orderBy =
    isOrdered || by.length > 1 ? groupOrder : [`${quoted(parts.value.name)} DESC`, ...groupOrder]
  const table: DraftStep = {
    output: nameFor(named(scope, measure, by)),
    language: 'sql',
    code: selectFrom(scope, {
      items: parts.items,
      where: parts.where,
      groupBy: parts.groups.flatMap((group) => group.groupBy),
      having: measure.field && by.length > 0 ? leastHaving(scope) : null,
      orderBy: by.length === 0 ? [] : orderBy,
    }),
    title: capital(`${measurePhrase(measure)}${byPhrase(by)}${scopePhrase(scope)}`),
    rationale: [...parts.notes, ...(measure.field && by.length > 0 ? leastTold(scope) : [])].join(' '),
    columns: parts.outs,
    intent,
    part: 'main',
  }
  const isTooMany = by.some((one) => one.kind !== 'part' && sizeIn(one) > 60)
  return [table, ...(isTooMany ? [] : groupChart(table, nameFor, by, parts.groups, parts.value))]
}

const sizeIn = (by: Dimension): number =>
  by.kind === 'column' ? by.field.column.distinct : by.kind === 'entity' ? by.key.column.distinct : 60

type Rank = Intent & { readonly kind: 'rank' }

/** A mean of three rows tops any list by chance, so groups that are small beside the others are left out, and it is said. */
export function leastRows(scope: Scope, measure: Measure, by: readonly Dimension[]): number | null {
  if (scope.leastRows !== null && measure.field !== null && measure.fn !== 'count') return scope.leastRows
  if (measure.fn === 'count' || measure.fn === 'sum' || measure.fn === 'distinct' || scope.filters.length > 0)
    return null
  const groups = by.reduce((size, one) => size * Math.max(1, sizeIn(one)), 1)
  return scope.table.rows / groups >= 10 ? 5 : null
}

export function rankSteps(intent: Rank, nameFor: NameFor): readonly DraftStep[] {
  const { scope, measure, by, limit, ascending } = intent
  const parts = partsOf(scope, measure, by)
  const least = leastRows(scope, measure, by)
  const word = ascending ? 'lowest' : 'highest'
  const table: DraftStep = {
    output: nameFor(named(scope, measure, by, ascending ? `bottom ${limit} ` : `top ${limit} `)),
    language: 'sql',
    code: selectFrom(scope, {
      items: parts.items,
      where: parts.where,
      groupBy: parts.groups.flatMap((group) => group.groupBy),
      having: least ? `count(*) >= ${least}` : null,
      orderBy: [
        `${quoted(parts.value.name)}${ascending ? '' : ' DESC'}`,
        ...parts.groups.flatMap((group) => group.orderBy),
      ],
      limit,
    }),
    title: `The ${limit} ${word}: ${measurePhrase(measure)}${byPhrase(by)}${scopePhrase(scope)}`,
    rationale: [
      ...parts.notes,
      ...(least ? [`Groups of fewer than ${least} rows are left out: so few rows say little.`] : []),
    ].join(' '),
    columns: parts.outs,
    intent,
    part: 'main',
  }
  const isDrawn = limit <= 60
  return [table, ...(isDrawn ? groupChart(table, nameFor, by, parts.groups, parts.value, ascending) : [])]
}

type Share = Intent & { readonly kind: 'share' }

export function shareSteps(intent: Share, nameFor: NameFor): readonly DraftStep[] {
  const { scope, measure, by } = intent
  const parts = partsOf(scope, measure, by)
  const value = parts.items.at(-1)
  const name = aliasIn(
    scope,
    'percent_of_total',
    parts.items.map((item) => item.name),
  )
  const out: OutColumn = { name, kind: 'number', title: 'Share of total (%)', unit: '%' }
  const share = {
    sql: `round(100.0 * ${value?.sql ?? 'count(*)'} / nullif(sum(${value?.sql ?? 'count(*)'}) OVER (), 0), 2)`,
    name,
  }
  const table: DraftStep = {
    output: nameFor(named(scope, measure, by, 'share of ')),
    language: 'sql',
    code: selectFrom(scope, {
      items: [...parts.items, share],
      where: parts.where,
      groupBy: parts.groups.flatMap((group) => group.groupBy),
      orderBy: [`${quoted(parts.value.name)} DESC`, ...parts.groups.flatMap((group) => group.orderBy)],
    }),
    title: capital(`share of the ${measurePhrase(measure)}${byPhrase(by)}${scopePhrase(scope)}`),
    rationale: [
      'Shares are of the rows that are left, and add up to 100 % but for rounding.',
      ...parts.notes,
    ].join(' '),
    columns: [...parts.outs, out],
    intent,
    part: 'main',
  }
  const isTooMany = by.some((one) => one.kind !== 'part' && sizeIn(one) > 60)
  return [table, ...(isTooMany ? [] : groupChart(table, nameFor, by, parts.groups, out))]
}
