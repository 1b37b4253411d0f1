/** A SELECT laid out as a careful analyst writes it. Aliases never repeat a column of the source: GROUP BY would prefer that. */
import type { Filter, Scope } from '#agents/playbook/intent.ts'
import type { Field } from '#agents/playbook/knownTable.ts'
import {
  columnsList,
  freshName,
  lines,
  literal,
  numberOf,
  quoted,
  timeOf,
  valueOf,
} from '#agents/playbook/sqlText.ts'

export type Item = { readonly sql: string; readonly name: string }

export type Select = {
  readonly items: readonly Item[]
  readonly where?: readonly string[]
  readonly groupBy?: readonly string[]
  readonly having?: string | null
  readonly orderBy?: readonly string[]
  readonly limit?: number | null
}

const isJoined = (scope: Scope): boolean => scope.joins.length > 0

/** A column's raw value in this scope. */
export const columnIn = (scope: Scope, field: Field): string => valueOf(field, isJoined(scope))
export const numberIn = (scope: Scope, field: Field): string => numberOf(field.column, columnIn(scope, field))
export const timeIn = (scope: Scope, field: Field): string => timeOf(field.column, columnIn(scope, field))

/** A name for a computed column that stands for itself wherever it is used. */
export function aliasIn(scope: Scope, wanted: string, taken: readonly string[] = []): string {
  const columns = [scope.table, ...scope.joins.map((join) => join.right.table)].flatMap((table) => [
    table.name,
    ...table.columns.map((column) => column.name),
  ])
  return freshName(wanted, [...columns, ...taken])
}

export const itemOf = ({ sql, name }: Item): string =>
  sql === quoted(name) || sql.endsWith(`.${quoted(name)}`) ? sql : `${sql} AS ${quoted(name)}`

export function fromOf(scope: Scope): string {
  const original = scope.joins[0]?.left.table.name ?? scope.table.name
  const own =
    original === scope.table.name ? quoted(original) : `${quoted(scope.table.name)} AS ${quoted(original)}`
  return lines(
    `FROM ${own}`,
    ...scope.joins.map(
      ({ left, right }) =>
        `LEFT JOIN ${quoted(right.table.name)} ON ${valueOf(right, true)} = ${valueOf(left, true)}`,
    ),
  )
}

const plainNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(0) : String(value)

export function conditionOf(scope: Scope, filter: Filter): string {
  const value = columnIn(scope, filter.field)
  switch (filter.kind) {
    case 'values': {
      if (filter.field.column.kind === 'boolean') return filter.not ? `${value} IS NOT TRUE` : value
      const [only, ...more] = filter.values
      if (only !== undefined && more.length === 0)
        return filter.not ? `${value} IS DISTINCT FROM ${literal(only)}` : `${value} = ${literal(only)}`
      const list = filter.values.map(literal).join(', ')
      return filter.not ? `(${value} NOT IN (${list}) OR ${value} IS NULL)` : `${value} IN (${list})`
    }
    case 'compare':
      return `${numberIn(scope, filter.field)} ${filter.op} ${plainNumber(filter.number)}`
    case 'between':
      return `${numberIn(scope, filter.field)} BETWEEN ${plainNumber(filter.low)} AND ${plainNumber(filter.high)}`
    case 'period': {
      const time = timeIn(scope, filter.field)
      const from = filter.from === null ? [] : [`${time} >= DATE '${filter.from}'`]
      const to = filter.to === null ? [] : [`${time} < DATE '${filter.to}'`]
      return [...from, ...to].join(' AND ')
    }
  }
}

/** The scope's filters, then what must be there for the result to mean something. */
export const whereOf = (scope: Scope, more: readonly string[] = []): string => {
  const conditions = [
    ...new Set([...scope.filters.map((filter) => conditionOf(scope, filter)), ...more]),
  ].filter((c) => c !== '')
  return conditions.length === 0 ? '' : `WHERE ${conditions.join('\n  AND ')}`
}

/** Only for results that show how many rows each group has. */
export const leastHaving = (scope: Scope): string | null =>
  scope.leastRows === null ? null : `count(*) >= ${scope.leastRows}`

export const isThere = (sql: string): string => `${sql} IS NOT NULL`

export function selectFrom(scope: Scope, select: Select): string {
  return lines(
    'SELECT',
    columnsList(select.items.map(itemOf)),
    fromOf(scope),
    whereOf(scope, select.where),
    select.groupBy && select.groupBy.length > 0 ? `GROUP BY ${select.groupBy.join(', ')}` : null,
    select.having ? `HAVING ${select.having}` : null,
    select.orderBy && select.orderBy.length > 0 ? `ORDER BY ${select.orderBy.join(', ')}` : null,
    select.limit ? `LIMIT ${select.limit}` : null,
  )
}
