import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, expect, it } from 'vitest'
import { openTableImport, type ImportJob } from '#server/datasets/tableImport.ts'
import { contentDigestOf, contentDigestSql, ContentSums } from '#server/kernels/duckdb/contentDigest.ts'

const folder = mkdtempSync(join(tmpdir(), 'doubtful-'))
const imports = openTableImport({ scratchRoot: folder, memoryMb: 512, threads: 1 })
const duckdb = await DuckDBInstance.create(':memory:')
const connection = await duckdb.connect()
let next = 0
afterAll(async () => {
  await imports.close()
  rmSync(folder, { recursive: true, force: true })
})

async function rowsOf(sql: string) {
  return (await connection.runAndReadAll(sql)).getRowsJson()
}

async function imported(content: string | Uint8Array, rest: Partial<ImportJob> = {}) {
  const path = join(folder, `source-${next++}`)
  writeFileSync(path, content)
  const outcome = await imports.import({ path, fileName: 'table.csv', ...rest }).outcome
  if (outcome.kind !== 'imported') throw new Error(`${outcome.kind}: ${outcome.message}`)
  const rows = await rowsOf(`FROM read_parquet('${outcome.parquetPath}')`)
  const rejected = outcome.rejects ? await rowsOf(`FROM read_parquet('${outcome.rejects.parquetPath}')`) : []
  return { ...outcome, rows, rejected, types: outcome.columns.map(({ type }) => type) }
}

it('keeps a blank line of a single column as an empty value', async () => {
  const { rows, types } = await imported('n\n1\n\n3\n\n')
  expect(types).toEqual(['BIGINT'])
  expect(rows).toEqual([['1'], [null], ['3'], [null]])
})

it('says how many blank lines of several columns it skipped, and where the first is', async () => {
  const { rows, findings } = await imported('a,b\n1,x\n\n2,y\n\n\n3,z\n')
  expect(rows).toEqual([
    ['1', 'x'],
    ['2', 'y'],
    ['3', 'z'],
  ])
  expect(findings).toEqual(['blank lines skipped: 3, the first is line 3'])
})

it('sets one damaged byte aside with its row, and does not take the file for Latin-1', async () => {
  const lines = Array.from({ length: 3000 }, (_, at) => `${at},name ${at}`)
  const bytes = Buffer.from(`n,t\n${lines.join('\n')}\n`)
  bytes[bytes.indexOf('name 700') + 1] = 0xe9
  const { rows, rejected } = await imported(bytes)
  expect(rows.length).toBe(2999)
  expect(rejected.map(([line, reason]) => [line, reason])).toEqual([['702', 'bytes that are not UTF-8']])
})

it('does not take bytes outside of words for Latin-1', async () => {
  const { rows, rejected } = await imported(Buffer.from('n,t\n1,a\n2,\xb7\xff\x81\n3,c\n', 'latin1'))
  expect([rows.length, rejected.length]).toEqual([2, 1])
})

it('reads dates with slashes in the one order that fits them all', async () => {
  const day = await imported('d,n\n01/02/2024,1\n31/01/2024,2\n')
  expect(day.rows[0]).toEqual(['2024-02-01', '1'])
  expect(day.findings).toEqual(['d: dates with slashes were read as day/month/year'])
  const month = await imported('d,n\n01/02/2024,1\n01/31/2024,2\n')
  expect(month.rows[0]).toEqual(['2024-01-02', '1'])
  expect(month.findings).toEqual(['d: dates with slashes were read as month/day/year'])
})

it('says when either order of day and month fits every date', async () => {
  const { rows, findings } = await imported('d,n\n01/02/2024,1\n03/04/2024,2\n')
  expect(rows[0]?.[0]).toBe('2024-02-01')
  expect(findings.join()).toMatch(/ambiguous/)
})

it('does not mix two orders of day and month in one corrected column', async () => {
  const { rows, rejected } = await imported('d,n\n01/02/2024,1\n01/31/2024,2\n02/28/2024,3\n31/01/2024,4\n', {
    types: { d: 'DATE' },
  })
  expect(rows.map(([date]) => date)).toEqual(['2024-01-02', '2024-01-31', '2024-02-28'])
  expect(rejected.map(([line]) => line)).toEqual(['5'])
})

it('names the physical line of an NDJSON row that fails a corrected type, after blank and broken lines', async () => {
  const { rejected } = await imported('{"a":"1"}\n\n{"a":\n{"a":"2"}\n\n{"a":"x"}\n', {
    fileName: 'x.ndjson',
    types: { a: 'BIGINT' },
  })
  expect(rejected.map(([line, reason]) => [line, reason])).toEqual([
    ['3', 'not JSON'],
    ['6', 'the value of a is not BIGINT'],
  ])
})

it('keeps numbers with separators exact, and takes percent signs away only where all have them', async () => {
  const { rows, types, findings } = await imported(
    'a;b;c;d;e\n"1,234.50";1.234,5;12.5%;5%;1.234.567\n"12,000";0,25;3%;6;7.654.321\n',
  )
  expect(types).toEqual(['DECIMAL(18,2)', 'DECIMAL(18,2)', 'DECIMAL(18,2)', 'VARCHAR', 'BIGINT'])
  expect(rows).toEqual([
    ['1234.50', '1234.50', '12.50', '5%', '1234567'],
    ['12000.00', '0.25', '3.00', '6', '7654321'],
  ])
  expect(findings).toContain('c: percent signs were taken away (5% became 5)')
})

it('gives the content digest that a run would give', async () => {
  const { parquetPath, contentDigest, columns } = await imported('a,b\n1,x\n2,\n2,\n')
  const schema = columns.map(({ name, type }) => ({ name, type }))
  const sums = async (sql: string) => ContentSums.parse((await rowsOf(sql))[0])
  const table = `read_parquet('${parquetPath}')`
  expect(contentDigestOf(await sums(contentDigestSql(table, schema)), schema)).toBe(contentDigest)
})
