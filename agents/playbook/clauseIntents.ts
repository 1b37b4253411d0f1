/** What a clause asks for. Each rule looks at cues and columns; the first that fits wins, from the specific to the plain. */
import { asksForGroups, type Clause } from '#agents/playbook/clause.ts'
import type {
  CleanAction,
  Dimension,
  Filter,
  Grain,
  Intent,
  Measure,
  Period,
} from '#agents/playbook/intent.ts'
import { type Field, isUnique, type KnownTable } from '#agents/playbook/knownTable.ts'
import {
  columnDimension,
  dividingIn,
  isMeasurable,
  labelOf,
  measuredIn,
  measureIn,
  soleAmount,
  timeFor,
} from '#agents/playbook/measures.ts'
import { isTime, isWholeDays } from '#agents/playbook/sqlText.ts'
import { fittingGrain } from '#agents/playbook/timeWords.ts'

/** An intent before its scope is known. */
export type Wish = Intent extends infer I
  ? I extends { readonly scope: unknown }
    ? Omit<I, 'scope'>
    : never
  : never

/** What the clauses before spoke of. */
export type Subject = {
  readonly measure: Measure | null
  readonly by: readonly Dimension[]
  readonly table: KnownTable | null
}

export type Reading = {
  readonly wishes: readonly Wish[]
  readonly table: KnownTable
  readonly measure: Measure | null
  readonly by: readonly Dimension[]
}

const has = (clause: Clause, ...cues: readonly Parameters<Clause['cues']['has']>[0][]): boolean =>
  cues.some((cue) => clause.cues.has(cue))

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

function dimensionsIn(clause: Clause, table: KnownTable, measured: Field | null): readonly Dimension[] {
  const divided = dividingIn(clause)
  const isElsewhere = [
    ...divided.map(({ field }) => field.table),
    ...clause.tables.map((said) => said.table),
  ].some((other) => other.name !== table.name)
  const columns = divided
    .filter(({ from, score }) => !(isElsewhere && score < 1.3 && !asksForGroups(clause.words, from)))
    .filter(
      ({ field }) =>
        !(measured && field.column.name === measured.column.name && field.table.name === measured.table.name),
    )
    .filter(({ field, from }) => !isUnique(field) || asksForGroups(clause.words, from) || has(clause, 'rank'))
    .map(({ field }) => columnDimension(field))
  const entities = clause.tables.flatMap(({ table: other }): readonly Dimension[] => {
    const label = labelOf(other)
    if (!label || columns.some((by) => by.kind === 'column' && by.field.table.name === other.name)) return []
    const field = { table: other, column: label }
    if (other.name !== table.name) return [{ kind: 'entity', key: field, label: field }]
    const isNamed = /name/i.test(label.name) && !isUnique(field)
    return isNamed && has(clause, 'rank') && columns.length === 0 && measured ? [columnDimension(field)] : []
  })
  const time = timeFor(table, clause)?.field
  const parts = clause.times.flatMap((said): readonly Dimension[] => {
    if (said.kind !== 'part' || !time || (said.part === 'hour of day' && isWholeDays(time.column))) return []
    return [{ kind: 'part', field: time, part: said.part }]
  })
  return [...unique(columns), ...entities, ...parts].slice(0, 3)
}

function unique(by: readonly Dimension[]): readonly Dimension[] {
  const seen = new Set<string>()
  return by.filter((one) => {
    const key = one.kind === 'column' ? `${one.field.table.name}.${one.field.column.name}` : one.kind
    return !seen.has(key) && seen.add(key)
  })
}

const COUNT: Measure = { fn: 'count', field: null }

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
  if (has(clause, 'compare') && by.length === 0) return comparedValues(clause, measure)
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

/** Profile, quality, cleaning and joining are about a table as a whole. */
function upkeepOf(
  clause: Clause,
  table: KnownTable,
  fields: readonly Field[],
  by: readonly Dimension[],
): readonly Wish[] | null {
  if (has(clause, 'clean')) {
    const columns = clause.mentions
      .map(({ field }) => field)
      .filter((field) => field.table.name === table.name)
    return [
      { kind: 'clean', actions: actionsOf(clause.text), fill: /\b(fill|impute)/i.test(clause.text), columns },
    ]
  }
  if (has(clause, 'join') && clause.tables.length > 1) return [{ kind: 'join' }]
  const isPlain = fields.length === 0 && by.length === 0 && !has(clause, 'rank', 'trend')
  if (has(clause, 'quality') && (isPlain || /missing|null|duplicate/i.test(clause.text)))
    return [{ kind: 'quality' }]
  if (has(clause, 'profile') && isPlain) return [{ kind: 'profile' }]
  return null
}

function actionsOf(text: string): readonly CleanAction[] {
  const said: CleanAction[] = []
  if (/type|convert|cast|format/i.test(text)) said.push('types')
  if (/dup|doppelt/i.test(text)) said.push('duplicates')
  if (/missing|null|empty|gap|impute|fill|fehlend|incomplete/i.test(text)) said.push('missing')
  return said.length > 0 ? said : ['types', 'duplicates', 'missing']
}

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

const grainsIn = (clause: Clause): readonly Grain[] =>
  clause.times.flatMap((said) => (said.kind === 'grain' ? [said.grain] : []))

const grainFor = (clause: Clause, table: KnownTable, time: Field): Grain => {
  const said = grainsIn(clause)[0]
  if (said && !(said === 'hour' && isWholeDays(time.column))) return said
  return fittingGrain(time.column.min, time.column.max, table.rows, isWholeDays(time.column))
}

function datedOf(
  clause: Clause,
  table: KnownTable,
  own: Measure | null,
  subject: Subject,
  by: readonly Dimension[],
  time: Field,
): readonly Wish[] | null {
  const isOwn = (measure: Measure | null): boolean =>
    measure !== null && (measure.field === null || measure.field.table.name === table.name)
  const measure =
    (isOwn(own) ? own : null) ??
    (isOwn(subject.measure) && !has(clause, 'count') ? subject.measure : null) ??
    COUNT
  const grain = grainFor(clause, table, time)
  const group = by.find((one) => one.kind !== 'part') ?? null
  const periods = periodsOf(clause)
  if (has(clause, 'compare', 'growth') && periods.length >= 2)
    return [{ kind: 'compare-periods', measure, time, periods, grain, by: group }]
  if (has(clause, 'growth'))
    return [
      { kind: 'compare-periods', measure, time, periods: [], grain: grainsIn(clause)[0] ?? grain, by: null },
    ]
  const isTimed = grainsIn(clause).length > 0 || has(clause, 'trend') || namesTime(clause)
  if (!isTimed || (has(clause, 'rank') && grainsIn(clause).length === 0 && !namesTime(clause))) return null
  if (has(clause, 'rank') && grainsIn(clause).length > 0 && clause.top !== null) {
    return [
      {
        kind: 'rank',
        measure,
        by: [{ kind: 'grain', field: time, grain }],
        limit: clause.top,
        ascending: has(clause, 'ascending'),
      },
    ]
  }
  const parts = by.filter((one) => one.kind === 'part')
  const trend: Wish = { kind: 'trend', measure, time, grain, by: group && sizeOf(group) <= 12 ? group : null }
  return [trend, ...parts.map((part): Wish => ({ kind: 'aggregate', measure, by: [part] }))]
}

export const sizeOf = (by: Dimension): number =>
  by.kind === 'part'
    ? by.part === 'weekday'
      ? 7
      : by.part === 'month of year'
        ? 12
        : 24
    : by.kind === 'entity'
      ? by.label.column.distinct
      : by.kind === 'column'
        ? by.field.column.distinct
        : 60

const namesTime = (clause: Clause): boolean =>
  clause.mentions.some(({ field, score }) => isTime(field.column) && score >= 1.45) && !has(clause, 'rank')

/** Only periods with both ends can be set side by side. */
const periodsOf = (clause: Clause): readonly Period[] =>
  clause.periods.flatMap(({ from, to, said }) =>
    from && to ? [{ label: said.replace(/^(in|during|of|for|on|im)\s+/i, ''), from, to }] : [],
  )

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
function comparedValues(clause: Clause, measure: Measure | null): readonly Wish[] {
  const said = clause.values[0]
  if (!said) return []
  const by = columnDimension(said.field)
  if (measure?.field && isMeasurable(measure.field.column) && measure.fn !== 'sum')
    return [{ kind: 'compare-groups', field: measure.field, by }]
  return [{ kind: 'aggregate', measure: measure ?? COUNT, by: [by] }]
}

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
