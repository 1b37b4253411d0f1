import { Visible } from '#client/ui/Visible.tsx'
import { countOf } from '#client/workspace/when.ts'
import type { DifferentRow, TableDiff } from '#shared/tableDiff.ts'

/** A screen's worth of columns; those that changed come first of those that do not tell rows apart. */
const MOST_COLUMNS = 40

/** The rows that differ, each cell before → after. */
export function DiffExamples({ diff: { columns, examples, rows } }: { readonly diff: TableDiff }) {
  if (examples.length === 0 || rows.how === 'not-compared') return null
  const key = rows.how === 'by-key' ? rows.key : []
  const changed = new Set(rows.how === 'by-key' ? rows.cells.map(({ column }) => column) : [])
  const rank = (name: string): number => (key.includes(name) ? 0 : changed.has(name) ? 1 : 2)
  const places = columns
    .map((name, at) => ({ name, at }))
    .toSorted((one, other) => rank(one.name) - rank(other.name))
    .slice(0, MOST_COLUMNS)
  const { added, removed, changed: changedRows } = rows.numbers
  const all = added + removed + changedRows
  return (
    <div className="diff-rows">
      <table aria-label="Rows that changed">
        <thead>
          <tr>
            <th scope="col">Row</th>
            {places.map(({ name }) => (
              <th key={name} scope="col">
                <Visible text={name} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {examples.map((row, at) => (
            <tr key={at} className={kindOf(row)}>
              <th scope="row">{kindOf(row)}</th>
              {places.map(({ name, at: place }) => (
                <td key={name}>
                  <DiffCell row={row} at={place} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {examples.length < all && (
        <p className="muted numbers">
          Shown are {countOf(examples.length)} of {countOf(all)} rows that differ.
        </p>
      )}
      {columns.length > MOST_COLUMNS && (
        <p className="muted numbers">
          Shown are {MOST_COLUMNS} of {countOf(columns.length)} columns.
        </p>
      )}
    </div>
  )
}

const kindOf = ({ before, after }: DifferentRow): 'added' | 'removed' | 'changed' =>
  before === null ? 'added' : after === null ? 'removed' : 'changed'

function DiffCell({
  row: { before, after, changed },
  at,
}: {
  readonly row: DifferentRow
  readonly at: number
}) {
  const [was, now] = [before?.[at] ?? null, after?.[at] ?? null]
  if (!changed.includes(at)) return <Value value={after ? now : was} />
  return (
    <>
      <del>
        <Value value={was} />
      </del>{' '}
      →{' '}
      <ins>
        <Value value={now} />
      </ins>
    </>
  )
}

function Value({ value }: { readonly value: string | null }) {
  if (value === null) return <i className="null">null</i>
  return value === '' ? <i className="null">empty text</i> : <Visible text={value} />
}
