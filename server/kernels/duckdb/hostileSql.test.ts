import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALLOWED_TABLE_FUNCTIONS } from '#shared/allowedFunctions.ts'
import { openHardenedDatabase, type HardenedDatabase } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { inspectQuery } from '#server/kernels/duckdb/inspectQuery.ts'
import { openSqlRuns, rowsOf, type SqlRuns } from '#server/kernels/testing/sqlRuns.ts'

let runs: SqlRuns
let twin: HardenedDatabase
let canary: string
beforeAll(async () => {
  runs = await openSqlRuns()
  canary = join(runs.folder, 'canary.txt')
  writeFileSync(canary, 'untouched')
  symlinkSync(canary, join(runs.folder, 'link.txt'))
  twin = await openHardenedDatabase({ memoryMb: 256, threads: 1 })
  await twin.connection.run('CREATE TABLE sales (id INTEGER, region VARCHAR, amount DECIMAL(10,2))')
})
afterAll(async () => {
  twin.close()
  await runs.close()
})

/** The forms in which SQL is known to reach out of its database. FILE stands for the canary. */
const REACHING_OUT = [
  "SELECT * FROM 'FILE'",
  "SELECT * FROM read_text('FILE')",
  "SELECT (SELECT content FROM read_text('FILE'))",
  "WITH c AS (FROM read_blob('FILE')) SELECT 1 AS x WHERE EXISTS (FROM c)",
  "FROM read_csv('FILE')",
  "FROM read_csv_auto('DIR/../DIR/canary.txt')",
  "FROM read_json('DIR/link.txt')",
  "FROM read_parquet('DIR/sales.parquet')",
  "FROM parquet_scan('DIR/sales.parquet')",
  "FROM 'DIR/sales.parquet'",
  "FROM glob('DIR/*')",
  "FROM sniff_csv('FILE')",
  "FROM read_text('/proc/self/environ')",
  "FROM read_text('https://example.com/')",
  "FROM 's3://bucket/key.parquet'",
  "COPY sales TO 'FILE'",
  "COPY (SELECT 1) TO 'FILE'",
  "COPY sales FROM 'FILE'",
  "ATTACH 'DIR/other.db'",
  "ATTACH ':memory:' AS other",
  'INSTALL httpfs',
  'LOAD httpfs',
  "LOAD 'DIR/evil.duckdb_extension'",
  "SET memory_limit = '100GB'",
  'RESET lock_configuration',
  "PRAGMA memory_limit = '100GB'",
  'PRAGMA database_list',
  "PRAGMA enable_profiling = 'json'",
  "EXPORT DATABASE 'DIR/out'",
  "IMPORT DATABASE 'DIR/out'",
  "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
  "CREATE TABLE t AS FROM 'FILE'",
  'CREATE MACRO m() AS TABLE FROM sales',
  'DROP TABLE sales',
  'INSERT INTO sales VALUES (1)',
  'DELETE FROM sales',
  'VACUUM',
  'CHECKPOINT',
  'BEGIN',
  "FROM query('SELECT 1')",
  "FROM query_table('sales')",
  "FROM query('FROM enable_logging()')",
  "SELECT current_setting('temp_directory')",
  "SELECT getvariable('x')",
  "SELECT write_log('x')",
  "CALL enable_logging(storage = 'file', storage_path = 'FILE')",
  "FROM enable_logging(storage = 'file', storage_path = 'FILE')",
  "SELECT * FROM enable_logging(level = 'debug')",
  'CALL enable_logging()',
  'PRAGMA enable_logging',
  'CREATE VIEW v AS FROM enable_logging()',
  'CREATE TEMP VIEW v AS FROM enable_logging()',
  'CREATE MACRO m() AS TABLE FROM enable_logging()',
  'CREATE MACRO m() AS (SELECT count(*) FROM enable_logging())',
  "FROM query('CALL enable_logging()')",
  "FROM query_table('enable_logging')",
  'WITH RECURSIVE l AS (SELECT 1 AS n UNION ALL SELECT 2 FROM enable_logging()) FROM l',
  'WITH l AS MATERIALIZED (FROM enable_logging()) SELECT 1 AS x',
  'FROM "ENABLE_LOGGING"()',
  'SELECT 1 AS x WHERE EXISTS (FROM enable_logging())',
  'SELECT id FROM sales UNION ALL FROM enable_logging()',
  'SELECT list_transform([1], lambda x: (SELECT count(*) FROM enable_logging())) AS x',
  "FROM set_log_storage('file')",
  'WITH l AS (FROM enable_logging()) FROM l',
  'SELECT (SELECT count(*) FROM main.enable_logging())',
  'SELECT 1 AS x FROM sales, LATERAL (FROM enable_logging())',
  'FROM system.main.enable_logging()',
  'FROM duckdb_secrets()',
  'FROM duckdb_settings()',
  'FROM information_schema.tables',
  'FROM pg_catalog.pg_tables',
  'FROM sqlite_master',
  'SHOW TABLES',
  'DESCRIBE sales',
  'EXPLAIN SELECT 1',
  'EXPLAIN ANALYZE SELECT 1',
  "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
  'EXECUTE p',
  'PREPARE p AS SELECT 1',
]

describe('SQL that reaches out of its inputs', () => {
  it.each(REACHING_OUT)('is refused: %s', async (form) => {
    const sql = form.replaceAll('FILE', canary).replaceAll('DIR', runs.folder)
    expect(await inspectQuery(twin.connection, sql, {})).toMatchObject({ ok: false })
    expect(readFileSync(canary, 'utf8')).toBe('untouched')
  })

  it('is refused by the kernel itself, whatever preflight said', async () => {
    for (const sql of [
      `SELECT * FROM read_text('${canary}')`,
      `COPY sales TO '${canary}'`,
      `FROM enable_logging(storage = 'file', storage_path = '${canary}')`,
      `FROM read_parquet('${join(runs.folder, 'sales.parquet')}')`,
    ]) {
      expect(await runs.outcomeOf(sql)).toMatchObject({ kind: 'failed' })
    }
    expect(readFileSync(canary, 'utf8')).toBe('untouched')
  })

  it('finds the files closed even if it were not refused', async () => {
    for (const sql of [
      `FROM read_text('${canary}')`,
      `COPY (SELECT 1) TO '${canary}'`,
      `ATTACH '${join(runs.folder, 'other.db')}'`,
      'LOAD httpfs',
      'SET threads = 4',
      'SET lock_configuration = false',
    ]) {
      await expect(twin.connection.run(sql), sql).rejects.toThrow()
    }
    expect(readFileSync(canary, 'utf8')).toBe('untouched')
  })

  it('gets at no table function but those on the list', async () => {
    const all = await rowsOf(
      `SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('table', 'table_macro', 'pragma')`,
    )
    expect(all.length).toBeGreaterThan(80)
    for (const [name] of all as [string][]) {
      for (const values of [
        '',
        'NULL',
        '1',
        '(FROM sales)',
        "'sales'",
        "'FROM sales'",
        "'/proc/self/environ'",
        "'https://example.com/x.parquet'",
        `'${canary}'`,
        `['${canary}']`,
        `'${canary}', '${canary}'`,
        `'${canary}', 'sales', 'x'`,
        `storage := 'file', storage_path := '${canary}'`,
      ]) {
        const inspected = await inspectQuery(twin.connection, `SELECT * FROM "${name}"(${values})`, {})
        if (inspected.ok) expect(ALLOWED_TABLE_FUNCTIONS, name).toContain(name)
      }
    }
    expect(readFileSync(canary, 'utf8')).toBe('untouched')
  })
})

describe('SQL of more than one statement', () => {
  it.each([
    'SELECT 1; SELECT 2',
    "SELECT 1; COPY sales TO 'x'",
    'SELECT 1;; SELECT 2;',
    'SELECT 1 /* ; */; -- ;\nSELECT 2',
    'SELECT $$;$$; SELECT 2',
    'SELECT $tag$ $$ ; $tag$; SELECT 2',
    "SELECT E'\\'; SELECT 2 --'; SELECT 3",
    "SELECT 1) TO 'x'; COPY (SELECT 2",
    'SELECT 1\u0000; SELECT 2',
    '',
    ';',
    '-- nothing',
    'PIVOT sales ON region USING sum(amount)',
  ])('is refused: %s', async (sql) => {
    expect(await inspectQuery(twin.connection, sql, {})).toMatchObject({ ok: false })
  })

  it.each([
    "SELECT ';' AS a",
    'SELECT $$ ; SELECT 2 $$ AS a',
    'SELECT 1 AS a -- ; SELECT 2',
    'SELECT 1 AS a /* ; SELECT 2 */ ;',
    'SELECT 1 AS "a;b"',
    "SELECT E'it\\'s ; fine' AS a;",
    'SELECT 1 AS a; -- done;',
    "PIVOT sales ON region IN ('north') USING sum(amount)",
    'WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) FROM r',
  ])('is not: %s', async (sql) => {
    expect(await runs.outcomeOf(sql)).toMatchObject({ kind: 'succeeded' })
  })
})
