import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PageQuery } from '#server/kernels/duckdb/tablePage.ts'
import { openTablePages, type TablePages } from '#server/kernels/duckdb/tablePages.ts'
import { writeParquet } from '#server/kernels/testing/sqlRuns.ts'

let folder: string
let outside: string
let path: string
let pages: TablePages
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pages-'))
  outside = await mkdtemp(join(tmpdir(), 'outside-'))
  path = join(folder, 'table')
  await writeParquet(
    `SELECT range::BIGINT + 9007199254740993 AS "big ""id""", ['a', 'b', NULL][range % 3 + 1] AS kind,
      DATE '2024-01-01' + range::INTEGER AS day, (range % 10) / 2 AS half FROM range(1000)`,
    path,
  )
  await writeParquet('SELECT 1 AS a', join(outside, 'other'))
  pages = openTablePages({ folder })
})
afterAll(async () => {
  await pages.close()
  await rm(folder, { recursive: true, force: true })
  await rm(outside, { recursive: true, force: true })
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
    const impatient = openTablePages({ folder, seconds: 0.001 })
    expect(await impatient.page(path, query({}))).toMatchObject({ ok: false, error: { kind: 'lost' } })
    await impatient.close()
    for (const pid of readersOf(process.pid)) process.kill(pid, 'SIGKILL')
    await expect.poll(async () => (await pages.page(path, query({}))).ok).toBe(true)
  })
})

describe('the statistics of a table', () => {
  it('count nothing, ends and parts of each column', async () => {
    const statistics = await pages.statistics(path)
    if (!statistics.ok) throw new Error(statistics.error.message)
    expect(statistics.value.rows).toBe(1000)
    const [, kind, day, half] = statistics.value.columns
    expect(kind).toMatchObject({ nulls: 333, distinct: 2, min: 'a', max: 'b' })
    expect(day).toMatchObject({ nulls: 0, min: '2024-01-01', max: '2026-09-26' })
    expect(half?.histogram?.reduce((sum, rows) => sum + rows, 0)).toBe(1000)
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
