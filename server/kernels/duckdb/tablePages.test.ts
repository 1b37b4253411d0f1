import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PageQuery } from '#server/kernels/duckdb/tablePage.ts'
import { openTablePages, type TablePages } from '#server/kernels/duckdb/tablePages.ts'
import { writeParquet } from '#server/kernels/testing/sqlRuns.ts'

let folder: string
let outside: string
let scratch: string
let path: string
let pages: TablePages
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pages-'))
  outside = await mkdtemp(join(tmpdir(), 'outside-'))
  scratch = await mkdtemp(join(tmpdir(), 'scratch-'))
  path = join(folder, 'table')
  await writeParquet(
    `SELECT range::BIGINT + 9007199254740993 AS "big ""id""", ['a', 'b', NULL][range % 3 + 1] AS kind,
      DATE '2024-01-01' + range::INTEGER AS day, (range % 10) / 2 AS half FROM range(1000)`,
    path,
  )
  await writeParquet('SELECT 1 AS a', join(outside, 'other'))
  pages = openTablePages({ folder, scratch })
})
afterAll(async () => {
  await pages.close()
  await rm(folder, { recursive: true, force: true })
  await rm(outside, { recursive: true, force: true })
  await rm(scratch, { recursive: true, force: true })
})

const ID = 'big "id"'
const query = (changes: Partial<PageQuery>): PageQuery => ({
  offset: 0,
  limit: 2,
  sort: [],
  filters: [],
  ...changes,
})
async function pageOf(changes: Partial<PageQuery>) {
  const page = await pages.page(path, query(changes))
  if (!page.ok) throw new Error(page.error.message)
  return page.value
}

describe('a page of a table', () => {
  it('holds the rows in their order, with no number rounded', async () => {
    const page = await pageOf({ offset: 1 })
    expect(page.total).toBe(1000)
    expect(page.schema[0]).toEqual({ name: ID, type: 'BIGINT' })
    expect(page.rows).toEqual([
      ['9007199254740994', 'b', '2024-01-02', '0.5'],
      ['9007199254740995', null, '2024-01-03', '1.0'],
    ])
  })

  it('is sorted by several columns, nothing last, and equal rows keep their order', async () => {
    const page = await pageOf({
      sort: [
        { column: 'kind', direction: 'descending' },
        { column: 'half', direction: 'ascending' },
      ],
    })
    expect(page.rows.map((row) => row.slice(1))).toEqual([
      ['b', '2024-01-11', '0.0'],
      ['b', '2024-02-10', '0.0'],
    ])
    const last = await pageOf({ offset: 999, sort: [{ column: 'kind', direction: 'descending' }] })
    expect(last.rows[0]?.[1]).toBeNull()
  })

  it('is filtered by values of the column’s type, and counts what passes', async () => {
    expect((await pageOf({ filters: [{ op: '<', column: 'day', value: '2024-01-11' }] })).total).toBe(10)
    expect((await pageOf({ filters: [{ op: '=', column: ID, value: '9007199254740993' }] })).total).toBe(1)
    expect((await pageOf({ filters: [{ op: 'is-null', column: 'kind' }] })).total).toBe(333)
    expect((await pageOf({ filters: [{ op: 'contains', column: 'kind', value: 'A' }] })).total).toBe(334)
    expect((await pageOf({ filters: [{ op: '!=', column: 'kind', value: "a' OR true --" }] })).total).toBe(
      667,
    )
  })

  it('is refused for a column that is not there, and for a value that is none of its type', async () => {
    for (const changes of [
      { sort: [{ column: 'day; DROP', direction: 'ascending' as const }] },
      { filters: [{ op: '=' as const, column: 'day', value: 'tomorrow' }] },
    ]) {
      expect(await pages.page(path, query(changes))).toMatchObject({ ok: false, error: { kind: 'invalid' } })
    }
  })

  it('comes from nowhere but the folder that was opened', async () => {
    for (const elsewhere of [
      join(outside, 'other'),
      '/etc/passwd',
      `${folder}/../${outside}/other`,
      `${folder}/*x`,
    ]) {
      expect(await pages.page(elsewhere, query({}))).toMatchObject({ ok: false })
    }
  })

  it('comes from a new child after the old one died', async () => {
    const impatient = openTablePages({ folder, scratch, seconds: 0.001 })
    expect(await impatient.page(path, query({}))).toMatchObject({ ok: false, error: { kind: 'lost' } })
    await impatient.close()
    for (const pid of readersOf(process.pid)) process.kill(pid, 'SIGKILL')
    await expect.poll(async () => (await pages.page(path, query({}))).ok).toBe(true)
  })
})

describe('the spread of a column', () => {
  const spreadOf = async (column: string) => {
    const spread = await pages.spread(path, column)
    if (!spread.ok) throw new Error(spread.error.message)
    return spread.value
  }

  it('of texts is what stands most often', async () => {
    expect(await spreadOf('kind')).toEqual({
      name: 'kind',
      type: 'VARCHAR',
      rows: 1000,
      nulls: 333,
      distinct: 2,
      min: 'a',
      max: 'b',
      histogram: [
        { from: 'a', to: 'a', count: 334 },
        { from: 'b', to: 'b', count: 333 },
      ],
    })
  })

  it('of numbers and days is their range in equal parts, with every row in one', async () => {
    for (const [column, first, last] of [
      ['half', '0.0', '4.5'],
      ['day', '2024-01-01 00:00:00', '2026-09-26 00:00:00'],
    ] as const) {
      const { histogram } = await spreadOf(column)
      expect(histogram).toHaveLength(20)
      expect([histogram[0]?.from, histogram.at(-1)?.to]).toEqual([first, last])
      expect(histogram.reduce((sum, { count }) => sum + count, 0)).toBe(1000)
    }
  })

  it('of one value is one part, and of no finite one is none', async () => {
    const odd = join(folder, 'odd')
    await writeParquet("SELECT 7 AS seven, 'nan'::DOUBLE AS nothing, [1, NULL] AS list FROM range(3)", odd)
    const spreads = await Promise.all(['seven', 'nothing', 'list'].map((one) => pages.spread(odd, one)))
    expect(
      spreads.map((one) => (one.ok ? one.value.histogram.map(({ count }) => count) : one.error)),
    ).toEqual([[3], [], [3]])
  })

  it('is refused for a column that is not there', async () => {
    expect(await pages.spread(path, 'nowhere')).toMatchObject({ ok: false, error: { kind: 'invalid' } })
  })
})

describe('a table as CSV', () => {
  it('is exact: commas, quotes, lines, formulas, and null told from the empty text', async () => {
    const hard = join(folder, 'hard')
    await writeParquet(
      `SELECT * FROM (VALUES ('a,b', 'say "hi"', 9007199254740993), (E'two\nlines', '=1+1', NULL), ('', NULL, 0))
        AS t("first, name", note, n)`,
      hard,
    )
    const to = join(scratch, 'hard.csv')
    expect(await pages.csv(hard, to)).toEqual({ ok: true, value: (await readFile(to)).length })
    expect(await readFile(to, 'utf8')).toBe(
      '"first, name",note,n\n"a,b","say ""hi""",9007199254740993\n"two\nlines",=1+1,\n"",,0\n',
    )
  })

  it('is written nowhere but into the scratch folder', async () => {
    expect(await pages.csv(path, join(outside, 'table.csv'))).toMatchObject({ ok: false })
  })
})

function readersOf(parent: number): number[] {
  return readdirSync(`/proc/${parent}/task`)
    .flatMap((task) => readFileSync(`/proc/${parent}/task/${task}/children`, 'utf8').split(' '))
    .filter(
      (pid) => pid.trim() !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('tablePagesChild'),
    )
    .map(Number)
}
