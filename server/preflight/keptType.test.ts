import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlRuns, rowsOf, type SqlRuns } from '#server/kernels/testing/sqlRuns.ts'
import { analysed } from '#server/preflight/testing/shopTables.ts'

const VALUES: Readonly<Record<string, string>> = {
  small: '1::UTINYINT',
  huge: 'sum(id)',
  huge_in_list: '[1::HUGEINT]',
  huge_in_map: `MAP {'a': [1::HUGEINT]}`,
  huge_beside_choice: `{'c': 'HUGEINT'::ENUM('HUGEINT', 'b'), 'n': 1::HUGEINT}`,
  huge_in_struct: `{'HUGEINT': 1::UHUGEINT, 'a, b': 2::HUGEINT, 'bit': 3}`,
  choice: `'it''s, (b)'::ENUM('a', 'it''s, (b)')`,
  choices: `['a'::ENUM('a', 'b')]`,
  id: `'018f0000-0000-7000-8000-000000000001'::UUID`,
  span: 'INTERVAL 1 DAY',
  clock: `TIME '10:00'`,
  zoned: `TIMESTAMPTZ '2024-01-01 00:00:00+00'`,
  seconds: `TIMESTAMP_S '2024-01-01 00:00:00'`,
  millis: `TIMESTAMP_MS '2024-01-01 00:00:00'`,
  nanos: `TIMESTAMP_NS '2024-01-01 00:00:00'`,
  bits: `'101'::BIT`,
  bytes: `'a'::BLOB`,
  pairs: `MAP {'a': 1}`,
  fixed: '[1, 2]::INTEGER[2]',
  big: '123::BIGNUM',
  json: `'{}'::JSON`,
  nothing: 'NULL',
  empty: '[]',
}

describe('the output as preflight tells it', () => {
  let runs: SqlRuns
  beforeAll(async () => {
    runs = await openSqlRuns()
  })
  afterAll(() => runs.close())

  it('is the output as the run keeps it, for every type', async () => {
    const list = Object.entries(VALUES).map(([name, value]) => `${value} AS ${name}`)
    const sql = `SELECT ${list.join(', ')} FROM sales`
    const outcome = await runs.outcomeOf(sql)
    if (outcome.kind !== 'succeeded') throw new Error(JSON.stringify(outcome))
    const { analysis } = await analysed(sql.replace('FROM sales', 'FROM orders'))
    expect(analysis.output?.map((one) => one.name)).toEqual(outcome.schema.map((one) => one.name))
    expect(analysis.output).toEqual(outcome.schema)
  })

  it('keeps every figure of integers of 128 bits, however deep they stand', async () => {
    const figure = '99999999999999999999999999999999999999'
    const outcome = await runs.outcomeOf(`SELECT [{'n': ${figure}::HUGEINT}] AS a, -${figure}::HUGEINT AS b`)
    if (outcome.kind !== 'succeeded') throw new Error(JSON.stringify(outcome))
    const rows = await rowsOf(`SELECT a[1].n::VARCHAR, b::VARCHAR FROM read_parquet('${outcome.path}')`)
    expect(rows).toEqual([[figure, `-${figure}`]])
  })

  it('fails rather than round what is longer still', async () => {
    const outcome = await runs.outcomeOf('SELECT [100000000000000000000000000000000000000::HUGEINT] AS a')
    expect(outcome).toMatchObject({ kind: 'failed' })
  })

  it('is warned of where Parquet would take it apart', async () => {
    const codesOf = async (sql: string) => (await analysed(sql)).analysis.findings.map((one) => one.code)
    expect(await codesOf('SELECT [sum(id)] AS sums FROM orders')).toEqual([])
    expect(await codesOf(`SELECT union_value(a := 1) AS u`)).toEqual(['inexact-type'])
    expect(await codesOf("SELECT sum(id) AS s, {'\"HUGEINT)': 1} AS t FROM orders")).toEqual([])
  })
})
