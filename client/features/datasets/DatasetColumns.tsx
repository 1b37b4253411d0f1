import { UserRound } from 'lucide-react'
import { MiniHistogram } from '#client/features/datasets/MiniHistogram.tsx'
import { useProfile } from '#client/features/datasets/useProfile.ts'
import { Visible } from '#client/ui/Visible.tsx'
import type { ColumnProfile } from '#shared/profile.ts'
import type { DatasetState } from '#shared/workspace.ts'

/** The columns in short: name, type, distribution, and whether they are about persons. */
export function DatasetColumns({ dataset }: { readonly dataset: DatasetState }) {
  const { current } = dataset
  const profile = useProfile(current.profile)
  return (
    <ul className="dataset-columns">
      {current.columns.map((column) => {
        const known = profile?.columns.find((one) => one.name === column.name)
        return (
          <li key={column.name} title={known ? summaryOf(known) : undefined}>
            <span className="column-name">
              <code>
                <Visible text={column.name} />
              </code>
              {column.sensitivity !== 'none' && (
                <span className="personal">
                  <UserRound size={11} aria-hidden />
                  {column.sensitivity === 'personal' ? 'personal' : 'likely personal'}
                </span>
              )}
            </span>
            <small>{column.type.toLowerCase()}</small>
            {known && <MiniHistogram column={known} />}
          </li>
        )
      })}
    </ul>
  )
}

const summaryOf = (column: ColumnProfile): string =>
  [
    `${column.nulls} nulls, ${column.distinct} distinct`,
    column.min === null ? '' : `from ${column.min} to ${column.max ?? ''}`,
    column.personal ?? '',
  ]
    .filter(Boolean)
    .join('\n')
