import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHardenedDatabase, type HardenedDatabase } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { analysed } from '#server/preflight/testing/shopTables.ts'

/** What people and machines wrap around a statement to make it look like another number of them. */
const WRAPPINGS: readonly ((inner: string) => string)[] = [
  (inner) => inner,
  (inner) => `${inner};`,
  (inner) => `${inner};;;`,
  (inner) => `;${inner}`,
  (inner) => `${inner}; -- ; SELECT 2`,
  (inner) => `-- ;\n${inner}`,
  (inner) => `/* ; */ ${inner} /* ; DROP TABLE orders */`,
  (inner) => `/* /* ; */ */ ${inner}`,
  (inner) => `${inner} -- \r; SELECT 2 AS b`,
  (inner) => `${inner};\n\t \u00a0;`,
]

const STATEMENTS = [
  'SELECT id FROM orders',
  "SELECT ';' AS a",
  "SELECT 'it''s; DROP TABLE orders; --' AS a",
  'SELECT $$;$$ AS a',
  'SELECT $a$ $$;$$ ; $b$ $a$ AS a',
  'SELECT $a$ -- $a$ AS a, $$/*$$ AS b',
  'SELECT 1 AS "; SELECT 2"',
  'SELECT 1 AS "a""; --"',
  "SELECT E'\\'; SELECT 2 --' AS a",
  'SELECT 1 AS a; SELECT 2 AS b',
  'SELECT 1 AS a; DELETE FROM orders',
  'DELETE FROM orders',
  'DELETE FROM orders; SELECT 1 AS a',
  'SELECT 1 AS a; COMMIT; SELECT 2 AS b',
  'WITH x AS (DELETE FROM orders RETURNING id) SELECT id FROM x',
  'SELECT 1 AS a /* unclosed ; SELECT 2',
]

/** How many statements DuckDB itself would run, in order; none when it can not read the text. */
async function countedBy(database: HardenedDatabase, sql: string): Promise<number> {
  try {
    return (await database.connection.extractStatements(sql)).count
  } catch {
    return 0
  }
}

describe('one text of SQL', () => {
  let database: HardenedDatabase
  beforeAll(async () => {
    database = await openHardenedDatabase({ memoryMb: 256, threads: 1 })
  })
  afterAll(() => database.close())

  it('is analysed when DuckDB would run exactly one statement of it, and denied otherwise, in 160 tricky forms', async () => {
    const wrong: unknown[] = []
    let analysedCount = 0
    let severalCount = 0
    for (const statement of STATEMENTS)
      for (const wrap of WRAPPINGS) {
        const sql = wrap(statement)
        const count = await countedBy(database, sql)
        const { analysis } = await analysed(sql)
        const isDenied = analysis.findings.some((one) => one.severity === 'deny')
        const isWriting = /^\W*(?:DELETE|WITH x AS \(DELETE)/.test(statement)
        if (!isDenied) analysedCount += 1
        if (count > 1) severalCount += 1
        if (count !== 1 && !isDenied) wrong.push({ sql, count, why: 'analysed' })
        if (isWriting && !isDenied) wrong.push({ sql, count, why: 'it writes' })
        if (!isDenied && analysis.output?.length === 0) wrong.push({ sql, count, why: 'no output' })
      }
    expect(wrong).toEqual([])
    // Both kinds must be among them, or this shows nothing.
    expect(analysedCount).toBeGreaterThan(60)
    expect(severalCount).toBeGreaterThan(25)
  })

  it('has the output of the one statement that a reader sees', async () => {
    const { analysis } = await analysed('SELECT $a$ ; $a$ AS a, \';\' AS ";" -- ; SELECT 2\n;')
    expect(analysis.findings).toEqual([])
    expect(analysis.output?.map((one) => one.name)).toEqual(['a', ';'])
  })
})
