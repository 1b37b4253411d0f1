import { describe, expect, it } from 'vitest'
import { labelOf, type Labelled } from '#server/preflight/testing/shopTables.ts'

const GROUPS: readonly Labelled[] = [
  {
    says: 'a filter and a group decide rows; an aggregate has its arguments',
    sql: `SELECT region, count(*) AS n, max(name) AS last FROM customers WHERE id > 3 GROUP BY region`,
    columns: { region: 'customers.region', n: '', last: 'customers.name' },
    rows: 'customers.id customers.region',
  },
  {
    says: 'an aggregate’s own filter is in its value',
    sql: `SELECT sum(amount) FILTER (WHERE status = 'paid') AS paid, sum(amount) AS total FROM orders`,
    columns: { paid: 'orders.amount orders.status', total: 'orders.amount' },
    rows: '',
  },
  {
    says: 'HAVING decides rows',
    sql: 'SELECT customer FROM orders GROUP BY customer HAVING sum(amount) > 10',
    columns: { customer: 'orders.customer' },
    rows: 'orders.customer orders.amount',
  },
  {
    says: 'an aggregate’s own order is in its value',
    sql: `SELECT string_agg(name, ', ' ORDER BY region DESC) AS names, list(DISTINCT id) AS ids FROM customers`,
    columns: { names: 'customers.name customers.region', ids: 'customers.id' },
    rows: '',
  },
  {
    says: 'the row of the greatest',
    sql: 'SELECT arg_max(status, placed) AS latest FROM orders',
    columns: { latest: 'orders.placed orders.status' },
    rows: '',
  },
  {
    says: 'ROLLUP, and what says which level a row is of',
    sql: 'SELECT region, name, grouping(region) AS level, sum(id) AS s FROM customers GROUP BY ROLLUP (region, name)',
    columns: { region: 'customers.region', name: 'customers.name', level: '', s: 'customers.id' },
    rows: 'customers.name customers.region',
  },
  {
    says: 'GROUPING SETS with the empty set',
    sql: 'SELECT region, count(*) AS n FROM customers GROUP BY GROUPING SETS ((region), (name), ())',
    columns: { region: 'customers.region', n: '' },
    rows: 'customers.name customers.region',
  },
  {
    says: 'GROUP BY ALL over an expression',
    sql: `SELECT date_trunc('month', placed) AS month, sum(amount) AS total FROM orders GROUP BY ALL ORDER BY ALL`,
    columns: { month: 'orders.placed', total: 'orders.amount' },
    rows: 'orders.placed',
  },
  {
    says: 'an aggregate of an aggregate',
    sql: 'SELECT avg(total) AS mean FROM (SELECT customer, sum(amount) AS total FROM orders GROUP BY customer)',
    columns: { mean: 'orders.amount' },
    rows: 'orders.customer',
  },
  {
    says: 'DISTINCT compares every column',
    sql: 'SELECT DISTINCT region, name FROM customers',
    columns: { region: 'customers.region', name: 'customers.name' },
    rows: 'customers.name customers.region',
  },
  {
    says: 'DISTINCT ON keeps the first of each',
    sql: 'SELECT DISTINCT ON (customer) customer, amount FROM orders ORDER BY customer, placed DESC',
    columns: { customer: 'orders.customer', amount: 'orders.amount' },
    rows: 'orders.customer orders.placed',
  },
]

const WINDOWS: readonly Labelled[] = [
  {
    says: 'a window has its arguments, its partition and its order',
    sql: `SELECT id, sum(amount) OVER (PARTITION BY customer ORDER BY placed ROWS 3 PRECEDING) AS s FROM orders`,
    columns: { id: 'orders.id', s: 'orders.customer orders.amount orders.placed' },
    rows: '',
  },
  {
    says: 'LAG with an offset and a default of the row',
    sql: 'SELECT lag(status, id, name) OVER (ORDER BY placed) AS before FROM orders JOIN customers USING (id)',
    columns: { before: 'orders.id orders.placed orders.status customers.name' },
    rows: 'orders.id customers.id',
  },
  {
    says: 'a bound of the frame that is of the row',
    sql: 'SELECT sum(amount) OVER (ORDER BY id ROWS BETWEEN customer PRECEDING AND CURRENT ROW) AS s FROM orders',
    columns: { s: 'orders.id orders.customer orders.amount' },
    rows: '',
  },
  {
    says: 'a filter within a window',
    sql: `SELECT count(*) FILTER (WHERE status = 'paid') OVER (PARTITION BY customer) AS paid FROM orders`,
    columns: { paid: 'orders.customer orders.status' },
    rows: '',
  },
  {
    says: 'a named window',
    sql: 'SELECT rank() OVER w AS r FROM orders WINDOW w AS (PARTITION BY status ORDER BY amount)',
    columns: { r: 'orders.amount orders.status' },
    rows: '',
  },
  {
    says: 'QUALIFY decides rows',
    sql: 'SELECT id FROM orders QUALIFY row_number() OVER (PARTITION BY customer ORDER BY placed DESC) = 1',
    columns: { id: 'orders.id' },
    rows: 'orders.customer orders.placed',
  },
  {
    says: 'a window over an aggregate',
    sql: `SELECT customer, sum(sum(amount)) OVER (ORDER BY customer) AS running FROM orders GROUP BY customer`,
    columns: { customer: 'orders.customer', running: 'orders.customer orders.amount' },
    rows: 'orders.customer',
  },
  {
    says: 'numbering the rows of an ordered subquery',
    sql: 'SELECT row_number() OVER () AS n, id FROM (SELECT id FROM orders ORDER BY placed)',
    columns: { n: 'orders.placed', id: 'orders.id' },
    rows: '',
  },
]

const CUTS: readonly Labelled[] = [
  {
    says: 'the order under a limit decides rows',
    sql: 'SELECT id FROM orders ORDER BY amount DESC LIMIT 3 OFFSET 1',
    columns: { id: 'orders.id' },
    rows: 'orders.amount',
  },
  {
    says: 'an order without a limit decides none',
    sql: 'SELECT id FROM orders ORDER BY amount DESC',
    columns: { id: 'orders.id' },
    rows: '',
  },
  {
    says: 'the order of a subquery under a limit outside',
    sql: 'SELECT id FROM (SELECT * FROM orders ORDER BY placed) LIMIT 5',
    columns: { id: 'orders.id' },
    rows: 'orders.placed',
  },
  {
    says: 'a limit that is itself a query',
    sql: 'SELECT id FROM orders ORDER BY id LIMIT (SELECT max(product) FROM prices)',
    columns: { id: 'orders.id' },
    rows: 'orders.id prices.product',
  },
  {
    says: 'a list of an ordered subquery',
    sql: 'SELECT list(id) AS ids, sum(id) AS s FROM (SELECT id FROM orders ORDER BY placed)',
    columns: { ids: 'orders.id orders.placed', s: 'orders.id' },
    rows: '',
  },
  {
    says: 'a sample depends on no column',
    sql: 'SELECT id FROM orders USING SAMPLE 10 PERCENT (bernoulli, 42)',
    columns: { id: 'orders.id' },
    rows: '',
  },
]

describe('the lineage of a grouping', () => {
  it.each(GROUPS)('$says', async ({ sql, columns, rows }) => {
    expect(await labelOf(sql)).toEqual({ columns, rows, coarse: [] })
  })
})

describe('the lineage of a window', () => {
  it.each(WINDOWS)('$says', async ({ sql, columns, rows }) => {
    expect(await labelOf(sql)).toEqual({ columns, rows, coarse: [] })
  })
})

describe('the lineage of a cut', () => {
  it.each(CUTS)('$says', async ({ sql, columns, rows }) => {
    expect(await labelOf(sql)).toEqual({ columns, rows, coarse: [] })
  })
})
