/** What a random query may refer to at a place, and random expressions over it. */
import type { Dice } from '#server/preflight/testing/seededDice.ts'

export type RandomType = 'number' | 'text' | 'list' | 'struct'

/** `sql` is a reference or an expression; `type` is what may be done with it. */
export type Typed = { readonly sql: string; readonly type: RandomType }

export type Scope = readonly Typed[]

/** A query whose columns are called c0, c1, … */
export type RandomQuery = { readonly sql: string; readonly types: readonly RandomType[] }

export const scopeOf = (alias: string, query: RandomQuery): Scope =>
  query.types.map((type, at) => ({ sql: `${alias}.c${at}`, type }))

/** An order that leaves no tie but between rows that are equal. */
export const totalOrder = (scope: Scope): string => scope.map((one) => one.sql).join(', ')

export function oneOf(dice: Dice, scope: Scope, type: RandomType): string {
  const fitting = scope.filter((one) => one.type === type)
  const found = fitting[dice.roll(fitting.length)]
  if (found) return found.sql
  return literalOf(dice, type)
}

function literalOf(dice: Dice, type: RandomType): string {
  switch (type) {
    case 'number':
      return String(dice.roll(4))
    case 'text':
      return dice.pick(["'a'", "'b'", "''"])
    case 'list':
      return dice.pick(['[1, 2]', '[0]'])
    case 'struct':
      return "{'a': 1, 'b': 'x'}"
  }
}

/** Never fails on any value: an error is no dependency, and would only hide one. */
export function valueOf(dice: Dice, scope: Scope, type: RandomType, depth = 2): string {
  if (depth === 0 || dice.oneIn(3)) return oneOf(dice, scope, type)
  const sub = (of: RandomType): string => valueOf(dice, scope, of, depth - 1)
  switch (type) {
    case 'number':
      return dice.pick([
        () => `(${sub('number')} + ${sub('number')})`,
        () => `coalesce(${sub('number')}, ${sub('number')})`,
        () => `CASE WHEN ${conditionOf(dice, scope)} THEN ${sub('number')} ELSE ${sub('number')} END`,
        () => `length(${sub('text')})`,
        () => `len(${sub('list')})`,
        () => `list_sum(${sub('list')})::BIGINT`,
        () => `(${sub('struct')}).a`,
        () => `${sub('list')}[${1 + dice.roll(2)}]`,
        () => `nullif(${sub('number')}, ${sub('number')})`,
        () => `CAST(${conditionOf(dice, scope)} AS BIGINT)`,
        () => `TRY_CAST(${sub('text')} AS BIGINT)`,
        () => `{'a': ${sub('number')}, 'b': ${sub('number')}}.a`,
        () => `(${sub('number')} % 3)`,
      ])()
    case 'text':
      return dice.pick([
        () => `(${sub('text')} || ${sub('text')})`,
        () => `upper(${sub('text')})`,
        () => `(${sub('struct')}).b`,
        () => `CAST(${sub('number')} AS VARCHAR)`,
        () => `coalesce(${sub('text')}, ${sub('text')})`,
        () => `CASE ${sub('number')} WHEN ${sub('number')} THEN ${sub('text')} ELSE ${sub('text')} END`,
      ])()
    case 'list':
      return dice.pick([
        () => `[${sub('number')}, ${sub('number')}]`,
        () => `list_transform(${sub('list')}, lambda x: x + ${sub('number')})`,
        () => `list_filter(${sub('list')}, lambda x: x > ${sub('number')})`,
        () => `[y + ${sub('number')} for y in ${sub('list')} if y < ${sub('number')}]`,
        () => `list_concat(${sub('list')}, ${sub('list')})`,
      ])()
    case 'struct':
      return `{'a': ${sub('number')}, 'b': ${sub('text')}}`
  }
}

export function conditionOf(dice: Dice, scope: Scope): string {
  const number = (): string => valueOf(dice, scope, 'number', 1)
  const text = (): string => valueOf(dice, scope, 'text', 1)
  return dice.pick([
    () => `${number()} < ${number()}`,
    () => `${number()} = ${number()}`,
    () => `${number()} IS NOT DISTINCT FROM ${number()}`,
    () => `${text()} = ${text()}`,
    () => `${number()} BETWEEN ${number()} AND ${number()}`,
    () => `${number()} IN (1, ${number()}, 3)`,
    () => `${text()} LIKE 'a%'`,
    () => `${number()} IS NULL`,
    () => `list_contains(${oneOf(dice, scope, 'list')}, ${number()})`,
    () => `(${number()} > 1 OR ${text()} <> ${text()})`,
    () => `NOT (${number()} >= ${number()})`,
  ])()
}

/** Values alone, so that neither physical order nor rounding can show. */
export function aggregateOf(dice: Dice, scope: Scope): Typed {
  const number = (): string => valueOf(dice, scope, 'number', 1)
  const text = (): string => valueOf(dice, scope, 'text', 1)
  const filter = dice.oneIn(4) ? ` FILTER (WHERE ${conditionOf(dice, scope)})` : ''
  const all = totalOrder(scope)
  return dice.pick<() => Typed>([
    () => ({ sql: `count(*)${filter}`, type: 'number' }),
    () => ({ sql: `count(${number()})${filter}`, type: 'number' }),
    () => ({ sql: `count(DISTINCT ${text()})${filter}`, type: 'number' }),
    () => ({ sql: `sum(${number()})${filter}::BIGINT`, type: 'number' }),
    () => ({ sql: `max(${text()})${filter}`, type: 'text' }),
    () => ({ sql: `min(${number()})${filter}`, type: 'number' }),
    () => ({ sql: `first(${text()} ORDER BY ${all})${filter}`, type: 'text' }),
    () => ({ sql: `string_agg(${text()}, ',' ORDER BY ${all})${filter}`, type: 'text' }),
    () => ({ sql: `list(${number()} ORDER BY ${number()}, ${all})${filter}`, type: 'list' }),
    () => ({ sql: `arg_max(${number()}, row(${all}))${filter}`, type: 'number' }),
    () => ({ sql: `coalesce(bool_or(${conditionOf(dice, scope)})${filter}, false)::BIGINT`, type: 'number' }),
  ])()
}

export function windowOf(dice: Dice, scope: Scope): Typed {
  const number = (): string => valueOf(dice, scope, 'number', 1)
  const partition = dice.oneIn(2) ? `PARTITION BY ${number()} ` : ''
  const order = `${partition}ORDER BY ${number()}`
  const over = `OVER (${order}, ${totalOrder(scope)})`
  const filter = dice.oneIn(3) ? ` FILTER (WHERE ${conditionOf(dice, scope)})` : ''
  const sql = dice.pick([
    () => `row_number() ${over}`,
    () => `rank() OVER (${order})`,
    () => `dense_rank() OVER (${order})`,
    () => `lag(${number()}) ${over}`,
    () => `lead(${number()}, 1, ${number()}) ${over}`,
    () => `first_value(${number()}) ${over}`,
    () => `ntile(2) ${over}`,
    () => `sum(${number()})${filter} OVER (${order} RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)::BIGINT`,
    () => `sum(${number()})${filter} OVER (${order})::BIGINT`,
    () => `count(*)${filter} OVER (${partition.trimEnd()})`,
    () => `max(${number()}) OVER (${order}, ${totalOrder(scope)} ROWS 1 PRECEDING)`,
  ])()
  return { sql, type: 'number' }
}
