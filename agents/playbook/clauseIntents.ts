/** What a clause asks for. Each rule looks at cues and columns; the first that fits wins, from the specific to the plain. */
import type { Clause } from '#agents/playbook/clause.ts'
import { datedOf, grainFor, namesTime } from '#agents/playbook/datedWishes.ts'
import { dimensionsIn } from '#agents/playbook/dimensions.ts'
import type { Dimension, Filter, Measure } from '#agents/playbook/intent.ts'
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'
import {
  columnDimension,
  fnOf,
  isMeasurable,
  measuredIn,
  measureIn,
  soleAmount,
  timeFor,
} from '#agents/playbook/measures.ts'
import { upkeepOf } from '#agents/playbook/upkeepWishes.ts'
import { COUNT, has, type Subject, type Wish } from '#agents/playbook/wish.ts'

export type Reading = {
  readonly wishes: readonly Wish[]
  readonly table: KnownTable
  readonly measure: Measure | null
  readonly by: readonly Dimension[]
}

export function tableOf(clause: Clause, tables: readonly KnownTable[], subject: Subject): KnownTable | null {
  const measured = measuredIn(clause)[0]?.field.table
  if (measured) return measured
  const entity = clause.tables.map(({ table }) => table)
  const isCount = has(clause, 'count')
  if (isCount && entity[0]) return entity[0]
  if (subject.measure?.field && !isCount) return subject.measure.field.table
  const mentioned = [...clause.mentions, ...clause.values].map(({ field }) => field.table)
  const first = mentioned[0]
  const largest = tables.toSorted((a, b) => b.rows - a.rows)[0] ?? null
  return entity[0] ?? first ?? subject.table ?? largest
}

export function readingOf(clause: Clause, tables: readonly KnownTable[], subject: Subject): Reading | null {
  const table = tableOf(clause, tables, subject)
  if (!table) return null
  const measured = measureIn(clause) ?? summed(clause, table)
  const by = dimensionsIn(clause, table, measured?.mention?.field ?? null)
  const wishes = wishesOf(clause, table, subject, measured?.measure ?? null, by).flatMap((wish) =>
    forEach(clause, wish),
  )
  return wishes.length === 0
    ? null
    : { wishes, table, measure: measured?.measure ?? subject.measure, by: by.length > 0 ? by : subject.by }
}

/** "Total of debits" names no column; where only one adds up, it is that. */
function summed(
  clause: Clause,
  table: KnownTable,
): { readonly measure: Measure; readonly mention: null } | null {
  const field = has(clause, 'sum') && !has(clause, 'count') ? soleAmount(table) : null
  return field && { measure: { fn: 'sum', field }, mention: null }
}

/** Two measures asked for at once are two results. */
function forEach(clause: Clause, wish: Wish): readonly Wish[] {
  if (wish.kind !== 'aggregate' && wish.kind !== 'trend') return [wish]
  const fields = measuredIn(clause).map(({ field }) => field)
  const { measure } = wish
  if (!measure.field || fields.length < 2 || measure.fn === 'rate' || measure.fn === 'distinct') return [wish]
  return fields.slice(0, 3).map((field) => ({ ...wish, measure: { fn: measure.fn, field } }))
}

function wishesOf(
  clause: Clause,
  table: KnownTable,
  subject: Subject,
  own: Measure | null,
  by: readonly Dimension[],
): readonly Wish[] {
  const fields = measuredIn(clause).map(({ field }) => field)
  const upkeep = upkeepOf(clause, table, fields, by)
  if (upkeep) return upkeep
  const measure = own ?? subject.measure
  const related = relationOf(clause, fields, subject, by)
  if (related) return related
  const time = timeFor(table, clause)?.field ?? null
  const dated = time ? datedOf(clause, table, own, subject, by, time) : null
  if (dated) return dated
  const distributed = distributionOf(clause, fields, by, time, table)
  if (distributed) return distributed
  if (has(clause, 'share') && by.length > 0)
    return [{ kind: 'share', measure: sharedOf(own), by: by.slice(0, 2) }]
  const said = clause.values[0]
  if (has(clause, 'share', 'rate') && said && own?.fn !== 'rate')
    return [{ kind: 'share', measure: sharedOf(own), by: [columnDimension(said.field)] }]
  if (has(clause, 'rank') || clause.top !== null) return rankOf(clause, own, subject, by, table)
  if (has(clause, 'compare') && by.length === 0) return comparedValues(clause, measure, table)
  if (by.length > 0) return groupsOf(clause, own, subject, by)
  if (clause.filters.length > 0 && has(clause, 'rows'))
    return [{ kind: 'rows', order: null, ascending: true, limit: 1000 }]
  if (own) return fieldOnly(clause, own)
  if (has(clause, 'count')) return [{ kind: 'aggregate', measure: COUNT, by: [] }]
  return clause.filters.length > 0 ? [{ kind: 'rows', order: null, ascending: true, limit: 1000 }] : []
}

const sharedOf = (own: Measure | null): Measure =>
  own === null || own.fn === 'rate' || own.field === null
    ? (own ?? COUNT)
    : { ...own, fn: own.fn === 'avg' || own.fn === 'median' ? 'sum' : own.fn }

function relationOf(
  clause: Clause,
  fields: readonly Field[],
  subject: Subject,
  by: readonly Dimension[],
): readonly Wish[] | null {
  const [first, second] = fields
  const inherited = subject.measure?.field ?? null
  if (!has(clause, 'relation') && !(has(clause, 'compare') && fields.length === 2 && by.length === 0))
    return null
  if (first && second) return [{ kind: 'relation', x: first, y: second }]
  if (
    first &&
    inherited &&
    isMeasurable(inherited.column) &&
    inherited.column.name !== first.column.name &&
    inherited.table.name === first.table.name &&
    by.length === 0
  ) {
    return [{ kind: 'relation', x: first, y: inherited }]
  }
  const field = first ?? inherited
  const group = by[0]
  if (group && field && isMeasurable(field.column)) return [{ kind: 'compare-groups', field, by: group }]
  return by.length >= 2 ? [{ kind: 'aggregate', measure: COUNT, by: by.slice(0, 2) }] : null
}

function distributionOf(
  clause: Clause,
  fields: readonly Field[],
  by: readonly Dimension[],
  time: Field | null,
  table: KnownTable,
): readonly Wish[] | null {
  if (!has(clause, 'distribution')) return null
  const field = fields[0]
  const group = by[0]
  if (field && group && group.kind === 'column') return [{ kind: 'compare-groups', field, by: group }]
  if (field) return fields.slice(0, 3).map((one) => ({ kind: 'distribution', field: one }))
  if (group) return [{ kind: 'share', measure: COUNT, by: [group] }]
  return time && namesTime(clause)
    ? [{ kind: 'trend', measure: COUNT, time, grain: grainFor(clause, table, time), by: null }]
    : null
}

function rankOf(
  clause: Clause,
  own: Measure | null,
  subject: Subject,
  by: readonly Dimension[],
  table: KnownTable,
): readonly Wish[] {
  const groups = by.length > 0 ? by : subject.by
  const ascending = has(clause, 'ascending')
  const measure = own ?? (has(clause, 'count') ? COUNT : subject.measure) ?? COUNT
  if (groups.length > 0)
    return [{ kind: 'rank', measure, by: groups.slice(0, 2), limit: clause.top ?? 10, ascending }]
  const order = measure.field ?? (clause.tables.length > 0 ? soleAmount(table) : null)
  return order ? [{ kind: 'rows', order, ascending, limit: clause.top ?? 10 }] : []
}

/** "Compare Adelie and Gentoo" names the groups by their values. */
function comparedValues(clause: Clause, measure: Measure | null, table: KnownTable): readonly Wish[] {
  const said = clause.values[0]
  if (!said) return []
  const by = columnDimension(said.field)
  if (measure?.field && isMeasurable(measure.field.column) && measure.fn !== 'sum')
    return [{ kind: 'compare-groups', field: measure.field, by }]
  if (measure) return [{ kind: 'aggregate', measure, by: [by] }]
  const fields = comparable(table).slice(0, 3)
  if (fields.length === 0) return [{ kind: 'aggregate', measure: COUNT, by: [by] }]
  return fields.map((field): Wish => {
    const fn = fnOf(clause, field.column)
    return fn === 'sum'
      ? { kind: 'aggregate', measure: { fn, field }, by: [by] }
      : { kind: 'compare-groups', field, by }
  })
}

/** Measures worth setting side by side when none is named; a number of few values is rather a code. */
const comparable = (table: KnownTable): readonly Field[] =>
  table.columns
    .filter((column) => isMeasurable(column) && (column.distinct > 10 || table.rows <= 50))
    .map((column) => ({ table, column }))

function groupsOf(
  clause: Clause,
  own: Measure | null,
  subject: Subject,
  by: readonly Dimension[],
): readonly Wish[] {
  const measure = own ?? (has(clause, 'count') ? COUNT : subject.measure) ?? COUNT
  const group = by[0]
  const isSpread =
    has(clause, 'compare') && (measure.fn === 'avg' || measure.fn === 'median') && measure.field !== null
  if (isSpread && by.length === 1 && group && measure.field)
    return [{ kind: 'compare-groups', field: measure.field, by: group }]
  return [{ kind: 'aggregate', measure, by: by.slice(0, 2) }]
}

function fieldOnly(clause: Clause, own: Measure): readonly Wish[] {
  const isAsked = has(clause, 'average', 'median', 'sum', 'min', 'max', 'count', 'rate', 'share')
  return isAsked || own.field === null
    ? [{ kind: 'aggregate', measure: own, by: [] }]
    : [{ kind: 'distribution', field: own.field }]
}

/** The filters that a clause adds, periods that are compared apart. */
export function filtersFor(clause: Clause, table: KnownTable, wishes: readonly Wish[]): readonly Filter[] {
  const time = timeFor(table, clause)?.field
  const isShared = wishes.some(
    (wish) =>
      wish.kind === 'share' &&
      wish.by.some(
        (by) => by.kind === 'column' && clause.values[0]?.field.column.name === by.field.column.name,
      ),
  )
  const isCompared = wishes.some((wish) => wish.kind === 'compare-periods' && wish.periods.length > 0)
  const periods = time && !isCompared ? clause.periods : []
  return [
    ...clause.filters.filter((filter) => !isShared || filter.kind !== 'values'),
    ...periods.flatMap((period): readonly Filter[] =>
      time ? [{ kind: 'period', field: time, from: period.from, to: period.to, said: period.said }] : [],
    ),
  ]
}
