/** Random queries that turn, star or combine whole relations. */
import { randomSource, type Making } from '#server/preflight/testing/randomSource.ts'
import { oneOf, scopeOf, valueOf, type RandomQuery } from '#server/preflight/testing/randomScope.ts'

/** Both sides have one number and one text, whatever they are made of. */
function twoColumns(making: Making, depth: number): RandomQuery {
  const query = making.query(making, depth)
  const name = making.name('s')
  const scope = scopeOf(name, query)
  const number = oneOf(making.dice, scope, 'number')
  const text = oneOf(making.dice, scope, 'text')
  return {
    sql: `SELECT ${number} AS c0, ${text} AS c1 FROM (${query.sql}) ${name}`,
    types: ['number', 'text'],
  }
}

export function setOperation(making: Making, depth: number): RandomQuery {
  const left = twoColumns(making, depth - 1)
  const right = twoColumns(making, depth - 1)
  const operation = making.dice.pick([
    'UNION ALL',
    'UNION',
    'UNION BY NAME',
    'UNION ALL BY NAME',
    'EXCEPT',
    'EXCEPT',
    'EXCEPT ALL',
    'INTERSECT',
    'INTERSECT',
    'INTERSECT ALL',
  ])
  // Few values, so that rows of the two sides are often alike.
  const few = (side: RandomQuery): string => `SELECT c0 % 2 AS c0, left(c1, 1) AS c1 FROM (${side.sql})`
  return { sql: `(${few(left)}) ${operation} (${few(right)})`, types: left.types }
}

export function pivoted(making: Making, depth: number): RandomQuery {
  const query = twoColumns(making, depth - 1)
  const aggregate = making.dice.pick(['count(*)', 'sum(c0)', 'max(c0)'])
  const sql = `(SELECT COALESCE("a", -1)::BIGINT AS c0, COALESCE("b", -1)::BIGINT AS c1 FROM (PIVOT (SELECT c0, c1, c0 % 2 AS g FROM (${query.sql})) ON c1 IN ('a', 'b') USING ${aggregate} GROUP BY g))`
  return { sql, types: ['number', 'number'] }
}

export function unpivoted(making: Making, depth: number): RandomQuery {
  const source = randomSource(making, depth)
  const [one, two, three] = [0, 1, 2].map(() => valueOf(making.dice, source.scope, 'number', 1))
  const nulls = making.dice.oneIn(2) ? 'INCLUDE NULLS ' : ''
  const sql = `(SELECT v AS c0, k AS c1, x AS c2 FROM (SELECT (${one})::BIGINT AS p, (${two})::BIGINT AS q, (${three})::BIGINT AS x FROM ${source.sql}) UNPIVOT ${nulls}(v FOR k IN (p, q)))`
  return { sql, types: ['number', 'text', 'number'] }
}

export function starred(making: Making, depth: number): RandomQuery {
  const query = twoColumns(making, depth - 1)
  const name = making.name('s')
  const scope = scopeOf(name, query)
  const value = valueOf(making.dice, scope, 'number', 1)
  const sql = making.dice.pick([
    `SELECT * REPLACE (${value} AS c0) FROM (${query.sql}) ${name}`,
    `SELECT * EXCLUDE (c0), ${value} AS c2 FROM (${query.sql}) ${name}`,
    `SELECT COLUMNS('c[01]') FROM (${query.sql}) ${name}`,
    `FROM (${query.sql}) ${name} SELECT min(COLUMNS(*))`,
  ])
  if (sql.includes('EXCLUDE'))
    return { sql: `(SELECT c1 AS c0, c2 AS c1 FROM (${sql}))`, types: ['text', 'number'] }
  if (sql.includes('min(')) return { sql: `(SELECT * FROM (${sql}) AS z(c0, c1))`, types: query.types }
  return { sql: `(${sql})`, types: query.types }
}
