import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlPreflight, type SqlPreflight } from '#server/preflight/sqlPreflight.ts'
import { SHOP } from '#server/preflight/testing/shopTables.ts'

let folder: string
let preflight: SqlPreflight
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'canary-'))
  writeFileSync(join(folder, 'canary.txt'), 'untouched')
  preflight = openSqlPreflight()
})
afterAll(async () => {
  await preflight.close()
  rmSync(folder, { recursive: true, force: true })
})

/** DIR stands for the folder of the canary. */
const HOSTILE = [
  "COPY (SELECT 1) TO 'DIR/canary.txt'",
  "COPY orders TO 'DIR/stolen.csv'",
  "COPY orders FROM 'DIR/canary.txt'",
  "SELECT * FROM 'DIR/canary.txt'",
  "FROM read_text('DIR/canary.txt')",
  "FROM read_csv('DIR/canary.txt')",
  "FROM read_blob('DIR/*')",
  "FROM glob('DIR/*')",
  "SELECT (SELECT content FROM read_text('DIR/canary.txt')) AS c",
  "WITH c AS MATERIALIZED (FROM read_text('DIR/canary.txt')) SELECT 1 AS x WHERE EXISTS (FROM c)",
  "ATTACH 'DIR/new.db'; SELECT 1 AS x",
  "ATTACH 'DIR/new.db' AS other",
  "EXPORT DATABASE 'DIR/out'",
  "SET temp_directory = 'DIR'",
  "PRAGMA profiling_output = 'DIR/profile.json'",
  "CALL enable_logging(storage = 'file', storage_path = 'DIR')",
  "INSTALL 'DIR/evil.duckdb_extension'",
  "LOAD 'DIR/evil.duckdb_extension'",
  "CREATE TABLE t AS SELECT * FROM 'DIR/canary.txt'",
  'DROP TABLE orders',
  'DELETE FROM orders RETURNING id',
  "SELECT * FROM query('SELECT 1')",
  "SELECT * FROM query_table('orders')",
  "SELECT json_execute_serialized_sql(json_serialize_sql('SELECT 1')) AS x",
  "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
  "SELECT getenv('PATH') AS p",
  "SELECT current_setting('temp_directory') AS t",
  'SELECT write_log($$x$$) AS l',
  'FROM duckdb_secrets()',
  'FROM duckdb_settings()',
  'FROM pragma_database_list()',
  'SELECT * FROM information_schema.tables',
  'SELECT * FROM sqlite_master',
  'PIVOT orders ON status USING sum(amount)',
  'EXPLAIN ANALYZE SELECT * FROM orders',
  'PREPARE p AS SELECT 1',
  'BEGIN; SELECT 1 AS x',
  'CREATE MACRO m() AS TABLE FROM orders',
  'SUMMARIZE orders',
  "SELECT error('ran') AS x, id FROM orders; SELECT 1 AS y",
]

describe('hostile SQL', () => {
  it.each(HOSTILE)('is denied with a sentence, and touches nothing: %s', async (sql) => {
    const asked = { sql: sql.replaceAll('DIR', folder), parameters: {}, inputs: SHOP, asserts: [] }
    const { analysis } = await preflight.analyse(asked)
    const denied = analysis.findings.filter((one) => one.severity === 'deny')
    expect(denied).not.toEqual([])
    expect(denied.every((one) => /^[A-Z].*[.!?]$/s.test(one.text))).toBe(true)
    expect(denied.map((one) => one.code)).not.toContain('preflight-failed')
    expect(readdirSync(folder)).toEqual(['canary.txt'])
    expect(readFileSync(join(folder, 'canary.txt'), 'utf8')).toBe('untouched')
  })

  it('is not executed either where it is allowed to run: nothing fails, waits or is made at preflight', async () => {
    const sql = `SELECT error('ran') AS a, sleep_ms(60000) AS b, 1 // 0 AS c, 'x'::INTEGER AS d, repeat('x', 2000000000) AS e,
                 (SELECT count(*) FROM range(1000000000000) r) AS f`
    const started = performance.now()
    const { analysis } = await preflight.analyse({ sql, parameters: {}, inputs: SHOP, asserts: [] })
    expect(analysis.findings.map((one) => one.code)).toEqual(['not-deterministic'])
    expect(performance.now() - started).toBeLessThan(5000)
    expect(existsSync(join(folder, 'stolen.csv'))).toBe(false)
  })
})
