/** Measures and dimensions as SQL, with what the result's columns are. Shared by every analysis that groups. */
import type { OutColumn } from '#agents/playbook/draftStep.ts'
import type { Dimension, Grain, Measure, Scope } from '#agents/playbook/intent.ts'
import type { Field } from '#agents/playbook/knownTable.ts'
import { measurePhrase, measureUnit, capital } from '#agents/playbook/phrases.ts'
import { aliasIn, columnIn, isThere, type Item, numberIn, timeIn } from '#agents/playbook/select.ts'
import { chartable, freshName, quoted, tableNameOf, yesOf } from '#agents/playbook/sqlText.ts'
import { spokenName, unitOf, withUnit } from '#agents/playbook/units.ts'
import { stemOf } from '#agents/playbook/words.ts'

export type Grouped = {
  readonly items: readonly Item[]
  readonly outs: readonly OutColumn[]
  readonly groupBy: readonly string[]
  readonly orderBy: readonly string[]
  readonly where: readonly string[]
  readonly fields: readonly Field[]
  /** The column that a chart puts on its axis. */
  readonly shown: OutColumn
}

const text = (name: string, title: string): OutColumn => ({
  name,
  kind: 'text',
  title: capital(title),
  unit: null,
})

export function groupedBy(scope: Scope, by: Dimension, taken: readonly string[]): Grouped {
  switch (by.kind) {
    case 'column': {
      const sql = columnIn(scope, by.field)
      const name = freshName(chartable(by.field.column.name), taken)
      const title = withUnit(spokenName(by.field.column.name), unitOf(by.field.column.name))
      const out = text(name, title)
      return {
        items: [{ sql, name }],
        outs: [out],
        groupBy: [sql],
        orderBy: [sql],
        where: [isThere(sql)],
        fields: [by.field],
        shown: out,
      }
    }
    case 'entity':
      return entity(scope, by, taken)
    case 'part':
      return part(scope, by, taken)
    case 'grain': {
      const name = aliasIn(scope, by.grain, taken)
      const time = timeIn(scope, by.field)
      const out: OutColumn = { name, kind: 'time', title: capital(by.grain), unit: null }
      return {
        items: [{ sql: truncated(by.grain, time), name }],
        outs: [out],
        groupBy: [quoted(name)],
        orderBy: [quoted(name)],
        where: [isThere(time)],
        fields: [by.field],
        shown: out,
      }
    }
  }
}

/** Key and readable name: two rows of one name stay two. */
function entity(
  scope: Scope,
  by: Dimension & { readonly kind: 'entity' },
  taken: readonly string[],
): Grouped {
  const key = columnIn(scope, by.key)
  const label = columnIn(scope, by.label)
  const keyName = freshName(chartable(by.key.column.name), taken)
  const wanted = /^name$/i.test(by.label.column.name)
    ? `${tableNameOf(stemOf(by.label.table.name))}_name`
    : chartable(by.label.column.name)
  const labelName = aliasIn(scope, wanted, [...taken, keyName])
  const out = text(keyName, spokenName(by.key.column.name))
  return {
    items: [
      { sql: key, name: keyName },
      { sql: label, name: labelName },
    ],
    outs: [out, text(labelName, spokenName(labelName))],
    groupBy: [key, label],
    orderBy: [key],
    where: [isThere(key)],
    fields: [by.key],
    shown: out,
  }
}

function part(scope: Scope, by: Dimension & { readonly kind: 'part' }, taken: readonly string[]): Grouped {
  const time = timeIn(scope, by.field)
  const alias = (wanted: string): string => aliasIn(scope, wanted, taken)
  const where = [isThere(time)]
  if (by.part === 'hour of day') {
    const name = alias('hour_of_day')
    const out = text(name, 'hour of day')
    return {
      items: [{ sql: `hour(${time})`, name }],
      outs: [out],
      groupBy: [quoted(name)],
      orderBy: [quoted(name)],
      where,
      fields: [by.field],
      shown: out,
    }
  }
  const isWeekday = by.part === 'weekday'
  const number = alias(isWeekday ? 'weekday_number' : 'month_number')
  const name = alias(isWeekday ? 'weekday' : 'month_name')
  const out = text(name, by.part)
  const items = [
    { sql: isWeekday ? `isodow(${time})` : `month(${time})`, name: number },
    { sql: isWeekday ? `dayname(${time})` : `monthname(${time})`, name },
  ]
  const count: OutColumn = { name: number, kind: 'number', title: number, unit: null }
  return {
    items,
    outs: [count, out],
    groupBy: [quoted(number), quoted(name)],
    orderBy: [quoted(number)],
    where,
    fields: [by.field],
    shown: out,
  }
}

/** The start of the hour, day, week (Monday), month, quarter or year. */
export const truncated = (grain: Grain, time: string): string =>
  grain === 'hour' ? `date_trunc('hour', ${time})` : `date_trunc('${grain}', ${time})::DATE`

export type Measured = {
  readonly item: Item
  readonly out: OutColumn
  readonly where: readonly string[]
  readonly fields: readonly Field[]
}

export function measuredBy(scope: Scope, measure: Measure, taken: readonly string[]): Measured {
  const unit = measureUnit(measure)
  const out = (name: string): OutColumn => ({
    name,
    kind: 'number',
    title: withUnit(capital(measurePhrase(measure)), unit),
    unit,
  })
  if (measure.field === null || measure.fn === 'count') {
    const name = aliasIn(scope, 'row_count', taken)
    return { item: { sql: 'count(*)', name }, out: out(name), where: [], fields: [] }
  }
  const raw = columnIn(scope, measure.field)
  const value = measure.fn === 'distinct' || measure.fn === 'rate' ? raw : numberIn(scope, measure.field)
  const name = aliasIn(scope, `${PREFIX[measure.fn]}_${tableNameOf(measure.field.column.name)}`, taken)
  const sql = aggregateSql(measure, value)
  return { item: { sql, name }, out: out(name), where: [isThere(value)], fields: [measure.field] }
}

const PREFIX: Readonly<Record<Measure['fn'], string>> = {
  count: 'count',
  sum: 'total',
  avg: 'avg',
  median: 'median',
  min: 'lowest',
  max: 'highest',
  distinct: 'different',
  rate: 'percent',
}

function aggregateSql(measure: Measure, value: string): string {
  if (measure.fn === 'distinct') return `count(DISTINCT ${value})`
  if (measure.fn === 'rate' && measure.field)
    return `round(100.0 * count(*) FILTER (WHERE ${yesOf(measure.field.column, value)}) / count(*), 2)`
  return `${measure.fn}(${value})`
}

/** Beside a measure that is no count: how many rows bear it. */
export function countBeside(
  scope: Scope,
  measure: Measure,
  taken: readonly string[],
): { readonly item: Item; readonly out: OutColumn } | null {
  if (measure.field === null || measure.fn === 'count') return null
  const name = aliasIn(scope, countName(scope), taken)
  return {
    item: { sql: 'count(*)', name },
    out: { name, kind: 'number', title: countTitle(scope), unit: null },
  }
}

/** What the rows beside an average are: flights, orders. */
export const countName = (scope: Scope): string => `${tableNameOf(stemOf(scope.table.called))}_count`
export const countTitle = (scope: Scope): string => `Number of ${spokenName(scope.table.called)}`
