import { describe, expect, it } from 'vitest'
import { analysed, SHOP } from '#server/preflight/testing/shopTables.ts'

describe('an analysis', () => {
  it('names the inputs with the columns that are used, the functions, the output and the rows to be read', async () => {
    const { analysis } = await analysed(
      `SELECT upper(c.name) AS who, sum(o.amount) AS total, sum(o.id) AS wide, row_number() OVER (ORDER BY upper(c.name)) AS n
       FROM Orders o JOIN customers c ON o.customer = c.id, range(2) r GROUP BY 1`,
    )
    expect(analysis.reads).toEqual([
      { name: 'orders', columns: ['id', 'customer', 'amount'] },
      { name: 'customers', columns: ['id', 'name'] },
    ])
    expect(analysis.functions).toEqual(['range', 'row_number', 'sum', 'upper'])
    // Parquet keeps no 128-bit integers, so the result will not have one either.
    expect(analysis.output).toEqual([
      { name: 'who', type: 'VARCHAR' },
      { name: 'total', type: 'DECIMAL(38,2)' },
      { name: 'wide', type: 'DECIMAL(38,0)' },
      { name: 'n', type: 'BIGINT' },
    ])
    expect(analysis.estimatedRows).toBe('1100')
  })

  it('reads a table whose rows are only counted', async () => {
    const { analysis } = await analysed('SELECT count(*) AS n FROM prices')
    expect(analysis.reads).toEqual([{ name: 'prices', columns: [] }])
    expect(analysis.estimatedRows).toBe('50')
  })

  it('says unknown, never 0 and never a part, when the rows of one input are not known', async () => {
    const inputs = SHOP.map(({ rows, ...one }) => (one.name === 'prices' ? one : { ...one, rows: rows ?? 0 }))
    const sql = 'SELECT o.id FROM orders o JOIN prices p ON o.id = p.product'
    expect((await analysed(sql, { inputs })).analysis.estimatedRows).toBe('unknown')
    expect((await analysed('SELECT 1 AS one', { inputs })).analysis.estimatedRows).toBe('0')
  })

  it('knows a column by the alias of the parameter that it is', async () => {
    const { analysis } = await analysed(
      'SELECT most + 1 AS more, more2 FROM (SELECT $most AS most, struct_pack(a := $most).a AS more2)',
      { parameters: { most: { type: 'integer', value: 5 } } },
    )
    expect(analysis.findings).toEqual([])
    expect(analysis.output?.map((one) => one.name)).toEqual(['more', 'more2'])
  })

  it('binds with the parameters’ values', async () => {
    const { analysis } = await analysed('SELECT $day AS day, amount > $least FROM orders WHERE id < $most;', {
      parameters: {
        day: { type: 'date', value: '2024-02-29' },
        least: { type: 'decimal', value: '4.25' },
        most: { type: 'integer', value: 5 },
      },
    })
    expect(analysis.output).toEqual([
      { name: 'day', type: 'DATE' },
      { name: '(amount > $least)', type: 'BOOLEAN' },
    ])
    expect(analysis.lineage.rows).toEqual([{ table: 'orders', column: 'id' }])
  })

  it('leaves out what nobody wrote: operators, and the inside of a scalar subquery', async () => {
    const sql = 'SELECT id + 1 AS next FROM orders WHERE amount > (SELECT avg(amount) FROM orders)'
    expect((await analysed(sql)).analysis.functions).toEqual(['avg'])
  })

  it('binds each assert on the output, with the columns that it reads', async () => {
    const { asserts } = await analysed(
      "SELECT customer, sum(amount) AS total, 'customers' AS kind FROM orders GROUP BY ALL",
      {
        asserts: [
          'total >= 0',
          'customer IN (SELECT customer FROM orders)',
          'customer IN (SELECT id FROM customers)',
          'totl > 0',
          'total > 0; DROP TABLE orders',
        ],
      },
    )
    expect(asserts.map(({ binds, columns }) => ({ binds, columns }))).toEqual([
      { binds: true, columns: ['total'] },
      // A predicate is about the rows of the result: no input is there when it is judged.
      { binds: false, columns: [] },
      { binds: false, columns: [] },
      { binds: false, columns: [] },
      { binds: false, columns: [] },
    ])
    expect(asserts[3]?.reason).toBe('There is no column called totl here. Did you mean total?')
  })
})
