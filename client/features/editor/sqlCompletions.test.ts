import { describe, expect, it } from 'vitest'
import { completionsAt, type ScopeTable } from '#client/features/editor/sqlCompletions.ts'

const scope: readonly ScopeTable[] = [
  {
    name: 'orders',
    columns: [
      { name: 'id', type: 'BIGINT' },
      { name: 'Unit Price', type: 'DECIMAL(18,2)' },
    ],
  },
  { name: 'customers', columns: [{ name: 'name', type: 'VARCHAR' }] },
]

/** `|` is the cursor. */
const at = (text: string) => completionsAt(text.replace('|', ''), text.indexOf('|'), scope)
const labels = (text: string, kind?: string): readonly string[] =>
  at(text)
    .found.filter((one) => kind === undefined || one.kind === kind)
    .map((one) => one.label)

describe('completion of SQL', () => {
  it.each([
    ['an alias', 'SELECT o.| FROM orders o'],
    ['an alias with AS', 'SELECT o.| FROM orders AS o'],
    ['an alias in quotes', 'SELECT "My o".| FROM orders "My o"'],
    ['the table itself, in any case', 'SELECT Orders.| FROM orders'],
    ['the second of a list', 'SELECT o.| FROM customers c, orders o WHERE 1'],
    ['a join', 'SELECT * FROM customers c LEFT JOIN orders o ON c.name = o.|'],
    ['the innermost of two that are called the same', 'SELECT (SELECT o.| FROM orders o) FROM customers o'],
    ['the innermost, named last', 'SELECT 1 FROM customers o WHERE EXISTS (SELECT o.| FROM orders o)'],
  ])('offers the columns of what comes before the dot: %s', (_, text) => {
    expect(labels(text)).toEqual(['id', 'Unit Price'])
  })

  it('says types, and quotes what needs it', () => {
    expect(at('SELECT o.| FROM orders o').found).toMatchObject([
      { written: 'id', detail: 'BIGINT' },
      { written: '"Unit Price"', detail: 'DECIMAL(18,2)' },
    ])
    expect(at('SELECT "Un|" FROM orders')).toMatchObject({ from: 7, to: 11 })
    expect(at('SELECT "i|" FROM orders').found[0]?.written).toBe('"id"')
  })

  it('offers nothing after a dot that it can not place', () => {
    expect(labels('SELECT x.| FROM orders o')).toEqual([])
  })

  it('offers tables where a table is named, and those that the text defines', () => {
    expect(labels('SELECT * FROM |')).toEqual(['orders', 'customers'])
    expect(labels('SELECT * FROM orders o, cu|')).toEqual(['orders', 'customers'])
    expect(labels('WITH big AS (SELECT 1) SELECT * FROM b|')).toEqual(['big', 'orders', 'customers'])
    expect(labels('SELECT id, | FROM orders', 'column')).toEqual(['id', 'Unit Price'])
  })

  it('offers columns of the tables that are mentioned, else of all', () => {
    expect(labels('SELECT n| FROM customers', 'column')).toEqual(['name'])
    expect(labels('SELECT |', 'column')).toEqual(['id', 'Unit Price', 'name'])
    expect(labels('SELECT * FROM orders WHERE id IN (SELECT | FROM customers)', 'column')).toContain('name')
  })

  it('offers the functions that a step may call, and no other', () => {
    const functions = labels('SELECT | FROM orders', 'function')
    expect(functions).toContain('date_trunc')
    expect(functions).toContain('unnest')
    expect(functions).not.toContain('read_text')
    expect(functions).not.toContain('~~')
  })

  it.each([
    ["'te|xt'"],
    ["'te|"],
    ['-- a comm|ent'],
    ['-- a comment|'],
    ['/* a |'],
    ['SELECT 12|'],
    ['SELECT 1 AS |'],
    ['SELECT $$ a | $$'],
  ])('is quiet in %s', (text) => {
    expect(labels(text)).toEqual([])
  })

  it('replaces what is typed of the word', () => {
    expect(at('SELECT cou| FROM orders')).toMatchObject({ from: 7, to: 10 })
  })

  it('takes any text', () => {
    for (const text of ['|', ')))|', '"|', "'", 'FROM (|', '))( FROM |', 'SELECT 😀.| FROM 😀'])
      expect(() => at(text)).not.toThrow()
  })
})
