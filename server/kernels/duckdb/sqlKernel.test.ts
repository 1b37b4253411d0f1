import { readFileSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestOf } from '#shared/digest.ts'
import { openSqlRuns, rowsOf, type SqlRuns } from '#server/kernels/testing/sqlRuns.ts'

let runs: SqlRuns
beforeAll(async () => {
  runs = await openSqlRuns()
})
afterAll(() => runs.close())

const ENDLESS =
  'SELECT count(*) AS n FROM range(1000000000) a, range(100000) b WHERE a.range * b.range % 7 = 3'

describe('a run of SQL', () => {
  it('leaves its result as Parquet, named by its bytes', async () => {
    const outcome = await runs.outcomeOf(
      'SELECT region, sum(amount) AS total FROM sales GROUP BY region ORDER BY region;',
    )
    if (outcome.kind !== 'succeeded') throw new Error(JSON.stringify(outcome))
    expect(outcome.rows).toBe(2)
    expect(outcome.schema).toEqual([
      { name: 'region', type: 'VARCHAR' },
      { name: 'total', type: 'DECIMAL(38,2)' },
    ])
    expect(outcome.digest).toBe(digestOf(readFileSync(outcome.path)))
    expect(await rowsOf(`SELECT region, total::VARCHAR FROM '${outcome.path}'`)).toEqual([
      ['north', '30.00'],
      ['south', '37.50'],
    ])
  })

  it('names a column after its parameter or its alias, as it is told at preflight', async () => {
    const parameters = { a: { type: 'integer', value: 1 }, b: { type: 'integer', value: 1 } }
    const outcome = await runs.outcomeOf('SELECT x, $a, $b FROM (SELECT $a AS x)', { parameters })
    expect(outcome).toMatchObject({ schema: [{ name: 'x' }, { name: '$a' }, { name: '$b' }] })
  })

  it('binds typed parameters as values, never as SQL', async () => {
    const outcome = await runs.outcomeOf(
      `SELECT id, $note AS note, DATE '2024-02-29' = $day AS is_day FROM sales WHERE amount > $least AND id < $most AND $on`,
      {
        parameters: {
          note: { type: 'text', value: "'); DROP TABLE sales; --" },
          least: { type: 'decimal', value: '4.25' },
          most: { type: 'integer', value: 5 },
          day: { type: 'date', value: '2024-02-29' },
          on: { type: 'boolean', value: true },
        },
      },
    )
    if (outcome.kind !== 'succeeded') throw new Error(JSON.stringify(outcome))
    expect(await rowsOf(`FROM '${outcome.path}' ORDER BY id`)).toEqual([
      [3, "'); DROP TABLE sales; --", true],
      [4, "'); DROP TABLE sales; --", true],
    ])
  })

  it('rounds no whole number, however large the sum', async () => {
    const outcome = await runs.outcomeOf('SELECT sum(9007199254740993) AS total FROM sales')
    if (outcome.kind !== 'succeeded') throw new Error(JSON.stringify(outcome))
    expect(await rowsOf(`SELECT total::VARCHAR FROM '${outcome.path}'`)).toEqual([['90071992547409930']])
  })

  it('judges each assert on the result, unknown counted as broken', async () => {
    const outcome = await runs.outcomeOf('SELECT id, nullif(id, 3) AS odd FROM sales', {
      asserts: [
        { key: 'holds', predicate: 'id >= 0' },
        { key: 'broken', predicate: 'id < 8' },
        { key: 'unknown', predicate: 'odd >= 0' },
        { key: 'no such column', predicate: 'price > 0' },
        { key: 'a trick', predicate: 'true); SELECT (1' },
      ],
    })
    if (outcome.kind !== 'succeeded') throw new Error(JSON.stringify(outcome))
    expect(outcome.asserts.map(({ key, holds, violations }) => [key, holds, violations])).toEqual([
      ['holds', true, 0],
      ['broken', false, 2],
      ['unknown', false, 1],
      ['no such column', false, 10],
      ['a trick', false, 10],
    ])
  })

  it('fails with a sentence when a value does not fit', async () => {
    expect(await runs.outcomeOf('SELECT CAST(region AS INTEGER) AS n FROM sales')).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining("Could not convert string 'north'") as string,
    })
  })

  it('fails when two columns of the result have one name', async () => {
    expect(await runs.outcomeOf('SELECT id AS a, id AS A FROM sales')).toMatchObject({
      kind: 'failed',
      message: 'Two columns of the result are called A. Give each its own name with AS.',
    })
  })

  it('is halted by its row limit, and cuts nothing off in silence', async () => {
    const limits = { seconds: 20, memoryMb: 256, rows: 9 }
    expect(await runs.outcomeOf('FROM sales', { limits })).toMatchObject({ kind: 'halted', by: 'limit' })
    expect(await runs.outcomeOf('FROM sales LIMIT 9', { limits })).toMatchObject({ kind: 'succeeded' })
  })

  it('is halted by its time limit', async () => {
    const outcome = await runs.outcomeOf(ENDLESS, { limits: { seconds: 1, memoryMb: 256, rows: 10 } })
    expect(outcome).toMatchObject({ kind: 'halted', by: 'limit' })
    expect(outcome.milliseconds).toBeLessThan(4000)
  })

  it('stops when a person says so, having told how it goes', async () => {
    let told = 0
    const run = await runs.start(ENDLESS, {}, () => told++)
    // However busy the machine is: it runs, and has said so.
    while (told === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    const pressed = performance.now()
    run.cancel()
    expect(await run.outcome).toMatchObject({ kind: 'halted', by: 'person' })
    expect(performance.now() - pressed).toBeLessThan(2000)
  })

  it('is lost, not failed, when its child dies; and the next run is well', async () => {
    const before = new Set(childPids())
    const run = await runs.start(ENDLESS)
    await new Promise((resolve) => setTimeout(resolve, 500))
    // The busy one of our children is the one that runs.
    const victim = childPids().sort((a, b) => cpuOf(b) - cpuOf(a))[0]
    if (victim === undefined) throw new Error(`no child among ${[...before].join()}`)
    process.kill(victim, 'SIGKILL')
    expect(await run.outcome).toMatchObject({ kind: 'lost' })
    expect(await runs.outcomeOf('SELECT 1 AS one')).toMatchObject({ kind: 'succeeded', rows: 1 })
  })

  it('sees nothing of an earlier run', async () => {
    const first = await runs.outcomeOf('SELECT 42 AS secret')
    expect(first.kind).toBe('succeeded')
    expect(await runs.outcomeOf('FROM result')).toMatchObject({ kind: 'failed' })
    expect(await runs.outcomeOf('FROM "the result"')).toMatchObject({ kind: 'failed' })
  })
})

const statOf = (pid: number | string): readonly string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}
const cpuOf = (pid: number): number => Number(statOf(pid)[11]) + Number(statOf(pid)[12])
const childPids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return Number(statOf(name)[1]) === process.pid
      } catch {
        return false
      }
    })
    .map(Number)
