/** A comparison of two results in a sentence. */
import { counted } from '#client/workspace/when.ts'
import type { TableDiff } from '#shared/tableDiff.ts'

export function sentenceOf(diff: TableDiff): string {
  const said = [...columnWords(diff), ...rowWords(diff)]
  if (said.length === 0) return `Nothing changed: the same ${counted(diff.rowsAfter, 'row')} as before.`
  if (diff.floats?.isClose)
    return `The same ${counted(diff.rowsAfter, 'row')} as before, but for the last digits of floats: the largest distance is ${diff.floats.largest} of the value.`
  const size =
    diff.rowsBefore === diff.rowsAfter
      ? `${counted(diff.rowsAfter, 'row')}, as many as before`
      : `${counted(diff.rowsAfter, 'row')}, before ${counted(diff.rowsBefore, 'row')}`
  return `${size}: ${listed(said)}.`
}

function columnWords({ addedColumns, removedColumns, retypedColumns }: TableDiff): readonly string[] {
  return [
    ...some(addedColumns.length, 'column added', 'columns added'),
    ...some(removedColumns.length, 'column removed', 'columns removed'),
    ...some(retypedColumns.length, 'column of another type', 'columns of other types'),
  ]
}

function rowWords({ rows }: TableDiff): readonly string[] {
  if (rows.how === 'not-compared') return [`rows not compared, because ${rows.why}`]
  const { added, removed, changed } = rows.numbers
  return [
    ...some(changed, 'row changed', 'rows changed'),
    ...some(added, 'row added', 'rows added'),
    ...some(removed, 'row removed', 'rows removed'),
  ]
}

export function howWords({ rows }: TableDiff): string {
  if (rows.how === 'not-compared') return ''
  if (rows.how === 'whole-rows')
    return 'No columns tell the rows apart, so whole rows are counted: a changed row is one removed and one added.'
  if (rows.key.length === 0) return 'Both have one row, which is taken for the same.'
  return `Rows are the same row when they are equal in ${listed(rows.key)}.`
}

const some = (count: number, one: string, many: string): readonly string[] =>
  count === 0 ? [] : [counted(count, one, many)]

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
