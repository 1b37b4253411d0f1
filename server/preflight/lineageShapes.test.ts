import { describe, expect, it } from 'vitest'
import { labelOf, type Labelled } from '#server/preflight/testing/shopTables.ts'

const SETS: readonly Labelled[] = [
  {
    says: 'UNION ALL decides no rows',
    sql: 'SELECT id, name FROM customers UNION ALL SELECT product, note FROM prices',
    columns: { id: 'customers.id prices.product', name: 'customers.name prices.note' },
    rows: '',
  },
  {
    says: 'UNION ALL BY NAME joins columns by their names',
    sql: 'SELECT id, name FROM customers UNION ALL BY NAME SELECT note AS name, product AS id FROM prices',
    columns: { id: 'customers.id prices.product', name: 'customers.name prices.note' },
    rows: '',
  },
  {
    says: 'UNION BY NAME with a column that one side lacks',
    sql: 'SELECT id FROM customers UNION BY NAME SELECT product AS id, note FROM prices',
    columns: { id: 'customers.id prices.product', note: 'prices.note' },
    rows: 'customers.id prices.product prices.note',
  },
  {
    says: 'EXCEPT takes its values from the left',
    sql: 'SELECT id FROM customers EXCEPT SELECT product FROM prices',
    columns: { id: 'customers.id' },
    rows: 'customers.id prices.product',
  },
  {
    says: 'INTERSECT ALL compares both sides',
    sql: 'SELECT id, name FROM customers INTERSECT ALL SELECT product, note FROM prices',
    columns: { id: 'customers.id prices.product', name: 'customers.name prices.note' },
    rows: 'customers.id customers.name prices.product prices.note',
  },
  {
    says: 'VALUES come from nowhere',
    sql: `SELECT v.word, o.id FROM (VALUES (1, 'one'), (2, 'two')) v(n, word) JOIN orders o ON o.customer = v.n`,
    columns: { word: '', id: 'orders.id' },
    rows: 'orders.customer',
  },
  {
    says: 'a range up to a value of the row',
    sql: 'SELECT r.range AS n FROM orders o, range(o.customer) r',
    columns: { n: 'orders.customer' },
    rows: 'orders.customer',
  },
]

const CTES: readonly Labelled[] = [
  {
    says: 'a CTE that is used twice',
    sql: `WITH t AS (SELECT id, customer, amount FROM orders WHERE status = 'paid')
          SELECT a.id, b.amount FROM t a JOIN t b ON a.id = b.customer`,
    columns: { id: 'orders.id', amount: 'orders.amount' },
    rows: 'orders.id orders.customer orders.status',
  },
  {
    says: 'a materialised CTE',
    sql: `WITH t AS MATERIALIZED (SELECT customer, sum(amount) AS total FROM orders GROUP BY customer)
          SELECT total FROM t WHERE total > (SELECT avg(total) FROM t)`,
    columns: { total: 'orders.amount' },
    rows: 'orders.customer orders.amount',
  },
  {
    says: 'a CTE that nobody uses',
    sql: 'WITH t AS (SELECT * FROM prices) SELECT id FROM orders',
    columns: { id: 'orders.id' },
    rows: '',
  },
  {
    says: 'a CTE of the same name as a table hides it',
    sql: 'WITH customers AS (SELECT id, status AS name FROM orders) SELECT name FROM customers',
    columns: { name: 'orders.status' },
    rows: '',
  },
  {
    says: 'a recursive CTE that climbs a hierarchy',
    sql: `WITH RECURSIVE up(id, boss, depth) AS (
            SELECT id, customer, 0 FROM orders WHERE status = 'x'
            UNION ALL SELECT o.id, o.customer, depth + 1 FROM up JOIN orders o ON o.id = up.boss WHERE depth < 9)
          SELECT id, depth FROM up`,
    columns: { id: 'orders.id', depth: '' },
    rows: 'orders.id orders.customer orders.status',
  },
  {
    says: 'a recursive CTE whose columns change places',
    sql: `WITH RECURSIVE t(a, b) AS (SELECT id, customer FROM orders UNION ALL SELECT b, a FROM t WHERE a < 3)
          SELECT a FROM t`,
    columns: { a: 'orders.id orders.customer' },
    rows: 'orders.id orders.customer',
  },
  {
    says: 'a recursive UNION compares every column',
    sql: `WITH RECURSIVE t(a, b) AS (SELECT id, name FROM customers UNION SELECT a + 1, b FROM t WHERE a < 3)
          SELECT b FROM t`,
    columns: { b: 'customers.name' },
    rows: 'customers.id customers.name',
  },
]

const NESTED: readonly Labelled[] = [
  {
    says: 'a field of a struct is of its column',
    sql: `SELECT address.city, {'n': name, 'r': region}.r AS r FROM customers WHERE address.zip = '1'`,
    columns: { city: 'customers.address', r: 'customers.region' },
    rows: 'customers.address',
  },
  {
    says: 'UNNEST repeats rows',
    sql: 'SELECT id, unnest(tags) AS tag FROM customers',
    columns: { id: 'customers.id', tag: 'customers.tags' },
    rows: 'customers.tags',
  },
  {
    says: 'UNNEST in FROM',
    sql: 'SELECT c.id, u.tag FROM customers c, unnest(c.tags) AS u(tag)',
    columns: { id: 'customers.id', tag: 'customers.tags' },
    rows: 'customers.tags',
  },
  {
    says: 'UNNEST of a list that is written down repeats each row alike',
    sql: 'SELECT unnest([id, product]) AS n FROM customers, prices WHERE name = note',
    columns: { n: 'customers.id prices.product' },
    rows: 'customers.name prices.note',
  },
  {
    says: 'a lambda with what it captures',
    sql: 'SELECT list_transform(list_filter(tags, lambda t: t <> region), lambda t: t || name) AS l FROM customers',
    columns: { l: 'customers.name customers.region customers.tags' },
    rows: '',
  },
  {
    says: 'a list comprehension',
    sql: `SELECT [t || region FOR t IN tags IF len(t) > id] AS l FROM customers`,
    columns: { l: 'customers.id customers.region customers.tags' },
    rows: '',
  },
  {
    says: 'JSON that is unfolded',
    sql: 'SELECT c.id, j.key, j.value FROM customers c, json_each(c.name) j',
    columns: { id: 'customers.id', key: 'customers.name', value: 'customers.name' },
    rows: 'customers.name',
  },
  {
    says: 'CASE has its tests and its branches',
    sql: `SELECT CASE WHEN status = 'paid' THEN amount ELSE id END AS v, coalesce(status, 'none') AS s FROM orders`,
    columns: { v: 'orders.id orders.amount orders.status', s: 'orders.status' },
    rows: '',
  },
]

const STARS: readonly Labelled[] = [
  {
    says: 'a star with EXCLUDE, REPLACE and RENAME',
    sql: `SELECT * EXCLUDE (tags, address) REPLACE (upper(name) || id AS name) RENAME (region AS area) FROM customers`,
    columns: { id: 'customers.id', name: 'customers.id customers.name', area: 'customers.region' },
    rows: '',
  },
  {
    says: 'COLUMNS by a pattern',
    sql: `SELECT max(COLUMNS('^(amount|placed)$')) FROM orders`,
    columns: { amount: 'orders.amount', placed: 'orders.placed' },
    rows: '',
  },
  {
    says: 'a PIVOT whose values are named',
    sql: `SELECT * FROM orders PIVOT (sum(amount) FOR status IN ('paid', 'open') GROUP BY customer)`,
    columns: {
      customer: 'orders.customer',
      paid: 'orders.amount orders.status',
      open: 'orders.amount orders.status',
    },
    rows: 'orders.customer',
  },
  {
    says: 'an UNPIVOT drops NULLs',
    sql: 'SELECT * FROM (SELECT id, name, region FROM customers) UNPIVOT (v FOR k IN (name, region))',
    columns: { id: 'customers.id', k: '', v: 'customers.name customers.region' },
    rows: 'customers.name customers.region',
  },
  {
    says: 'an UNPIVOT with INCLUDE NULLS keeps every row',
    sql: 'SELECT * FROM (SELECT id, name, region FROM customers) UNPIVOT INCLUDE NULLS (v FOR k IN (name, region))',
    columns: { id: 'customers.id', k: '', v: 'customers.name customers.region' },
    rows: '',
  },
  {
    says: 'FROM first, and an alias that is used at once',
    sql: 'FROM orders SELECT amount * 2 AS twice, twice + id AS more WHERE twice > 3',
    columns: { twice: 'orders.amount', more: 'orders.id orders.amount' },
    rows: 'orders.amount',
  },
]

describe('the lineage of a set operation', () => {
  it.each(SETS)('$says', async ({ sql, columns, rows }) => {
    expect(await labelOf(sql)).toEqual({ columns, rows, coarse: [] })
  })
})

describe('the lineage of a CTE', () => {
  it.each(CTES)('$says', async ({ sql, columns, rows }) => {
    expect(await labelOf(sql)).toEqual({ columns, rows, coarse: [] })
  })
})

describe('the lineage of nested values', () => {
  it.each(NESTED)('$says', async ({ sql, columns, rows }) => {
    expect(await labelOf(sql)).toEqual({ columns, rows, coarse: [] })
  })
})

describe('the lineage of stars and pivots', () => {
  it.each(STARS)('$says', async ({ sql, columns, rows }) => {
    expect(await labelOf(sql)).toEqual({ columns, rows, coarse: [] })
  })
})
