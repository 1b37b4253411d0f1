import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isRefusedFunction } from '#shared/allowedFunctions.ts'
import { CHANGING_FUNCTIONS } from '#server/preflight/sqlWarnings.ts'
import { analysed } from '#server/preflight/testing/shopTables.ts'

const warningsOf = async (sql: string): Promise<readonly string[]> => {
  const { analysis } = await analysed(sql)
  expect(analysis.findings.filter((one) => one.severity !== 'warn')).toEqual([])
  return analysis.findings.map((one) => one.code)
}

describe('a result that changes by itself', () => {
  it.each([
    'SELECT id FROM orders WHERE random() < 0.5',
    'SELECT uuid() AS u FROM orders',
    'SELECT id FROM orders WHERE placed > current_date - 7',
    'SELECT now() AS t, id FROM orders',
    'SELECT age(placed) AS since FROM orders',
    'SELECT id FROM orders USING SAMPLE 10 PERCENT',
  ])('is warned of: %s', async (sql) => {
    expect(await warningsOf(sql)).toEqual(['not-deterministic'])
  })

  it.each([
    "SELECT age(placed, TIMESTAMP '2024-01-01') AS since FROM orders",
    'SELECT id FROM orders USING SAMPLE reservoir(10 ROWS) REPEATABLE (3)',
  ])('is not seen in %s', async (sql) => {
    expect(await warningsOf(sql)).toEqual([])
  })

  it('names the functions', async () => {
    const { analysis } = await analysed('SELECT now() AS t, random() AS r')
    expect(analysis.findings[0]?.text).toBe(
      'The result is another each time it runs, because of now(), random().',
    )
  })

  it('knows every function that DuckDB calls volatile', async () => {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    const rows = await connection.runAndReadAll(
      "SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability <> 'CONSISTENT' AND function_name <> 'error'",
    )
    const names = z.array(z.tuple([z.string()])).parse(rows.getRowsJson())
    connection.closeSync()
    instance.closeSync()
    const unknown = names.flat().filter((one) => !CHANGING_FUNCTIONS.has(one) && !isRefusedFunction(one))
    expect(names.length).toBeGreaterThan(10)
    expect(unknown).toEqual([])
  })
})

describe('rows that are taken as they come', () => {
  it.each([
    'SELECT id FROM orders LIMIT 5',
    'SELECT DISTINCT ON (customer) id, customer FROM orders',
    'SELECT customer, first(id) AS f FROM orders GROUP BY customer',
    'SELECT any_value(status) AS s FROM orders',
    'SELECT * FROM (SELECT id FROM orders LIMIT 5) ORDER BY id',
  ])('are warned of: %s', async (sql) => {
    expect(await warningsOf(sql)).toEqual(['arbitrary-rows'])
  })

  it.each([
    'SELECT id FROM orders ORDER BY id LIMIT 5',
    'SELECT count(*) AS n FROM orders LIMIT 1',
    'SELECT DISTINCT ON (customer) id, customer FROM orders ORDER BY customer, placed',
    'SELECT first(id ORDER BY placed) AS f FROM orders',
    'SELECT id FROM orders WHERE amount > (SELECT avg(amount) FROM orders)',
  ])('are not seen in %s', async (sql) => {
    expect(await warningsOf(sql)).toEqual([])
  })
})

describe('every row with every row', () => {
  it.each([
    'SELECT o.id, c.name FROM orders o, customers c',
    'SELECT o.id FROM orders o CROSS JOIN prices p',
    'SELECT o.id FROM orders o JOIN customers c ON true',
    'SELECT o.id FROM orders o JOIN customers c ON o.id = 1',
    "SELECT o.id FROM orders o LEFT JOIN customers c ON c.region = 'x'",
    'SELECT o.id FROM orders o, customers c, prices p WHERE o.customer = c.id AND p.price > 3',
    'SELECT n FROM (SELECT count(*) AS n FROM orders, customers)',
  ])('is warned of: %s', async (sql) => {
    expect(await warningsOf(sql)).toEqual(['cartesian-product'])
  })

  it.each([
    'SELECT o.id FROM orders o, customers c WHERE o.customer = c.id',
    'SELECT o.id FROM orders o, customers c, prices p WHERE p.product = o.id AND p.note = c.name',
    'SELECT o.id FROM orders o JOIN customers c ON o.customer < c.id',
    'SELECT amount / total AS share FROM orders, (SELECT sum(amount) AS total FROM orders)',
    'SELECT o.id, r.range AS n FROM orders o, range(3) r',
    'SELECT x FROM (SELECT o.customer AS x, c.id AS y FROM orders o, customers c) WHERE x = y',
    'SELECT o.id FROM orders o JOIN customers c ON o.customer = c.id AND EXISTS (SELECT 1 FROM prices p WHERE p.product = c.id)',
    'SELECT o.id FROM orders o, customers c WHERE o.customer = c.id QUALIFY row_number() OVER (ORDER BY o.id) = 1',
    'SELECT o.id, (SELECT count(*) FROM prices p WHERE p.product < o.id) AS n FROM orders o',
    'SELECT c.id, u.tag FROM customers c, unnest(c.tags) AS u(tag)',
    "SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM prices WHERE note = 'x')",
    'SELECT c.name, x.amount FROM customers c, LATERAL (SELECT amount FROM orders o WHERE o.customer = c.id) x',
  ])('is not seen in %s', async (sql) => {
    expect(await warningsOf(sql)).toEqual([])
  })
})

describe('comparisons with NULL', () => {
  it.each([
    'SELECT id FROM orders WHERE status = NULL',
    'SELECT status <> NULL AS x FROM orders',
    "SELECT id FROM orders WHERE status NOT IN ('paid', NULL)",
  ])('are warned of: %s', async (sql) => {
    expect(await warningsOf(sql)).toEqual(['null-comparison'])
  })

  it.each([
    'SELECT id FROM orders WHERE status IS NULL',
    'SELECT id FROM orders WHERE status IS NOT DISTINCT FROM NULL',
    'SELECT coalesce(status, NULL) AS s FROM orders',
  ])('are not seen in %s', async (sql) => {
    expect(await warningsOf(sql)).toEqual([])
  })

  it('are warned of where one NULL of a subquery empties the result', async () => {
    const notIn = 'SELECT id FROM orders WHERE customer NOT IN (SELECT id FROM customers)'
    const notExists =
      'SELECT id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM customers c WHERE c.id = o.customer)'
    expect(await warningsOf(notIn)).toEqual(['not-in-null'])
    expect(await warningsOf(notExists)).toEqual([])
    expect(await warningsOf('SELECT id FROM orders WHERE customer IN (SELECT id FROM customers)')).toEqual([])
  })
})
