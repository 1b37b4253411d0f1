import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contentDigestOf, contentDigestSql, ContentSums } from '#server/kernels/duckdb/contentDigest.ts'
import { openSqlRuns, writeParquet, type SqlRuns } from '#server/kernels/testing/sqlRuns.ts'

let runs: SqlRuns
beforeAll(async () => {
  runs = await openSqlRuns()
})
afterAll(() => runs.close())

const Described = z.tuple([z.string(), z.string()]).rest(z.unknown())

let count = 0
async function digestOfRows(sql: string, options?: string): Promise<string> {
  const path = `${runs.folder}/table ${count++}.parquet`
  await writeParquet(sql, path, options)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const described = (await connection.runAndReadAll(`DESCRIBE FROM '${path}'`)).getRowsJson()
  const schema = z
    .array(Described)
    .parse(described)
    .map(([name, type]) => ({ name, type }))
  const sums = await connection.runAndReadAll(contentDigestSql(`'${path}'`, schema))
  connection.closeSync()
  instance.closeSync()
  return contentDigestOf(ContentSums.parse(sums.getRowsJson()[0]), schema)
}

const ROWS = "SELECT range AS a, 'x' || range AS b, (range / 7)::DECIMAL(30,10) AS c FROM range(5000)"

describe('the content digest of a table', () => {
  it('does not see the order of rows, nor how the file is encoded', async () => {
    const digest = await digestOfRows(ROWS)
    expect(await digestOfRows(`${ROWS} ORDER BY hash(a)`)).toBe(digest)
    expect(await digestOfRows(ROWS, 'COMPRESSION uncompressed, ROW_GROUP_SIZE 2048')).toBe(digest)
  })

  it.each([
    ['a row twice', `${ROWS} UNION ALL SELECT 3, 'x3', (3 / 7)::DECIMAL(30,10)`],
    ['a row less', `${ROWS} WHERE range <> 17`],
    ['another value', `SELECT a, CASE a WHEN 17 THEN 'y' ELSE b END AS b, c FROM (${ROWS})`],
    [
      'a value in another row',
      `SELECT a, CASE a WHEN 1 THEN 'x2' WHEN 2 THEN 'x1' ELSE b END AS b, c FROM (${ROWS})`,
    ],
    ['another name', `SELECT a, b, c AS d FROM (${ROWS})`],
    ['another type', `SELECT a::INTEGER AS a, b, c FROM (${ROWS})`],
    ['columns in another order', `SELECT b, a, c FROM (${ROWS})`],
  ])('sees %s', async (_, sql) => {
    expect(await digestOfRows(sql)).not.toBe(await digestOfRows(ROWS))
  })

  it('tells NULL from a text, and decimals that are one double', async () => {
    expect(await digestOfRows('SELECT NULL::VARCHAR AS a')).not.toBe(await digestOfRows("SELECT 'null' AS a"))
    expect(await digestOfRows('SELECT 12345678901234567890.1::DECIMAL(38,1) AS a')).not.toBe(
      await digestOfRows('SELECT 12345678901234567890.2::DECIMAL(38,1) AS a'),
    )
  })

  it('is the same for two runs of one step', async () => {
    const [one, two] = [
      await runs.outcomeOf('FROM sales'),
      await runs.outcomeOf('FROM sales ORDER BY id DESC'),
    ]
    if (one.kind !== 'succeeded' || two.kind !== 'succeeded') throw new Error('a run did not succeed')
    expect(two.contentDigest).toBe(one.contentDigest)
    expect(two.digest).not.toBe(one.digest)
  })
})
