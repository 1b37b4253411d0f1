import { Visible } from '#client/ui/Visible.tsx'
import { counted, countOf } from '#client/workspace/when.ts'
import type { ColumnSummary, TableDiff } from '#shared/tableDiff.ts'

const STATISTICS = ['nulls', 'distinct', 'min', 'max', 'mean'] as const

/** Each column's statistics that are not what they were. */
export function MovedStatistics({ moved }: { readonly moved: TableDiff['moved'] }) {
  if (moved.length === 0) return null
  return (
    <details className="diff-statistics">
      <summary>Statistics that moved in {counted(moved.length, 'column')}</summary>
      <div className="diff-rows">
        <table aria-label="Statistics that moved">
          <thead>
            <tr>
              <th scope="col">Column</th>
              {STATISTICS.map((one) => (
                <th key={one} scope="col">
                  {one}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {moved.map(({ name, before, after }) => (
              <tr key={name}>
                <th scope="row">
                  <Visible text={name} />
                </th>
                {STATISTICS.map((one) => {
                  const [was, now] = [wordOf(before, one), wordOf(after, one)]
                  return (
                    <td key={one} className="numbers">
                      {was !== now && (
                        <>
                          <del>
                            <Visible text={was} />
                          </del>{' '}
                          →{' '}
                        </>
                      )}
                      <Visible text={now} />
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function wordOf(summary: ColumnSummary, statistic: (typeof STATISTICS)[number]): string {
  const value = summary[statistic]
  return typeof value === 'number' ? countOf(value) : (value ?? '–')
}
