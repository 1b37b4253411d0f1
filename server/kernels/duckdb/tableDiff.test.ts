import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTablePages, type TablePages } from '#server/kernels/duckdb/tablePages.ts'
import { writeParquet } from '#server/kernels/testing/sqlRuns.ts'
import type { TableDiff } from '#shared/tableDiff.ts'

let folder: string
let scratch: string
let pages: TablePages
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diff-'))
  scratch = await mkdtemp(join(tmpdir(), 'diff-scratch-'))
  pages = openTablePages({ folder, scratch })
})
afterAll(async () => {
  await pages.close()
  await rm(folder, { recursive: true, force: true })
  await rm(scratch, { recursive: true, force: true })
})

async function written(sql: string): Promise<string> {
  const path = join(folder, `table ${count++}`)
  await writeParquet(sql, path)
  return path
}

async function diffOf(before: string, after: string, key?: readonly string[]): Promise<TableDiff> {
  const diff = await pages.diff(await written(before), await written(after), key)
  if (!diff.ok) throw new Error(diff.error.message)
  return diff.value
}

it('finds the same rows again by the columns that a grouped result starts with, and says which cells changed', async () => {
  const diff = await diffOf(
    `FROM (VALUES ('north', 'tea', 10, 1.5), ('north', 'coffee', 20, 2.5), ('south', 'tea', 30, 3.5)) AS t(region, product, n, mean)`,
    `FROM (VALUES ('north', 'tea', 11, 1.5), ('north', 'coffee', 20, 2.5), ('west', 'tea', 5, NULL)) AS t(region, product, n, mean)`,
  )
  expect(diff.rows).toEqual({
    how: 'by-key',
    key: ['region', 'product'],
    numbers: { added: 1, removed: 1, changed: 1, same: 1 },
    cells: [{ column: 'n', changed: 1 }],
  })
  expect(diff.examples).toEqual([
    { before: ['north', 'tea', '10', '1.5'], after: ['north', 'tea', '11', '1.5'], changed: [2] },
    { before: null, after: ['west', 'tea', '5', null], changed: [] },
    { before: ['south', 'tea', '30', '3.5'], after: null, changed: [] },
  ])
  expect(diff.moved.find(({ name }) => name === 'n')).toMatchObject({
    before: { nulls: 0, min: '10', max: '30', mean: '20' },
    after: { nulls: 0, min: '5', max: '20', mean: '12' },
  })
})

it('says nothing of tables that are the same, whatever the order of their rows', async () => {
  const rows = `SELECT range AS id, range % 7 AS kind, range * 0.1::DOUBLE AS share FROM range(5000)`
  const diff = await diffOf(rows, `FROM (${rows}) ORDER BY id DESC`)
  expect(diff.rows).toMatchObject({ key: ['id'], numbers: { added: 0, removed: 0, changed: 0, same: 5000 } })
  expect([diff.examples, diff.moved, diff.retypedColumns]).toEqual([[], [], []])
})

it('prefers what is named as an identifier, wherever it stands', async () => {
  const table = (amount: number) => `SELECT range + ${amount} AS amount, range AS order_id FROM range(50)`
  expect((await diffOf(table(0), table(1))).rows).toMatchObject({
    key: ['order_id'],
    numbers: { changed: 50, added: 0 },
  })
})

it('counts whole rows when nothing tells them apart, duplicates each for themselves', async () => {
  const diff = await diffOf(
    "FROM (VALUES ('a', NULL), ('a', NULL), ('a', NULL), ('b', 'x')) AS t(one, two)",
    "FROM (VALUES ('a', NULL), ('b', 'x'), ('b', 'x'), ('c', '')) AS t(one, two)",
  )
  expect(diff.rows).toEqual({ how: 'whole-rows', numbers: { added: 2, removed: 2, changed: 0, same: 2 } })
  expect(diff.examples).toContainEqual({ before: ['a', null], after: null, changed: [] })
  expect(diff.examples).toContainEqual({ before: null, after: ['c', ''], changed: [] })
})

it('tells null from the empty text and from not-a-number, and takes not-a-number for itself', async () => {
  const diff = await diffOf(
    "FROM (VALUES (1, '', 'nan'::DOUBLE), (2, NULL, 'nan'::DOUBLE), (3, 'x', NULL)) AS t(id, word, n)",
    "FROM (VALUES (1, NULL, 'nan'::DOUBLE), (2, NULL, 1.0), (3, 'x', 'nan'::DOUBLE)) AS t(id, word, n)",
  )
  expect(diff.rows).toMatchObject({
    cells: [
      { column: 'word', changed: 1 },
      { column: 'n', changed: 2 },
    ],
    numbers: { changed: 3, same: 0 },
  })
})

it('names columns that came, went and changed their type, and compares numbers of other types as numbers', async () => {
  const diff = await diffOf(
    "SELECT 1 AS id, 10::INTEGER AS n, DATE '2024-01-01' AS day, 'gone' AS old UNION ALL SELECT 2, 20, DATE '2024-01-02', 'gone'",
    "SELECT 1 AS id, 10::DOUBLE AS n, '2024-01-01' AS day, true AS new UNION ALL SELECT 2, 20.5, '2 Jan', false",
  )
  expect(diff.addedColumns).toEqual([{ name: 'new', type: 'BOOLEAN' }])
  expect(diff.removedColumns).toEqual([{ name: 'old', type: 'VARCHAR' }])
  expect(diff.retypedColumns).toEqual([
    { name: 'n', before: 'INTEGER', after: 'DOUBLE' },
    { name: 'day', before: 'DATE', after: 'VARCHAR' },
  ])
  expect(diff.rows).toMatchObject({
    cells: [
      { column: 'n', changed: 1 },
      { column: 'day', changed: 1 },
    ],
  })
})

it('compares nested values, by key and by whole rows', async () => {
  const nested = (last: string) => `SELECT [1, NULL, ${last}] AS list, {'a': 'x', 'b': [${last}]} AS struct,
    MAP {'k': ${last}} AS map`
  const byKey = await diffOf(
    `SELECT id, nested.* FROM (VALUES (1), (2)) AS t(id), (${nested('3')}) AS nested`,
    `SELECT id, nested.* FROM (VALUES (1), (2)) AS t(id), (${nested('4')}) AS nested`,
  )
  expect(byKey.rows).toMatchObject({
    key: ['id'],
    cells: ['list', 'struct', 'map'].map((column) => ({ column, changed: 2 })),
  })
  const whole = await diffOf(`${nested('3')} FROM range(2)`, `${nested('3')} FROM range(3)`)
  expect(whole.rows).toMatchObject({ how: 'whole-rows', numbers: { added: 1, removed: 0, same: 2 } })
})

it('takes the one row of a total for the same row', async () => {
  const diff = await diffOf('SELECT 10 AS total', 'SELECT 12 AS total')
  expect(diff.rows).toMatchObject({ key: [], numbers: { changed: 1, added: 0, removed: 0 } })
  expect(diff.examples).toEqual([{ before: ['10'], after: ['12'], changed: [0] }])
})

it('goes by the key that a person chose, and says why one can’t be', async () => {
  const [before, after] = [
    "FROM (VALUES ('a', 'x', 1), ('b', 'x', 2)) AS t(one, two, n)",
    "FROM (VALUES ('c', 'x', 1), ('b', 'x', 2)) AS t(one, two, n)",
  ]
  expect((await diffOf(before, after, ['n'])).rows).toMatchObject({
    key: ['n'],
    cells: [{ column: 'one', changed: 1 }],
  })
  const paths = [await written(before), await written(after)] as const
  expect(await pages.diff(...paths, ['two'])).toMatchObject({
    ok: false,
    error: { message: 'two stands more than once in the result before.' },
  })
  expect(await pages.diff(...paths, ['three'])).toMatchObject({ ok: false, error: { kind: 'invalid' } })
})

it('compares columns named as ours are, and quotes in names', async () => {
  const diff = await diffOf(
    `SELECT 1 AS a0, 2 AS b_is, 3 AS "o""dd" UNION ALL SELECT 2, 2, 3`,
    `SELECT 1 AS a0, 2 AS b_is, 4 AS "o""dd" UNION ALL SELECT 2, 2, 3`,
  )
  expect(diff.rows).toMatchObject({ key: ['a0'], cells: [{ column: 'o"dd', changed: 1 }] })
})

it('compares empty tables, and tables with no column in common', async () => {
  const empty = 'SELECT 1 AS id, 2 AS n WHERE false'
  expect((await diffOf(empty, 'SELECT range AS id, 2 AS n FROM range(3)')).rows).toMatchObject({
    numbers: { added: 3 },
  })
  expect((await diffOf(empty, empty)).examples).toEqual([])
  expect((await diffOf('SELECT 1 AS a', 'SELECT 1 AS b')).rows).toMatchObject({ how: 'not-compared' })
})

it('compares a million rows, and shows a bounded number of them', async () => {
  const table = (every: number) => `SELECT range AS id, 'name ' || range AS name,
    CASE WHEN range % ${every} = 0 THEN 1 ELSE 0 END AS flag FROM range(1000000)`
  const diff = await diffOf(table(10), table(20))
  expect(diff.rows).toMatchObject({ key: ['id'], numbers: { changed: 50_000, same: 950_000 } })
  expect(diff.examples).toHaveLength(100)
}, 60_000)

it('tells last digits of floats from other values, whatever the order of the rows', async () => {
  const table = (factor: string) =>
    `SELECT range AS id, 'k' || range % 3 AS kind, sin(range) * ${factor} AS wave, NULL::DOUBLE AS none FROM range(1000)`
  const nearly = await diffOf(table('1'), `FROM (${table('(1 + 2e-11)')}) ORDER BY wave`)
  expect(nearly.floats).toEqual({ isClose: true, largest: '2.0e-11' })
  expect((await diffOf(table('1'), table('(1 + 1e-6)'))).floats).toEqual({
    isClose: false,
    largest: '1.0e-06',
  })
})

it.each([
  ['a text', "SELECT 'a' AS t, 1.5::DOUBLE AS x", "SELECT 'b' AS t, 1.5::DOUBLE AS x"],
  ['a null', 'SELECT 1 AS t, 1.5::DOUBLE AS x', 'SELECT 1 AS t, NULL::DOUBLE AS x'],
  ['an infinity', 'SELECT 1 AS t, 1.5::DOUBLE AS x', "SELECT 1 AS t, 'inf'::DOUBLE AS x"],
  ['a decimal', 'SELECT 1.50 AS t, 1.5::DOUBLE AS x', 'SELECT 1.51 AS t, 1.5::DOUBLE AS x'],
])('calls nothing close that differs in %s', async (_, before, after) => {
  expect((await diffOf(before, after)).floats?.isClose).toBe(false)
})

it.each([
  ['not a number on both sides', "SELECT 'nan'::DOUBLE AS x", "SELECT 'nan'::DOUBLE AS x", true],
  ['almost nothing and nothing', 'SELECT 1e-16::DOUBLE AS x', 'SELECT 0::DOUBLE AS x', true],
  ['what has no floats', 'SELECT 1 AS x', 'SELECT 2 AS x', undefined],
  ['another number of rows', 'SELECT 1::DOUBLE AS x', 'SELECT 1::DOUBLE AS x FROM range(2)', undefined],
  ['another column', 'SELECT 1::DOUBLE AS x', 'SELECT 1::DOUBLE AS x, 1 AS y', undefined],
  ['another type', 'SELECT 1::DOUBLE AS x', 'SELECT 1 AS x', undefined],
])('says of %s whether it is close', async (_, before, after, isClose) => {
  expect((await diffOf(before, after)).floats?.isClose).toBe(isClose)
})
