/** What is measured, and by what it is divided, from a clause and what the clauses before it spoke of. */
import { asksForGroups, type Clause, timeFieldsOf } from '#agents/playbook/clause.ts'
import type { Mention } from '#agents/playbook/columns.ts'
import type { AggregateFn, Dimension, Measure } from '#agents/playbook/intent.ts'
import { type Field, isUnique, type KnownColumn, type KnownTable } from '#agents/playbook/knownTable.ts'
import { isNumeric, isTime, isYesNo } from '#agents/playbook/sqlText.ts'
import { addsUp } from '#agents/playbook/vocabulary.ts'
import { has } from '#agents/playbook/wish.ts'
import { wordsOfName } from '#agents/playbook/words.ts'

export const isMeasurable = (column: KnownColumn): boolean =>
  isNumeric(column) &&
  column.role !== 'identifier' &&
  !isTime(column) &&
  !/(^|_)(id|zip|zipcode|plz|postcode|latitude|longitude|lat|lon|phone)$/i.test(column.name)

/** Few different numbers, asked for as groups: cylinders, floors, grades. */
const divides = (clause: Clause, mention: Mention): boolean =>
  !isMeasurable(mention.field.column) ||
  (!isRankedBy(clause) &&
    asksForGroups(clause.words, mention.from) &&
    mention.field.column.distinct <= 30 &&
    !clause.cues.has('relation'))

/** In "top channels by satisfaction", the number after "by" is what ranks. */
const isRankedBy = (clause: Clause): boolean =>
  clause.cues.has('rank') &&
  (clause.tables.length > 0 || clause.mentions.some((mention) => !isMeasurable(mention.field.column)))

export const measuredIn = (clause: Clause): readonly Mention[] =>
  clause.mentions.filter((mention) => isMeasurable(mention.field.column) && !divides(clause, mention))

export const dividingIn = (clause: Clause): readonly Mention[] =>
  clause.mentions.filter(
    (mention) =>
      divides(clause, mention) && mention.field.column.kind !== 'nested' && !isTime(mention.field.column),
  )

/** The function that the words ask for; else sums for what adds up, averages for what does not. */
export function fnOf(clause: Clause, column: KnownColumn): AggregateFn {
  const asked = askedFn(clause)
  if (asked) return asked
  return addsUp(wordsOfName(column.name)) ? 'sum' : 'avg'
}

export function askedFn(clause: Clause): AggregateFn | null {
  const { cues } = clause
  if (cues.has('median')) return 'median'
  if (cues.has('average')) return 'avg'
  if (cues.has('sum')) return 'sum'
  if (cues.has('max')) return 'max'
  if (cues.has('min')) return 'min'
  return null
}

export type Measured = { readonly measure: Measure; readonly mention: Mention | null }

export function measureIn(clause: Clause): Measured | null {
  const flag = clause.mentions.find(
    (mention) => isYesNo(mention.field.column) && !asksForGroups(clause.words, mention.from),
  )
  if (flag && (clause.cues.has('rate') || clause.cues.has('share') || clause.cues.has('average'))) {
    return { measure: { fn: 'rate', field: flag.field }, mention: flag }
  }
  const first = bestOf(measuredIn(clause))
  if (clause.cues.has('count') && !(first && has(clause, 'sum', 'average', 'median')))
    return counted(clause, first)
  if (first) return { measure: { fn: fnOf(clause, first.field.column), field: first.field }, mention: first }
  return null
}

/** The first named; a word that only hints at a column ("longest") yields to one that names it. */
function bestOf(mentions: readonly Mention[]): Mention | undefined {
  const best = Math.max(...mentions.map((mention) => mention.score))
  return mentions.find((mention) => mention.score >= best - 0.4)
}

/** The only column of a table that adds up, for "the largest transactions". */
export function soleAmount(table: KnownTable): Field | null {
  const columns = table.columns.filter((column) => isMeasurable(column) && addsUp(wordsOfName(column.name)))
  const only = columns[0]
  return only && columns.length === 1 ? { table, column: only } : null
}

/** "How many customers" counts different customers where a row is not one of them. */
function counted(clause: Clause, first: Mention | undefined): Measured {
  if (
    first &&
    /^(quantity|qty|units|count|number|menge|anzahl)$/.test(wordsOfName(first.field.column.name).at(-1) ?? '')
  ) {
    return { measure: { fn: 'sum', field: first.field }, mention: first }
  }
  const start = clause.words.findIndex((word) =>
    /^(many|number|count|viele|wieviele|anzahl)$/.test(word.lower),
  )
  const thing = clause.mentions.find(
    (mention) =>
      mention.from > start &&
      mention.from <= start + 3 &&
      !asksForGroups(clause.words, mention.from) &&
      !isMeasurable(mention.field.column),
  )
  const isRow =
    !thing || isUnique(thing.field) || thing.field.column.kind === 'boolean' || isTime(thing.field.column)
  if (isRow || thing.field.column.kind === 'nested')
    return { measure: { fn: 'count', field: null }, mention: thing ?? null }
  return { measure: { fn: 'distinct', field: thing.field }, mention: thing }
}

export const isSame = (a: Field, b: Field): boolean =>
  a.table.name === b.table.name && a.column.name === b.column.name

/** What a row of a table is called by: a name, else a title or label, else nothing. */
export function labelOf(table: KnownTable): KnownColumn | null {
  const texts = table.columns.filter((column) => column.kind === 'text' && column.distinct > 1)
  return (
    texts.find((column) => /^(full_?)?name$/i.test(column.name)) ??
    texts.find((column) => /name$|title$|label$|bezeichnung$/i.test(column.name)) ??
    null
  )
}

export const columnDimension = (field: Field): Dimension => ({ kind: 'column', field })

/** The table's time column that the clause names, else its only or first one. */
export function timeFor(
  table: KnownTable,
  clause: Clause,
): { readonly field: Field; readonly rivals: readonly Field[] } | null {
  const times = timeFieldsOf(table)
  const named = clause.mentions.find(
    (mention) => mention.field.table.name === table.name && isTime(mention.field.column),
  )
  if (named) return { field: named.field, rivals: [] }
  const plain = times.filter(({ column }) => !/birth|dob|updated|modified|geburt/i.test(column.name))
  const pool = plain.length > 0 ? plain : times
  const real = pool.find(({ column }) => column.kind === 'time') ?? pool[0]
  return real
    ? { field: real, rivals: pool.filter((other) => !isSame(other, real) && other.column.kind === 'time') }
    : null
}
