/** Random SELECT statements over the oracle's small tables, of every shape that a step may have; one seed, one query. */
import {
  aggregateOf,
  conditionOf,
  oneOf,
  scopeOf,
  totalOrder,
  valueOf,
  windowOf,
  type RandomQuery,
  type RandomType,
  type Scope,
  type Typed,
} from '#server/preflight/testing/randomScope.ts'
import { pivoted, setOperation, starred, unpivoted } from '#server/preflight/testing/randomReshaping.ts'
import { randomSource, type Making, type Source } from '#server/preflight/testing/randomSource.ts'
import { createDice } from '#server/preflight/testing/seededDice.ts'

export function randomQuery(seed: number): RandomQuery {
  let names = 0
  const name = (prefix: string): string => `${prefix}${names++}`
  return queryOf({ dice: createDice(seed), name, outer: [], ctes: [], query: queryOf }, 2)
}

function queryOf(making: Making, depth: number): RandomQuery {
  const { dice } = making
  if (depth === 0) return plain(making, depth)
  return dice.pick([
    plain,
    plain,
    plain,
    aggregated,
    aggregated,
    windowed,
    windowed,
    setOperation,
    setOperation,
    setOperation,
    distinct,
    limited,
    unnested,
    withCte,
    withCte,
    recursive,
    pivoted,
    unpivoted,
    starred,
    correlated,
    correlated,
  ])(making, depth)
}

const TYPES = ['number', 'number', 'number', 'text', 'text', 'list', 'struct'] as const

/** Two to four of them, under the names that every random query gives to its columns. */
function selected(columns: readonly Typed[]): {
  readonly list: string
  readonly types: readonly RandomType[]
} {
  const list = columns.map((one, at) => `${one.sql} AS c${at}`).join(', ')
  return { list, types: columns.map((one) => one.type) }
}

const values = ({ dice }: Making, scope: Scope): readonly Typed[] =>
  Array.from({ length: 2 + dice.roll(2) }, () => {
    const type = dice.pick(TYPES)
    return { sql: valueOf(dice, scope, type), type }
  })

const where = (making: Making, { scope }: Source): string =>
  making.dice.oneIn(2) ? ` WHERE ${conditionOf(making.dice, [...scope, ...making.outer])}` : ''

function plain(making: Making, depth: number): RandomQuery {
  const source = randomSource(making, depth)
  const { list, types } = selected(values(making, [...source.scope, ...making.outer]))
  return { sql: `SELECT ${list} FROM ${source.sql}${where(making, source)}`, types }
}

function aggregated(making: Making, depth: number): RandomQuery {
  const { dice } = making
  const source = randomSource(making, depth)
  const keys = Array.from({ length: dice.roll(3) }, (): Typed => {
    const type = dice.pick(['number', 'text'])
    return { sql: oneOf(dice, source.scope, type), type }
  }).filter((one) => one.sql.includes('.'))
  const aggregates = [aggregateOf(dice, source.scope), aggregateOf(dice, source.scope)]
  const { list, types } = selected([...keys, ...aggregates])
  const by = keys.map((one) => one.sql).join(', ')
  const having = dice.oneIn(4) ? ` HAVING ${aggregateOf(dice, source.scope).sql} IS NOT NULL` : ''
  const grouping = dice.pick([by, by, `ROLLUP (${by})`, `CUBE (${by})`, `GROUPING SETS ((${by}), ())`])
  const group = keys.length === 0 ? '' : ` GROUP BY ${grouping}`
  return { sql: `SELECT ${list} FROM ${source.sql}${where(making, source)}${group}${having}`, types }
}

function windowed(making: Making, depth: number): RandomQuery {
  const { dice } = making
  const source = randomSource(making, depth)
  const window = windowOf(dice, source.scope)
  const { list, types } = selected([...values(making, source.scope), window])
  const qualify = dice.oneIn(2) ? ` QUALIFY ${windowOf(dice, source.scope).sql} <= 2` : ''
  return { sql: `SELECT ${list} FROM ${source.sql}${where(making, source)}${qualify}`, types }
}

function distinct(making: Making, depth: number): RandomQuery {
  const source = randomSource(making, depth)
  const { list, types } = selected(values(making, source.scope))
  if (making.dice.oneIn(2)) return { sql: `SELECT DISTINCT ${list} FROM ${source.sql}`, types }
  const on = oneOf(making.dice, source.scope, 'number')
  const order = `${on}, ${oneOf(making.dice, source.scope, 'text')}, ${totalOrder(source.scope)}`
  return { sql: `SELECT DISTINCT ON (${on}) ${list} FROM ${source.sql} ORDER BY ${order}`, types }
}

function limited(making: Making, depth: number): RandomQuery {
  const source = randomSource(making, depth)
  const { list, types } = selected(values(making, source.scope))
  const first = valueOf(making.dice, source.scope, 'number', 1)
  const offset = making.dice.oneIn(3) ? ' OFFSET 1' : ''
  const limit = `LIMIT ${1 + making.dice.roll(4)}${offset}`
  const order = `(${first}) + 0 DESC NULLS LAST, ${totalOrder(source.scope)}`
  return { sql: `(SELECT ${list} FROM ${source.sql} ORDER BY ${order} ${limit})`, types }
}

function unnested(making: Making, depth: number): RandomQuery {
  const source = randomSource(making, depth)
  const unnest = (): Typed => ({
    sql: `unnest(${valueOf(making.dice, source.scope, 'list', 1)})`,
    type: 'number',
  })
  const also = making.dice.oneIn(3) ? [unnest()] : []
  const { list, types } = selected([...values(making, source.scope), unnest(), ...also])
  return { sql: `SELECT ${list} FROM ${source.sql}${where(making, source)}`, types }
}

function withCte(making: Making, depth: number): RandomQuery {
  const name = making.name('w')
  const query = queryOf({ ...making, outer: [] }, depth - 1)
  const how = making.dice.pick(['', ' MATERIALIZED', ' NOT MATERIALIZED'])
  const body = queryOf({ ...making, ctes: [...making.ctes, { name, query }] }, depth)
  return { sql: `(WITH ${name} AS${how} (${query.sql}) ${body.sql})`, types: body.types }
}

/** Bounded by its counter, so that it ends whatever the values are. */
function recursive(making: Making, depth: number): RandomQuery {
  const name = making.name('r')
  const start = queryOf({ ...making, outer: [] }, depth - 1)
  const from = making.name('s')
  const scope = scopeOf(from, start)
  const number = oneOf(making.dice, scope, 'number')
  const text = oneOf(making.dice, scope, 'text')
  const joined = making.dice.oneIn(2) ? ', u j' : ''
  const step: Scope = [
    { sql: 'p.c1', type: 'number' },
    ...(joined ? [{ sql: 'j.n', type: 'number' } as const] : []),
  ]
  const stepped = valueOf(making.dice, step, 'number', 1)
  const next = joined ? `coalesce(j.n, ${stepped})` : stepped
  const kept = joined ? ` AND p.c1 = j.k` : ` AND ${conditionOf(making.dice, step)}`
  const union = making.dice.oneIn(2) ? 'UNION ALL' : 'UNION'
  const sql = `(WITH RECURSIVE ${name}(c0, c1, c2) AS (
    SELECT 0::BIGINT, (${number})::BIGINT, (${text})::VARCHAR FROM (${start.sql}) ${from}
    ${union}
    SELECT p.c0 + 1, (${next})::BIGINT, p.c2 FROM ${name} p${joined} WHERE p.c0 < 2${kept}
  ) SELECT c0, c1, c2 FROM ${name})`
  return { sql, types: ['number', 'number', 'text'] }
}

function correlated(making: Making, depth: number): RandomQuery {
  const { dice } = making
  const source = randomSource(making, depth)
  const inner = randomSource({ ...making, outer: source.scope }, 0)
  const both = [...inner.scope, ...source.scope]
  const number = valueOf(dice, source.scope, 'number', 1)
  const kept = conditionOf(dice, both)
  const from = `FROM ${inner.sql} WHERE ${kept}`
  const asked = dice.pick<() => Typed>([
    () => ({ sql: `(SELECT ${aggregateOf(dice, inner.scope).sql} ${from})`, type: 'struct' }),
    () => ({ sql: `(SELECT max(${valueOf(dice, both, 'number', 1)}) ${from})`, type: 'number' }),
    () => ({ sql: `EXISTS (SELECT 1 ${from})::BIGINT`, type: 'number' }),
    () => ({
      sql: `(${number} IN (SELECT ${valueOf(dice, both, 'number', 1)} ${from}))::BIGINT`,
      type: 'number',
    }),
    () => ({
      sql: `(${number} > ALL (SELECT ${valueOf(dice, inner.scope, 'number', 1)} ${from}))::BIGINT`,
      type: 'number',
    }),
    () => ({
      sql: `(${number} = ANY (SELECT ${valueOf(dice, inner.scope, 'number', 1)} ${from}))::BIGINT`,
      type: 'number',
    }),
    () => ({
      sql: `ARRAY(SELECT ${valueOf(dice, inner.scope, 'number', 1)} AS v ${from} ORDER BY v)`,
      type: 'list',
    }),
    () => ({
      sql: `(SELECT ${valueOf(dice, both, 'number', 1)} ${from} ORDER BY ${totalOrder(inner.scope)} LIMIT 1)`,
      type: 'number',
    }),
  ])()
  const test = dice.pick([
    `EXISTS (SELECT 1 ${from})`,
    `NOT EXISTS (SELECT 1 ${from})`,
    `${number} IN (SELECT ${valueOf(dice, inner.scope, 'number', 1)} FROM ${inner.sql})`,
    `${number} NOT IN (SELECT ${valueOf(dice, inner.scope, 'number', 1)} FROM ${inner.sql})`,
    `${number} <= (SELECT max(${valueOf(dice, both, 'number', 1)}) ${from})`,
  ])
  const filter = dice.oneIn(2) ? ` WHERE ${test}` : ''
  // Of a type that varies, so nothing is done with it further up.
  const named =
    asked.type === 'struct' ? { sql: `CAST(${asked.sql} AS VARCHAR)`, type: 'text' as const } : asked
  const { list, types } = selected([...values(making, source.scope), named])
  return { sql: `SELECT ${list} FROM ${source.sql}${filter}`, types }
}
