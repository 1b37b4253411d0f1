/** What a random query reads: a table, a subquery or a CTE, alone or joined in one of DuckDB's many ways. */
import {
  aggregateOf,
  conditionOf,
  oneOf,
  scopeOf,
  totalOrder,
  valueOf,
  type RandomQuery,
  type Scope,
} from '#server/preflight/testing/randomScope.ts'

import type { Dice } from '#server/preflight/testing/seededDice.ts'

/** What the parts of one random query share. */
export type Making = {
  readonly dice: Dice
  /** A name that no other part of the query has. */
  readonly name: (prefix: string) => string
  /** Columns of enclosing queries, for those that may be correlated. */
  readonly outer: Scope
  readonly ctes: readonly { readonly name: string; readonly query: RandomQuery }[]
  /** Makes a subquery, as the whole was made. */
  readonly query: (making: Making, depth: number) => RandomQuery
}

export type Source = { readonly sql: string; readonly scope: Scope }

/** The oracle's tables, as the generator knows them. */
export const RANDOM_TABLES = {
  t: { k: 'number', n: 'number', s: 'text', l: 'list', o: 'struct' },
  u: { k: 'number', n: 'number', s: 'text', m: 'number' },
  v: { k: 'number', s: 'text', d: 'number', l: 'list' },
} as const

export function randomSource(making: Making, depth: number): Source {
  const first = oneSource(making, depth)
  if (!making.dice.oneIn(2)) return first
  const joined = joinedSource(making, depth, first)
  return making.dice.oneIn(4) ? joinedSource(making, depth, joined) : joined
}

function oneSource(making: Making, depth: number): Source {
  const { dice, ctes } = making
  const alias = making.name('a')
  const cte = ctes[dice.roll(ctes.length + 1)]
  if (cte && !dice.oneIn(3)) return { sql: `${cte.name} AS ${alias}`, scope: scopeOf(alias, cte.query) }
  if (depth > 0 && dice.oneIn(2)) {
    const query = making.query({ ...making, outer: [] }, depth - 1)
    return { sql: `(${query.sql}) AS ${alias}`, scope: scopeOf(alias, query) }
  }
  if (dice.oneIn(12))
    return {
      sql: `range(${1 + dice.roll(3)}) AS ${alias}(i)`,
      scope: [{ sql: `${alias}.i`, type: 'number' }],
    }
  if (dice.oneIn(16))
    return {
      sql: `(VALUES (1, 'a'), (2, 'b')) AS ${alias}(i, j)`,
      scope: [
        { sql: `${alias}.i`, type: 'number' },
        { sql: `${alias}.j`, type: 'text' },
      ],
    }
  const table = dice.pick(['t', 't', 'u', 'u', 'v'])
  const scope = Object.entries(RANDOM_TABLES[table]).map(([column, type]) => ({
    sql: `${alias}.${column}`,
    type,
  }))
  return { sql: `${table} AS ${alias}`, scope }
}

function joinedSource(making: Making, depth: number, left: Source): Source {
  const { dice } = making
  const right = oneSource(making, Math.max(0, depth - 1))
  const both = [...left.scope, ...right.scope]
  const key = `${oneOf(dice, left.scope, 'number')} = ${oneOf(dice, right.scope, 'number')}`
  const on = dice.pick([
    () => key,
    () => key,
    () => `${key} AND ${conditionOf(dice, both)}`,
    () => conditionOf(dice, both),
  ])()
  return dice.pick<() => Source>([
    () => ({ sql: `${left.sql} JOIN ${right.sql} ON ${on}`, scope: both }),
    () => ({ sql: `${left.sql} LEFT JOIN ${right.sql} ON ${on}`, scope: both }),
    () => ({ sql: `${left.sql} RIGHT JOIN ${right.sql} ON ${on}`, scope: both }),
    () => ({ sql: `${left.sql} FULL JOIN ${right.sql} ON ${key}`, scope: both }),
    () => ({ sql: `${left.sql} SEMI JOIN ${right.sql} ON ${key}`, scope: left.scope }),
    () => ({ sql: `${left.sql} ANTI JOIN ${right.sql} ON ${key}`, scope: left.scope }),
    () => ({ sql: `${left.sql} CROSS JOIN ${right.sql}`, scope: both }),
    () => usingSource(making, left, right),
    () => asofSource(making, left, right),
    () => lateralSource(making, left, right),
    () => lateralSource(making, left, right),
    () => onOneRowEach(making, left, right),
    () => onOneRowEach(making, left, right),
    () => withOneRow(making, left, right),
  ])()
}

/** The key is one column of the result, of whichever side has it. */
function usingSource({ dice, name }: Making, left: Source, right: Source): Source {
  const [one, two] = [name('a'), name('a')]
  const projected = (side: Source): string =>
    `(SELECT (${valueOf(dice, side.scope, 'number', 1)})::BIGINT AS k, (${oneOf(dice, side.scope, 'text')})::VARCHAR AS x FROM ${side.sql})`
  const how = dice.pick(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'])
  const joined = `(SELECT k, ${one}.x AS x1, ${two}.x AS x2 FROM ${projected(left)} ${one} ${how} ${projected(right)} ${two} USING (k))`
  const alias = name('a')
  return {
    sql: `${joined} AS ${alias}`,
    scope: [
      { sql: `${alias}.k`, type: 'number' },
      { sql: `${alias}.x1`, type: 'text' },
      { sql: `${alias}.x2`, type: 'text' },
    ],
  }
}

/** The right side has each key once: of equal keys ASOF would take any. */
function asofSource({ dice, name }: Making, left: Source, right: Source): Source {
  const alias = name('a')
  const key = oneOf(dice, right.scope, 'number')
  const value = aggregateOf(dice, right.scope)
  const how = dice.oneIn(2) ? 'ASOF JOIN' : 'ASOF LEFT JOIN'
  const grouped = `(SELECT (${key}) + 0 AS k, ${value.sql} AS x FROM ${right.sql} GROUP BY 1)`
  return {
    sql: `${left.sql} ${how} ${grouped} ${alias} ON ${oneOf(dice, left.scope, 'number')} >= ${alias}.k`,
    scope: [...left.scope, { sql: `${alias}.k`, type: 'number' }, { sql: `${alias}.x`, type: value.type }],
  }
}

function lateralSource({ dice, name }: Making, left: Source, right: Source): Source {
  const alias = name('a')
  const both = [...left.scope, ...right.scope]
  const value = valueOf(dice, both, 'number', 1)
  const kept = dice.oneIn(2) ? ` WHERE ${conditionOf(dice, both)}` : ''
  const order = `ORDER BY (${valueOf(dice, right.scope, 'number', 1)}) + 0, ${totalOrder(right.scope)}`
  const sub = dice.pick([
    `SELECT ${value} AS x FROM ${right.sql}${kept}`,
    `SELECT sum(${value})::BIGINT AS x FROM ${right.sql}${kept}`,
    `SELECT ${value} AS x FROM ${right.sql}${kept} ${order} LIMIT 1`,
    `SELECT unnest(${valueOf(dice, left.scope, 'list', 1)}) AS x`,
    `SELECT * FROM (VALUES (${oneOf(dice, left.scope, 'number')}), (${oneOf(dice, left.scope, 'number')})) q(x)`,
    `SELECT ${valueOf(dice, left.scope, 'number', 1)} AS x`,
  ])
  const on = dice.pick([
    conditionOf(dice, [...left.scope, { sql: `${alias}.x`, type: 'number' }]),
    `${alias}.x = ${oneOf(dice, left.scope, 'number')}`,
  ])
  const how = dice.pick([
    `CROSS JOIN LATERAL (${sub}) ${alias}`,
    `LEFT JOIN LATERAL (${sub}) ${alias} ON true`,
    `JOIN LATERAL (${sub}) ${alias} ON ${on}`,
  ])
  return { sql: `${left.sql} ${how}`, scope: [...left.scope, { sql: `${alias}.x`, type: 'number' }] }
}

/** A left join on a grouped key neither adds nor drops a row, and a walk may know that. */
function onOneRowEach({ dice, name }: Making, left: Source, right: Source): Source {
  const alias = name('a')
  const [one, two] = [oneOf(dice, right.scope, 'number'), oneOf(dice, right.scope, 'text')]
  const value = aggregateOf(dice, right.scope)
  const isTwo = dice.oneIn(2)
  const keys = `(${one}) + 0 AS k${isTwo ? `, (${two}) || '' AS k2` : ''}`
  const grouped = `(SELECT ${keys}, ${value.sql} AS x FROM ${right.sql} GROUP BY ${isTwo ? '1, 2' : '1'})`
  const also = isTwo && dice.oneIn(2) ? ` AND ${oneOf(dice, left.scope, 'text')} = ${alias}.k2` : ''
  const more = dice.oneIn(3) ? ` AND ${conditionOf(dice, left.scope)}` : ''
  return {
    sql: `${left.sql} LEFT JOIN ${grouped} ${alias} ON ${oneOf(dice, left.scope, 'number')} = ${alias}.k${also}${more}`,
    scope: [...left.scope, { sql: `${alias}.k`, type: 'number' }, { sql: `${alias}.x`, type: value.type }],
  }
}

/** The whole as one row beside each, as for a share of the total. */
function withOneRow({ dice, name }: Making, left: Source, right: Source): Source {
  const alias = name('a')
  const value = aggregateOf(dice, right.scope)
  const kept = dice.oneIn(3) ? ` HAVING sum(${oneOf(dice, right.scope, 'number')}) % 2 = ${dice.roll(2)}` : ''
  const one = `(SELECT ${value.sql} AS x FROM ${right.sql}${kept}) ${alias}`
  const sql = dice.pick([
    `${left.sql} CROSS JOIN ${one}`,
    `${one} CROSS JOIN ${left.sql}`,
    `${left.sql} LEFT JOIN ${one} ON ${conditionOf(dice, left.scope)}`,
    `${left.sql} JOIN ${one} ON ${conditionOf(dice, left.scope)}`,
  ])
  return { sql, scope: [...left.scope, { sql: `${alias}.x`, type: value.type }] }
}
