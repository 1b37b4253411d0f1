/** Which columns an analysis can take, and why others are left out: identifiers, constants, what is mostly missing. */
import type { Field, KnownColumn, KnownTable } from '#agents/playbook/knownTable.ts'
import { isMeasurable } from '#agents/playbook/measures.ts'
import { isNumeric, isTime } from '#agents/playbook/sqlText.ts'

/** More columns make a picture that nobody reads, and a run that takes too long. */
const MOST_COLUMNS = 30

export type Fit = { readonly fields: readonly Field[]; readonly told: readonly string[] }

const named = (columns: readonly KnownColumn[]): string => {
  const shown = columns.slice(0, 6).map(({ name }) => name)
  const more = columns.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

const isEmpty = (column: KnownColumn, table: KnownTable): boolean => column.nulls >= table.rows
const isConstant = (column: KnownColumn): boolean => column.distinct <= 1

const left = (columns: readonly KnownColumn[], why: string): readonly string[] =>
  columns.length === 0 ? [] : [`Left out, as ${why}: ${named(columns)}.`]

/** All columns of amounts that vary, in the table's order. */
export function amountsOf(table: KnownTable, without: readonly string[]): Fit {
  const numbers = table.columns.filter((column) => isNumeric(column) && !isTime(column))
  const codes = numbers.filter((column) => !isMeasurable(column))
  const amounts = numbers.filter(isMeasurable)
  const empty = amounts.filter((column) => isEmpty(column, table))
  const constant = amounts.filter((column) => !isEmpty(column, table) && isConstant(column))
  const rest = amounts.filter((column) => !empty.includes(column) && !constant.includes(column))
  const unwanted = rest.filter((column) => without.includes(column.name))
  const fit = rest.filter((column) => !unwanted.includes(column))
  return {
    fields: fit.slice(0, MOST_COLUMNS).map((column) => ({ table, column })),
    told: [
      ...left(codes, 'they identify or place rows and measure nothing'),
      ...left(empty, 'they hold no values'),
      ...left(constant, 'all their values are the same'),
      ...left(unwanted, 'asked'),
      ...cutTold(fit.length, 'columns of numbers'),
    ],
  }
}

const cutTold = (count: number, what: string): readonly string[] =>
  count > MOST_COLUMNS
    ? [`Of ${count} ${what} the first ${MOST_COLUMNS} are taken; name others to have them instead.`]
    : []

/** A row counts only where it has a value in each: a column that is mostly missing would take the rows with it. */
export function denseOf({ fields, told }: Fit): Fit {
  const sparse = fields.filter(({ table, column }) => column.nulls > 0.4 * table.rows)
  return {
    fields: fields.filter((field) => !sparse.includes(field)),
    told: [
      ...told,
      ...left(
        sparse.map(({ column }) => column),
        'more than 40 % of their values are missing',
      ),
    ],
  }
}

const MOST_CATEGORIES = 1000

/** What a target may be told from: amounts, yes or no, categories, clocks. No identifiers, no free text. */
export function featuresOf(table: KnownTable, target: Field, without: readonly string[]): Fit {
  const others = table.columns.filter((column) => column.name !== target.column.name)
  const unwanted = others.filter((column) => without.includes(column.name))
  const rest = others.filter((column) => !unwanted.includes(column))
  const useless = rest.filter((column) => isEmpty(column, table) || isConstant(column))
  const unfit = rest.filter((column) => !useless.includes(column) && !isFeature(column, table))
  const fit = rest.filter((column) => !useless.includes(column) && !unfit.includes(column))
  return {
    fields: fit.slice(0, MOST_COLUMNS).map((column) => ({ table, column })),
    told: [
      ...left(unfit, 'they identify rows, or are free text'),
      ...left(useless, 'they hold at most one value'),
      ...left(unwanted, 'asked'),
      ...cutTold(fit.length, 'columns'),
    ],
  }
}

function isFeature(column: KnownColumn, table: KnownTable): boolean {
  if (isTime(column) || column.kind === 'boolean') return true
  if (isNumeric(column)) return column.role !== 'identifier' && !/(^|_)id$/i.test(column.name)
  if (column.kind !== 'text' || column.role === 'identifier') return false
  return column.distinct <= MOST_CATEGORIES && column.distinct <= Math.max(2, 0.5 * table.rows)
}

/** Values so far out that a few rows would carry a correlation of the values themselves. */
export function hasFarValues({ min, max, quantiles }: KnownColumn): boolean {
  const [, low, , high] = quantiles
  if (low === undefined || high === undefined) return false
  const reach = 10 * (high - low)
  return Number(max) - high > reach || low - Number(min) > reach
}
