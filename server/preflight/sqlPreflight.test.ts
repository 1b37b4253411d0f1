import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlPreflight, type SqlPreflight } from '#server/preflight/sqlPreflight.ts'
import type { SqlAsked } from '#server/preflight/sqlPreflightMessages.ts'
import { SHOP } from '#server/preflight/testing/shopTables.ts'

let preflight: SqlPreflight
beforeAll(() => {
  preflight = openSqlPreflight()
})
afterAll(() => preflight.close())

const asking = (sql: string, changes: Partial<SqlAsked> = {}): SqlAsked => ({
  sql,
  parameters: {},
  inputs: SHOP,
  asserts: [],
  ...changes,
})

/** Its tree alone keeps a child busy for minutes. */
const ENDLESS = `SELECT ${'('.repeat(60)}1${' + 1)'.repeat(60)} AS n FROM ${Array.from({ length: 400 }, (_, at) => `(SELECT * FROM orders WHERE id IN (SELECT id FROM orders)) o${at}`).join(', ')}`

describe('the preflight of SQL', () => {
  it('answers from a child, each question in a database of its own', async () => {
    const both = await Promise.all([
      preflight.analyse(asking('SELECT count(*) AS n FROM orders', { asserts: ['n > 0'] })),
      preflight.analyse(asking('SELECT id FROM orders', { inputs: [] })),
    ])
    expect(both[0]).toMatchObject({
      analysis: { output: [{ name: 'n', type: 'BIGINT' }], findings: [] },
      asserts: [{ binds: true, columns: ['n'] }],
    })
    expect(both[1].analysis.findings).toMatchObject([{ severity: 'deny', code: 'unknown-table' }])
  })

  it('denies what takes too long, and answers the next question from a new child', async () => {
    const impatient = openSqlPreflight({ seconds: 1 })
    const late = await impatient.analyse(asking(ENDLESS, { asserts: ['n > 0'] }))
    expect(late.analysis.findings).toMatchObject([{ severity: 'deny', code: 'preflight-failed' }])
    expect(late.analysis.estimatedRows).toBe('unknown')
    expect(late.asserts).toMatchObject([{ predicate: 'n > 0', binds: false }])
    const next = await impatient.analyse(asking('SELECT 1 AS one'))
    expect(next.analysis.findings).toEqual([])
    await impatient.close()
  })

  it('denies, and does not throw, once it is closed', async () => {
    const closed = openSqlPreflight()
    await closed.close()
    const answer = await closed.analyse(asking('SELECT 1 AS one'))
    expect(answer.analysis.findings).toMatchObject([{ severity: 'deny', code: 'preflight-failed' }])
  })

  it('denies an input whose type it does not know, with a sentence', async () => {
    const inputs = SHOP.map((one) => ({ ...one, schema: [{ name: 'id', type: 'NO_SUCH_TYPE' }] }))
    const { analysis } = await preflight.analyse(asking('SELECT id FROM orders', { inputs }))
    expect(analysis.findings).toMatchObject([{ severity: 'deny', code: 'preflight-failed' }])
  })
})
