import { expect, it } from 'vitest'
import { howWords, sentenceOf } from '#client/features/results/diffWords.ts'
import type { TableDiff } from '#shared/tableDiff.ts'

const same: TableDiff = {
  rowsBefore: 1200,
  rowsAfter: 1200,
  addedColumns: [],
  removedColumns: [],
  retypedColumns: [],
  rows: {
    how: 'by-key',
    key: ['region', 'day'],
    numbers: { added: 0, removed: 0, changed: 0, same: 1200 },
    cells: [],
  },
  columns: [],
  examples: [],
  moved: [],
}

it('says that nothing changed only when nothing did', () => {
  expect(sentenceOf(same)).toBe('Nothing changed: the same 1,200 rows as before.')
  const wider = { ...same, addedColumns: [{ name: 'new', type: 'BIGINT' }] }
  expect(sentenceOf(wider)).toBe('1,200 rows, as many as before: 1 column added.')
})

it('says how many rows there are, and what became of them', () => {
  const diff: TableDiff = {
    ...same,
    rowsAfter: 1,
    rows: { how: 'whole-rows', numbers: { added: 1, removed: 1200, changed: 0, same: 0 } },
  }
  expect(sentenceOf(diff)).toBe('1 row, before 1,200 rows: 1 row added and 1,200 rows removed.')
  expect(howWords(diff)).toContain('whole rows are counted')
  expect(howWords(same)).toBe('Rows are the same row when they are equal in region and day.')
})

it('says why rows were not compared', () => {
  const diff: TableDiff = { ...same, rows: { how: 'not-compared', why: 'the two have no column in common' } }
  expect(sentenceOf(diff)).toContain('rows not compared, because the two have no column in common')
})
