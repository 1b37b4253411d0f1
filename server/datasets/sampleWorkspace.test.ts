import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, describe, expect, it } from 'vitest'
import { datasetFilesIn } from '#server/datasets/datasetFolder.ts'
import { SAMPLE_WORKSPACE } from '#server/datasets/sampleWorkspace.ts'
import { openTableImport } from '#server/datasets/tableImport.ts'
import { tableNameOf } from '#server/datasets/tableName.ts'

const folder = mkdtempSync(join(tmpdir(), 'sample-test-'))
const sample = fileURLToPath(new URL('../../sample', import.meta.url))
const imports = openTableImport({ scratchRoot: folder, memoryMb: 512, threads: 2 })
afterAll(async () => {
  await imports.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the sample', () => {
  it('imports without rejects, joins on its key, and its constraint tells good results from bad', async () => {
    const duckdb = await DuckDBInstance.create(':memory:')
    const connection = await duckdb.connect()
    for (const { fileName, tableName } of SAMPLE_WORKSPACE.files) {
      const outcome = await imports.import({ path: join(sample, fileName), fileName }).outcome
      if (outcome.kind !== 'imported') throw new Error(outcome.message)
      expect(outcome.rejects).toBeUndefined()
      expect(outcome.columns.every(({ sensitivity }) => sensitivity === 'none')).toBe(true)
      await connection.run(`CREATE VIEW ${tableName} AS FROM read_parquet('${outcome.parquetPath}')`)
      if (tableName === 'flights') {
        expect(outcome.columns.map(({ type }) => type)).toEqual([
          'TIMESTAMP',
          'BIGINT',
          'BIGINT',
          'VARCHAR',
          'VARCHAR',
        ])
        const delay = outcome.profile.columns.find(({ name }) => name === 'delay_minutes')
        expect(delay).toMatchObject({ role: 'measure', nulls: 0, min: '-59', max: '522' })
        expect(delay?.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(20_000)
        expect(outcome.profile.columns.map(({ role }) => role)).toEqual([
          'time',
          'measure',
          'measure',
          'category',
          'category',
        ])
      }
    }
    const [check] = SAMPLE_WORKSPACE.constraint.checks
    const predicate = check?.kind === 'assert' ? check.predicate : 'false'
    const states = `SELECT a.state, avg(f.delay_minutes) AS average, count(*) AS flight_count
      FROM flights f JOIN airports a ON f.origin = a.iata GROUP BY a.state`
    const answer = await connection.runAndReadAll(
      `SELECT sum(flight_count)::INTEGER, count(*) FILTER (WHERE NOT (${predicate}))::INTEGER, count(*) FILTER (WHERE ${predicate})::INTEGER FROM (${states})`,
    )
    const [flights, small, large] = answer.getRowsJson()[0] ?? []
    expect(flights).toBe(20_000)
    expect(Number(small)).toBeGreaterThan(0)
    expect(Number(large)).toBeGreaterThan(10)
  })
})

describe('a folder of tables and their names', () => {
  it('lists what can be imported, and nothing else', async () => {
    expect((await datasetFilesIn(sample)).map(({ fileName }) => fileName)).toEqual([
      'airports.csv',
      'flights.csv',
    ])
  })

  it.each([
    ['Umsätze 2024.csv', [], 'Umsatze_2024'],
    ['2024-sales.parquet', [], 't_2024_sales'],
    ['Sales.csv', ['sales', 'SALES_2'], 'Sales_3'],
    ['数据.csv', [], 'table_1'],
    ['../../etc/passwd', [], 'passwd'],
  ])('calls the table of %s, beside %j, %s', (fileName, taken, name) => {
    expect(tableNameOf(fileName, taken)).toBe(name)
  })
})
