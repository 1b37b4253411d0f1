import { describe, expect, it } from 'vitest'
import { labelOf, type Labelled } from '#server/preflight/testing/shopTables.ts'

const JOINS: readonly Labelled[] = [
  {
    says: 'an inner join: its keys pair the rows',
    sql: 'SELECT o.amount, c.name FROM orders o JOIN customers c ON o.customer = c.id',
    columns: { amount: 'orders.amount', name: 'customers.name' },
    rows: 'orders.customer customers.id',
  },
  {
    says: 'a left join whose right side gives no value still repeats rows',
    sql: 'SELECT o.id FROM orders o LEFT JOIN customers c ON o.customer = c.id',
    columns: { id: 'orders.id' },
    rows: 'orders.customer customers.id',
  },
  {
    says: 'a full join with USING: the key is that of either side',
    sql: 'SELECT id, status, name FROM orders FULL JOIN customers USING (id)',
    columns: { id: 'orders.id customers.id', status: 'orders.status', name: 'customers.name' },
    rows: 'orders.id customers.id',
  },
  {
    says: 'an inner join with USING: the key is that of the left side',
    sql: 'SELECT id, name FROM orders JOIN customers USING (id)',
    columns: { id: 'orders.id', name: 'customers.name' },
    rows: 'orders.id customers.id',
  },
  {
    says: 'a natural join pairs by the names in common',
    sql: 'SELECT o.amount, c.region FROM orders o NATURAL JOIN customers c',
    columns: { amount: 'orders.amount', region: 'customers.region' },
    rows: 'orders.id customers.id',
  },
  {
    says: 'a join on anything',
    sql: `SELECT o.id FROM orders o JOIN customers c ON o.customer = c.id AND o.amount > 3 OR c.region = 'x'`,
    columns: { id: 'orders.id' },
    rows: 'orders.customer orders.amount customers.id customers.region',
  },
  {
    says: 'a comma and a WHERE',
    sql: 'SELECT o.id, c.name FROM orders o, customers c WHERE o.customer = c.id',
    columns: { id: 'orders.id', name: 'customers.name' },
    rows: 'orders.customer customers.id',
  },
  {
    says: 'a semi join gives no values',
    sql: 'SELECT o.amount FROM orders o SEMI JOIN customers c ON o.customer = c.id',
    columns: { amount: 'orders.amount' },
    rows: 'orders.customer customers.id',
  },
  {
    says: 'an anti join gives no values',
    sql: 'SELECT amount FROM orders ANTI JOIN customers USING (id)',
    columns: { amount: 'orders.amount' },
    rows: 'orders.id customers.id',
  },
  {
    says: 'an ASOF join: the nearest row by its inequality',
    sql: 'SELECT o.id, p.price FROM orders o ASOF JOIN prices p ON o.id = p.product AND o.placed >= p.since',
    columns: { id: 'orders.id', price: 'prices.price' },
    rows: 'orders.id orders.placed prices.product prices.since',
  },
  {
    says: 'a positional join pairs by place alone',
    sql: 'SELECT o.id, p.price FROM orders o POSITIONAL JOIN prices p',
    columns: { id: 'orders.id', price: 'prices.price' },
    rows: '',
  },
  {
    says: 'a self join keeps the two sides apart',
    sql: 'SELECT a.amount AS mine, b.status AS theirs FROM orders a JOIN orders b ON a.id = b.customer',
    columns: { mine: 'orders.amount', theirs: 'orders.status' },
    rows: 'orders.id orders.customer',
  },
  {
    says: 'a left join to one row for each key changes no rows',
    sql: `SELECT o.id, t.total FROM orders o
          LEFT JOIN (SELECT product, sum(price) AS total FROM prices WHERE note = 'x' GROUP BY product) t
          ON o.id = t.product`,
    columns: { id: 'orders.id', total: 'orders.id prices.product prices.price prices.note' },
    rows: '',
  },
  {
    says: 'a left join on a part of the key, or on what only looks like the key, repeats rows',
    sql: `SELECT o.id FROM orders o
          LEFT JOIN (SELECT product, note, count(*) AS n FROM prices GROUP BY ALL) a ON o.id = a.product
          LEFT JOIN (SELECT product, count(*) AS n FROM prices GROUP BY ALL) b ON o.customer = b.product % 2`,
    columns: { id: 'orders.id' },
    rows: 'orders.id orders.customer prices.product prices.note',
  },
  {
    says: 'a cross join with a total, as for shares',
    sql: `SELECT amount / total AS share FROM orders, (SELECT sum(amount) AS total FROM orders WHERE status = 'paid')`,
    columns: { share: 'orders.amount orders.status' },
    rows: '',
  },
  {
    says: 'a left join with a condition on the left alone',
    sql: `SELECT o.id, c.name FROM orders o LEFT JOIN customers c ON o.customer = c.id AND o.status = 'paid'`,
    columns: { id: 'orders.id', name: 'customers.name' },
    rows: 'orders.customer orders.status customers.id',
  },
]

const SUBQUERIES: readonly Labelled[] = [
  {
    says: 'EXISTS in a filter decides rows',
    sql: `SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM customers c WHERE c.id = o.customer AND c.region = 'x')`,
    columns: { id: 'orders.id' },
    rows: 'orders.customer customers.id customers.region',
  },
  {
    says: 'EXISTS as a value decides no rows',
    sql: 'SELECT id, EXISTS (SELECT 1 FROM customers c WHERE c.id = o.customer) AS known FROM orders o',
    columns: { id: 'orders.id', known: 'orders.customer customers.id' },
    rows: '',
  },
  {
    says: 'EXISTS that is not correlated',
    sql: `SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM prices WHERE note = 'x')`,
    columns: { id: 'orders.id' },
    rows: 'prices.note',
  },
  {
    says: 'IN a subquery',
    sql: `SELECT amount FROM orders WHERE customer IN (SELECT id FROM customers WHERE region = 'x')`,
    columns: { amount: 'orders.amount' },
    rows: 'orders.customer customers.id customers.region',
  },
  {
    says: 'NOT IN a correlated subquery',
    sql: `SELECT id FROM orders WHERE customer NOT IN (SELECT id FROM customers WHERE region = orders.status)`,
    columns: { id: 'orders.id' },
    rows: 'orders.customer orders.status customers.id customers.region',
  },
  {
    says: 'a scalar subquery as a value',
    sql: `SELECT id, (SELECT max(price) FROM prices WHERE note = 'x') AS top FROM orders`,
    columns: { id: 'orders.id', top: 'prices.price prices.note' },
    rows: '',
  },
  {
    says: 'a correlated scalar subquery as a value',
    sql: `SELECT o.id, (SELECT count(*) FROM prices p WHERE p.product = o.id) AS n FROM orders o WHERE o.status = 'paid'`,
    columns: { id: 'orders.id', n: 'orders.id prices.product' },
    rows: 'orders.status',
  },
  {
    says: 'a scalar subquery in a filter',
    sql: 'SELECT id FROM orders WHERE amount > (SELECT avg(price) FROM prices)',
    columns: { id: 'orders.id' },
    rows: 'orders.amount prices.price',
  },
  {
    says: 'a comparison with ALL',
    sql: 'SELECT id FROM orders WHERE amount > ALL (SELECT price FROM prices WHERE product = orders.customer)',
    columns: { id: 'orders.id' },
    rows: 'orders.customer orders.amount prices.product prices.price',
  },
  {
    says: 'a subquery within a subquery, correlated with the outermost',
    sql: `SELECT name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.id
          AND o.amount > (SELECT max(price) FROM prices p WHERE p.product = o.id AND p.note = c.region))`,
    columns: { name: 'customers.name' },
    rows: 'orders.id orders.customer orders.amount customers.id customers.region prices.product prices.price prices.note',
  },
  {
    says: 'LATERAL that gives one row each decides no rows',
    sql: `SELECT o.id, l.top FROM orders o, LATERAL (SELECT max(price) AS top FROM prices p WHERE p.product = o.customer) l`,
    columns: { id: 'orders.id', top: 'orders.customer prices.product prices.price' },
    rows: '',
  },
  {
    says: 'LATERAL that gives the latest row',
    sql: `SELECT c.name, x.amount FROM customers c
          LEFT JOIN LATERAL (SELECT amount FROM orders o WHERE o.customer = c.id ORDER BY placed DESC LIMIT 1) x ON true`,
    columns: { name: 'customers.name', amount: 'orders.amount' },
    rows: 'orders.customer orders.placed customers.id',
  },
  {
    says: 'an array of a subquery',
    sql: 'SELECT id, ARRAY(SELECT price FROM prices p WHERE p.product = o.id ORDER BY since) AS past FROM orders o',
    columns: { id: 'orders.id', past: 'orders.id prices.product prices.since prices.price' },
    rows: '',
  },
]

describe('the lineage of a join', () => {
  it.each(JOINS)('$says', async ({ sql, columns, rows }) => {
    expect(await labelOf(sql)).toEqual({ columns, rows, coarse: [] })
  })
})

describe('the lineage of a subquery', () => {
  it.each(SUBQUERIES)('$says', async ({ sql, columns, rows }) => {
    expect(await labelOf(sql)).toEqual({ columns, rows, coarse: [] })
  })
})
