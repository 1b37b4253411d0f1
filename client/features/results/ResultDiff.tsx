import { useEffect, useState } from 'react'
import type { Problem } from '#client/connection/problem.ts'
import { askDiff } from '#client/connection/tableDiff.ts'
import { DiffExamples } from '#client/features/results/DiffExamples.tsx'
import { howWords, sentenceOf } from '#client/features/results/diffWords.ts'
import { MovedStatistics } from '#client/features/results/MovedStatistics.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useSession } from '#client/workspace/useSession.ts'
import { counted, whenOf } from '#client/workspace/when.ts'
import type { Digest } from '#shared/ids.ts'
import type { Result } from '#shared/result.ts'
import type { TableDiff } from '#shared/tableDiff.ts'

type Props = { readonly before: Digest; readonly after: Digest; readonly at: string }

/** What changed since the run before: in a sentence, then column by column, then row by row. */
export function ResultDiff({ before, after, at }: Props) {
  const { workspaceId } = useSession()
  const [key, setKey] = useState<readonly string[]>([])
  const [answer, setAnswer] = useState<Result<TableDiff, Problem>>()
  const [known, setKnown] = useState<TableDiff>()
  useEffect(() => {
    let isGone = false
    setAnswer(undefined)
    void askDiff(workspaceId, before, after, key).then((came) => {
      if (isGone) return
      setAnswer(came)
      if (came.ok) setKnown(came.value)
    })
    return () => {
      isGone = true
    }
  }, [workspaceId, before, after, key])
  const diff = answer?.ok ? answer.value : undefined
  return (
    <div className="result-diff">
      {!answer && <p role="status">Comparing with the result of {whenOf(at)} …</p>}
      {answer && !answer.ok && <Notice look="bad">{answer.error.detail}</Notice>}
      {diff && (
        <p className="diff-sentence">
          <strong>
            <Visible text={sentenceOf(diff)} />
          </strong>{' '}
          <span className="muted">
            <Visible text={howWords(diff)} />
          </span>
        </p>
      )}
      {known && known.columns.length > 0 && (
        <label className="diff-key muted">
          Rows are the same by{' '}
          <select
            className="field"
            value={key[0] ?? ''}
            onChange={(event) => setKey(event.target.value === '' ? [] : [event.target.value])}
          >
            <option value="">what is found</option>
            {known.columns.map((column) => (
              <option key={column} value={column}>
                {column}
              </option>
            ))}
          </select>
        </label>
      )}
      {diff && (
        <>
          <SchemaChanges diff={diff} />
          <DiffExamples diff={diff} />
          <MovedStatistics moved={diff.moved} />
        </>
      )}
    </div>
  )
}

function SchemaChanges({
  diff: { addedColumns, removedColumns, retypedColumns, rows },
}: {
  readonly diff: TableDiff
}) {
  const cells = rows.how === 'by-key' ? rows.cells : []
  if ([addedColumns, removedColumns, retypedColumns, cells].every((one) => one.length === 0)) return null
  return (
    <ul className="diff-columns" aria-label="Columns that changed">
      {addedColumns.map(({ name, type }) => (
        <li key={name}>
          <ins>
            <Visible text={name} />
          </ins>{' '}
          added, {type}
        </li>
      ))}
      {removedColumns.map(({ name, type }) => (
        <li key={name}>
          <del>
            <Visible text={name} />
          </del>{' '}
          removed, was {type}
        </li>
      ))}
      {retypedColumns.map(({ name, before, after }) => (
        <li key={name}>
          <code>
            <Visible text={name} />
          </code>{' '}
          was {before}, is {after}
        </li>
      ))}
      {cells.map(({ column, changed }) => (
        <li key={`cells ${column}`}>
          <code>
            <Visible text={column} />
          </code>{' '}
          {counted(changed, 'cell')} changed
        </li>
      ))}
    </ul>
  )
}
