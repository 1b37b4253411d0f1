/** SQL as text: names quoted where DuckDB needs it, values as literals, columns of any type as numbers or times. */
import type { Field, KnownColumn } from '#agents/playbook/knownTable.ts'

const RESERVED: ReadonlySet<string> = new Set(
  `all analyse analyze and anti any array as asc asof asymmetric at authorization between bigint binary bit boolean both by
  case cast char character check coalesce collate collation column columns concurrently constraint create cross dec decimal
  default deferrable desc describe distinct do else end except exists extract false fetch float for foreign freeze from full
  generated glob group grouping grouping_id having ilike in initially inner inout int integer intersect interval into is
  isnull join lambda lateral leading left like limit map national natural nchar none not notnull null nullif numeric offset
  on only or order out outer overlaps overlay pivot pivot_longer pivot_wider placing position positional precision primary
  qualify real references returning right row select semi setof show similar smallint some struct substring summarize
  symmetric table tablesample then time timestamp to trailing treat trim true try_cast union unique unpack unpivot using
  values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest
  xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`.split(/\s+/),
)

export const quoted = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name.toLowerCase())
    ? name
    : `"${name.replaceAll('"', '""')}"`

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A column's value, by the table's name where two tables are read. */
export const valueOf = (field: Field, isQualified: boolean): string =>
  isQualified ? `${quoted(field.table.name)}.${quoted(field.column.name)}` : quoted(field.column.name)

const TIME_FORMATS: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-\d\d-\d\d$/, '%Y-%m-%d'],
  [/^\d{4}-\d\d-\d\d \d\d:\d\d$/, '%Y-%m-%d %H:%M'],
  [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, '%Y-%m-%d %H:%M:%S'],
  [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$/, '%Y-%m-%dT%H:%M:%S'],
  [/^\d{4}\/\d\d?\/\d\d?$/, '%Y/%m/%d'],
  [/^\d{4}\/\d\d?\/\d\d? \d\d?:\d\d$/, '%Y/%m/%d %H:%M'],
  [/^\d{4}\/\d\d?\/\d\d? \d\d?:\d\d:\d\d$/, '%Y/%m/%d %H:%M:%S'],
  [/^\d\d?\.\d\d?\.\d{4}$/, '%d.%m.%Y'],
  [/^\d{4}-\d\d$/, '%Y-%m'],
  [/^[A-Z][a-z]{2} \d\d? \d{4}$/, '%b %d %Y'],
  [/^[A-Z][a-z]{2} \d\d?, \d{4}$/, '%b %d, %Y'],
  [/^\d\d? [A-Z][a-z]{2} \d{4}$/, '%d %b %Y'],
]

function formatOf(column: KnownColumn): string | null {
  const { min, max } = column
  if (column.kind !== 'text' || min === null || max === null) return null
  return TIME_FORMATS.find(([pattern]) => pattern.test(min) && pattern.test(max))?.[1] ?? null
}

const isYear = (column: KnownColumn): boolean =>
  column.kind === 'number' &&
  /(^|[_ ])(year|jahr|yr)$/i.test(column.name.replaceAll(/([a-z])([A-Z])/g, '$1_$2')) &&
  /^(1[5-9]|20|21)\d\d(\.0*)?$/.test(column.min ?? '') &&
  /^(1[5-9]|20|21)\d\d(\.0*)?$/.test(column.max ?? '')

export const isTime = (column: KnownColumn): boolean =>
  column.kind === 'time' || formatOf(column) !== null || isYear(column)

/** Whole days only: hours of such a column mean nothing. */
export const isWholeDays = (column: KnownColumn): boolean =>
  /^DATE$/i.test(column.type) ||
  isYear(column) ||
  (formatOf(column) !== null && !formatOf(column)?.includes('%H'))

export function timeOf(column: KnownColumn, value: string): string {
  if (column.kind === 'time') return value
  if (isYear(column)) return `make_date(${value}::INTEGER, 1, 1)`
  return `try_strptime(${value}, ${literal(formatOf(column) ?? '%Y-%m-%d')})`
}

const NUMBER_TEXT = /^\s*-?\d+(\.\d+)?\s*$/

/** Text that holds numbers, by the least and the greatest value: names of such columns tell of amounts, not of categories. */
export const isNumberText = (column: KnownColumn): boolean =>
  column.kind === 'text' &&
  column.role !== 'identifier' &&
  NUMBER_TEXT.test(column.min ?? '') &&
  NUMBER_TEXT.test(column.max ?? '')

export const isNumeric = (column: KnownColumn): boolean => column.kind === 'number' || isNumberText(column)

export const numberOf = (column: KnownColumn, value: string): string =>
  isNumberText(column) ? `try_cast(${value} AS DOUBLE)` : value

/** Text that is a yes or a no. */
export const isYesNo = (column: KnownColumn): boolean =>
  column.kind === 'boolean' ||
  (column.values.length > 0 && column.values.length <= 2 && column.values.some((v) => YES.test(v)))

export const YES = /^(yes|y|true|t|1|ja)$/i

export function yesOf(column: KnownColumn, value: string): string {
  if (column.kind === 'boolean') return value
  const yes = column.values.find((known) => YES.test(known)) ?? 'yes'
  return column.kind === 'number' ? `${value} = ${yes}` : `${value} = ${literal(yes)}`
}

/** Blank lines out, lines joined. */
export const lines = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join('\n')

export const columnsList = (items: readonly string[]): string => items.map((item) => `  ${item}`).join(',\n')

/** `name`, or with a number behind it when that name is taken; names are compared without case. */
export function freshName(wanted: string, taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()))
  const cut = wanted.slice(0, 60)
  if (!used.has(cut.toLowerCase())) return cut
  let number = 2
  while (used.has(`${cut.slice(0, 56)}_${number}`.toLowerCase())) number += 1
  return `${cut.slice(0, 56)}_${number}`
}

/** A chart reads dots, brackets and quotes in a name as a path; results are named without them. */
export const chartable = (name: string): string =>
  /^[\p{L}\p{N}_ ()%/:-]+$/u.test(name) ? name : tableNameOf(name)

/** Any text as a name that a table may have. */
export function tableNameOf(text: string): string {
  const name = text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 55)
  if (name === '') return 'result'
  return /^\d/.test(name) || RESERVED.has(name) ? `t_${name}` : name
}
