import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHardenedDatabase, type HardenedDatabase } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { analyseSql } from '#server/preflight/analyseSql.ts'
import { namesIn } from '#server/preflight/namesIn.ts'
import { TableName } from '#shared/ids.ts'

const wanted: readonly (readonly [string, readonly string[]])[] = [
  ['SELECT 1 FROM Orders o, main.customers', ['orders', 'customers']],
  ['WITH a AS (FROM orders) SELECT * FROM a WHERE EXISTS (FROM "prices")', ['orders', 'prices']],
  [
    'SELECT (SELECT max(id) FROM orders), [x FOR x IN (SELECT list(id) FROM customers)]',
    ['orders', 'customers'],
  ],
  ["FROM (PIVOT orders ON status IN ('a') USING sum(id))", ['orders']],
  ['WITH RECURSIVE r AS (FROM orders UNION ALL SELECT p.* FROM r, prices p) FROM r', ['orders', 'prices']],
  ['(TABLE orders) EXCEPT (FROM customers SEMI JOIN prices USING (id))', ['orders', 'customers', 'prices']],
]

describe('the names in a text', () => {
  let database: HardenedDatabase
  beforeAll(async () => {
    database = await openHardenedDatabase({ memoryMb: 256, threads: 1 })
  })
  afterAll(() => database.close())

  it.each(wanted)('hold every table that it reads: %s', async (sql, tables) => {
    const names = await namesIn(database.connection, sql)
    expect(tables.filter((one) => names?.has(one) !== true)).toEqual([])
    expect(names?.has('other')).toBe(false)
  })

  it('are not known of a text that is not one SELECT', async () => {
    expect(await namesIn(database.connection, 'selct id FROM orders')).toBeUndefined()
    expect(await namesIn(database.connection, 'DROP TABLE orders')).toBeUndefined()
    expect(await namesIn(database.connection, 'SELECT 1 \0')).toBeUndefined()
  })

  it('are all that the twin is made of', async () => {
    const inputs = ['orders', 'customers', 'other'].map((name) => ({
      name: TableName.parse(name),
      schema: [{ name: 'id', type: 'BIGINT' }],
    }))
    const { analysis } = await analyseSql(database.connection, {
      sql: 'SELECT id FROM ORDERS JOIN customers USING (id)',
      parameters: {},
      inputs,
      asserts: [],
    })
    expect(analysis.reads.map((one) => one.name)).toEqual(['orders', 'customers'])
    const made = await database.connection.runAndReadAll('SELECT table_name FROM duckdb_tables() ORDER BY 1')
    expect(made.getRowsJson()).toEqual([['customers'], ['orders']])
  })
})
