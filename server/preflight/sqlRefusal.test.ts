import { describe, expect, it } from 'vitest'
import { analysed } from '#server/preflight/testing/shopTables.ts'

const denials = async (sql: string, parameters = {}): Promise<unknown> => {
  const { analysis } = await analysed(sql, { parameters })
  return analysis.findings.filter((one) => one.severity === 'deny')
}

const deny = (code: string, text: string, line?: number, column?: number): unknown => [
  { severity: 'deny', code, text, ...(line === undefined ? {} : { line, column }) },
]

describe('SQL that can not run', () => {
  it.each([
    [
      'selct id from orders',
      deny('syntax-error', `The SQL can't be read: syntax error at or near "selct".`, 1, 1),
    ],
    [
      "SELECT id\nFROM orders\nWHERE status = 'pa",
      deny('syntax-error', `The SQL can't be read: unterminated quoted string at or near "'pa".`, 3, 16),
    ],
    [
      'SELECT id,\n  amout FROM orders',
      deny('unknown-column', 'There is no column called amout here. Did you mean amount?', 2, 3),
    ],
    [
      "SELECT 'žluť' AS x, regoin FROM customers",
      deny('unknown-column', 'There is no column called regoin here. Did you mean region?', 1, 21),
    ],
    [
      'SELECT o.nme FROM orders o',
      deny('unknown-column', 'There is no column called nme here. Did you mean name?', 1, 8),
    ],
    ['SELECT zzzzzz FROM orders', deny('unknown-column', 'There is no column called zzzzzz here.', 1, 8)],
    [
      'SELECT id FROM oders',
      deny('unknown-table', 'There is no table called oders. Did you mean orders?', 1, 16),
    ],
    ['SELECT x.id FROM orders o', deny('unknown-table', 'There is no table called x.', 1, 8)],
    [
      'SELECT summ(amount) FROM orders',
      deny('unknown-function', 'There is no function called summ. Did you mean sum?', 1, 8),
    ],
    [
      'SELECT id + status FROM orders',
      deny(
        'wrong-types',
        'No function takes these types: +(BIGINT, VARCHAR). Cast the values to types that it takes.',
        1,
        11,
      ),
    ],
    [
      'SELECT customer, sum(amount) FROM orders',
      deny(
        'not-grouped',
        'customer is neither grouped nor aggregated. Add it to GROUP BY, or aggregate it, e.g. any_value(customer).',
        1,
        8,
      ),
    ],
    [
      'SELECT 1 AS a; SELECT 2 AS b',
      deny('not-one-select', 'A step is one SELECT statement, and this holds 2.'),
    ],
    [
      "FROM read_csv('/etc/passwd')",
      deny('function-not-allowed', 'The table function read_csv is not allowed here.'),
    ],
    ["SELECT getenv('HOME') AS h", deny('function-not-allowed', 'The function getenv is not allowed here.')],
    ['DESCRIBE orders', deny('not-allowed', 'DESCRIBE, SHOW and SUMMARIZE are not allowed in a step.')],
    ['SELECT $most AS m', deny('unknown-parameter', 'The SQL uses $most, which the step does not define.')],
    [
      'SELECT id, amount AS ID FROM orders',
      deny('duplicate-column', 'Two columns of the result are called ID. Give each its own name with AS.'),
    ],
    [
      'SELECT rowid AS n, id FROM orders',
      deny(
        'unknown-column',
        'The inputs have no rowid. Number the rows with row_number() OVER (ORDER BY …).',
      ),
    ],
  ])('%s', async (sql, expected) => {
    expect(await denials(sql)).toEqual(expected)
  })

  it('is found in the text as it was written, also when its parameters have values', async () => {
    const sql = 'SELECT id\nFROM orders\nWHERE amout > $least'
    const parameters = { least: { type: 'decimal', value: '3.50' } }
    expect(await denials(sql, parameters)).toEqual(
      deny('unknown-column', 'There is no column called amout here. Did you mean amount?', 3, 7),
    )
  })

  it('reads nothing, has no output, and binds no assert', async () => {
    const { analysis, asserts } = await analysed('SELECT nope FROM orders', { asserts: ['nope > 0'] })
    expect(analysis).toMatchObject({ reads: [], functions: [], estimatedRows: 'unknown' })
    expect(analysis.output).toBeUndefined()
    expect(asserts).toMatchObject([{ predicate: 'nope > 0', binds: false, columns: [] }])
  })
})
