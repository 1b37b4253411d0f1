import { describe, expect, it } from 'vitest'
import { mendedOf } from '#agents/playbook/mend.ts'

const sql = (code: string, text: string, line?: number, column?: number): string | undefined =>
  mendedOf({ code, language: 'sql' }, [
    { text, ...(line === undefined || column === undefined ? {} : { line, column }) },
  ])?.code

describe('the playbook mends SQL', () => {
  it.each([
    [
      'SELECT o.amout, sum(amout) AS amout FROM orders AS o -- amout',
      'There is no column called amout here. Did you mean amount?',
      'SELECT o.amount, sum(amount) AS amout FROM orders AS o -- amout',
    ],
    [
      "SELECT id, 'oders' AS said FROM oders WHERE oders.id > 1",
      'There is no table called oders. Did you mean orders?',
      "SELECT id, 'oders' AS said FROM orders WHERE orders.id > 1",
    ],
    [
      'SELECT summ(summ) FROM orders',
      'There is no function called summ. Did you mean sum?',
      'SELECT sum(summ) FROM orders',
    ],
    [
      'SELECT totl FROM orders',
      'There is no column called totl here. Did you mean order total?',
      'SELECT "order total" FROM orders',
    ],
    [
      'SELECT id, customers.name FROM orders JOIN customers USING (id) WHERE id > 1',
      'Ambiguous reference to column name "id" (use: "customers.id" or "orders.id").',
      'SELECT orders.id, customers.name FROM orders JOIN customers USING (id) WHERE orders.id > 1',
    ],
    [
      'SELECT sum(id, ) FROM orders ORDER BY id,',
      `The SQL can't be read: syntax error at or near ")".`,
      'SELECT sum(id ) FROM orders ORDER BY id',
    ],
    [
      'SELECT id FORM orders',
      `The SQL can't be read: syntax error at or near "orders".`,
      'SELECT id FROM orders',
    ],
    [
      'SELECT round(sum(id FROM orders',
      "The SQL can't be read: syntax error at end of input.",
      'SELECT round(sum(id FROM orders))',
    ],
    [
      'SELECT region, upper(name) AS n, sum(amount) AS total FROM orders ORDER BY total',
      'region is neither grouped nor aggregated. Add it to GROUP BY, or aggregate it, e.g. any_value(region).',
      'SELECT region, upper(name) AS n, sum(amount) AS total FROM orders\nGROUP BY region, upper(name) ORDER BY total',
    ],
    [
      'SELECT region, status, sum(amount) FROM orders GROUP BY region HAVING sum(amount) > 1',
      'status is neither grouped nor aggregated. Add it to GROUP BY, or aggregate it, e.g. any_value(status).',
      'SELECT region, status, sum(amount) FROM orders GROUP BY region, status HAVING sum(amount) > 1',
    ],
    [
      'SELECT region, sum(o.amount) FROM orders o GROUP BY region',
      'No function takes these types: sum(VARCHAR). Cast the values to types that it takes.',
      'SELECT region, sum(TRY_CAST(o.amount AS DOUBLE)) FROM orders o GROUP BY region',
    ],
    [
      'SELECT id FROM orders WHERE status > 5',
      'Cannot compare values of type VARCHAR and type INTEGER_LITERAL - an explicit cast is required.',
      'SELECT id FROM orders WHERE TRY_CAST(status AS DOUBLE) > 5',
    ],
    [
      'SELECT CAST(status AS INTEGER) AS s, (amount || 1)::INT AS a FROM orders',
      "Conversion Error: Could not convert string 'paid' to INT32 when casting from source column status",
      'SELECT TRY_CAST(status AS INTEGER) AS s, TRY_CAST((amount || 1) AS INT) AS a FROM orders',
    ],
    [
      'SELECT status FROM orders WHERE orders.status = 5',
      "Conversion Error: Could not convert string 'paid' to INT32 when casting from source column status",
      'SELECT status FROM orders WHERE TRY_CAST(orders.status AS DOUBLE) = 5',
    ],
    [
      "SELECT strptime(day, '%Y') AS y FROM orders",
      'Invalid Input Error: Could not parse string "x" according to format specifier "%Y"',
      "SELECT try_strptime(day, '%Y') AS y FROM orders",
    ],
    [
      'SELECT total / orders.count AS a, b % sum(c) AS d FROM orders',
      'Division by zero!',
      'SELECT total / NULLIF(orders.count, 0) AS a, b % NULLIF(sum(c), 0) AS d FROM orders',
    ],
  ])('%s', (code, text, expected) => {
    expect(sql(code, text)).toBe(expected)
  })

  it('at the place that the check names, when the same stands twice', () => {
    const code = 'SELECT sum(amount) AS a,\n  sum(status) AS b FROM orders'
    const text = 'No function takes these types: sum(VARCHAR). Cast the values to types that it takes.'
    expect(sql(code, text)).toBeUndefined()
    expect(sql(code, text, 2, 3)).toContain('sum(amount) AS a,\n  sum(TRY_CAST(status AS DOUBLE)) AS b')
  })

  it('and a chart that names a field wrongly, but nothing that is only spelt alike', () => {
    const code = '{"data":{"name":"orders"},"title":"statsu","encoding":{"x":{"field":"statsu"}}}'
    const text = 'orders has no field called statsu here. Did you mean status?'
    expect(mendedOf({ code, language: 'chart' }, [{ text }])?.code).toBe(
      '{"data":{"name":"orders"},"title":"statsu","encoding":{"x":{"field":"status"}}}',
    )
  })

  it.each([
    'There is no column called zzzzzz here.',
    'WHERE clause cannot contain aggregates!',
    'The function getenv is not allowed here.',
    'It needed more memory than its limit.',
    'Python steps can not run on this server.',
  ])('and invents nothing for: %s', (text) => {
    expect(sql('SELECT zzzzzz FROM orders WHERE sum(id) > 1', text)).toBeUndefined()
  })

  it('and says what else a name may have meant', () => {
    const text = 'There is no column called amout here. Did you mean amount or amounts?'
    expect(mendedOf({ code: 'SELECT amout FROM orders', language: 'sql' }, [{ text }])?.said).toBe(
      'There is no column called amout; the nearest name is amount, so I use that. Near to it is also amounts: say so if that was meant.',
    )
  })
})
