import { Check, GitFork, Maximize2, Minimize2 } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { useState } from 'react'
import { ChartResult } from '#client/features/charts/ChartResult.tsx'
import { TableGrid } from '#client/features/grid/TableGrid.tsx'
import { AcceptResult } from '#client/features/notebook/AcceptResult.tsx'
import { DisputeResult } from '#client/features/notebook/DisputeResult.tsx'
import { DownloadTable } from '#client/features/results/DownloadTable.tsx'
import { ResultDiff } from '#client/features/results/ResultDiff.tsx'
import { ValueResult } from '#client/features/shown/ValueResult.tsx'
import { ReplayBadge } from '#client/features/notebook/ReplayBadge.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { useFold } from '#client/workspace/foldedParts.ts'
import { usePage } from '#client/workspace/page.ts'
import { tableBefore } from '#client/workspace/resultBefore.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { counted, whenOf } from '#client/workspace/when.ts'
import { artifactsIn, type Artifact } from '#shared/artifact.ts'
import type { Run } from '#shared/workspace.ts'

type Props = { readonly result: Run; readonly stale: readonly string[]; readonly isOlder: boolean }

/** Everything that a run handed over, one under the other; what is true of all is said once, at the first. */
export function ResultView({ result, stale, isOlder }: Props) {
  const { isOpen } = useFold(result.stepId, 'output', true)
  const [first, ...further] = artifactsIn(result)
  if (!first) return null
  return (
    <>
      <OneResult result={result} artifact={first} stale={stale} isOlder={isOlder} />
      {isOpen &&
        further.map((artifact) => (
          <OneResult
            key={artifact.name}
            result={result}
            artifact={artifact}
            stale={stale}
            isOlder={isOlder}
          />
        ))}
    </>
  )
}

function OneResult({ result, artifact, stale, isOlder }: Props & { readonly artifact: Artifact }) {
  const page = usePage()
  const isFirst = artifact === result.artifact
  const { isOpen, toggle } = useFold(result.stepId, isFirst ? 'output' : `output ${artifact.name}`, true)
  const [isFull, setFull] = useState(false)
  const [view, setView] = useState('table')
  const from = () => {
    setFull(false)
    page.showLineage({ artifact: artifact.digest, name: artifact.name })
  }
  return (
    // Esc leaves the full screen, wherever in it the focus is.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={`result${stale.length > 0 || isOlder ? ' old' : ''}${isFull ? ' full' : ''}`}
      aria-label={`Result ${artifact.name}`}
      onKeyDown={(event) => {
        if (isFull && event.key === 'Escape' && !event.defaultPrevented) setFull(false)
      }}
    >
      {isFirst && stale.length > 0 && (
        <Notice look="warn">
          <strong>Stale</strong> because {stale.join(' and ')}. What stands below is the result of{' '}
          {whenOf(result.startedAt)}.
        </Notice>
      )}
      {isFirst && isOlder && stale.length === 0 && (
        <Notice look="warn">This is the result of an earlier run, of {whenOf(result.startedAt)}.</Notice>
      )}
      {isFirst && result.dispute !== undefined && <AcceptResult run={result} why={result.dispute} />}
      <div className="result-line">
        <button
          type="button"
          className="result-name"
          aria-expanded={isOpen}
          title={artifact.name}
          onClick={toggle}
        >
          <code>{artifact.name}</code>
        </button>
        {artifact.kind === 'table' && (
          <span className="muted numbers">
            {counted(artifact.rows, 'row')}, {counted(artifact.schema.length, 'column')}
          </span>
        )}
        {isFirst && result.sameAs && (
          <span
            className="badge"
            title="The same step, run before on the same data, gave this; nothing was computed again"
          >
            <Check size={13} aria-hidden /> answered from the cache
          </span>
        )}
        <ReplayBadge run={result} artifact={artifact} onCompare={() => setView('diff')} />
        {isFirst &&
          result.outcome?.kind === 'succeeded' &&
          result.outcome.asserts.length > 0 &&
          result.dispute === undefined && (
            <span className="badge good" title="Judged on every row of this result">
              <Check size={13} aria-hidden /> {counted(result.outcome.asserts.length, 'constraint')} held
            </span>
          )}
        <span className="result-acts">
          {artifact.kind === 'table' && <DownloadTable artifact={artifact.digest} name={artifact.name} />}
          {isFirst && result.dispute === undefined && <DisputeResult run={result} />}
          <Button
            isSmall
            look="quiet"
            icon={<GitFork size={13} />}
            label="Where does this come from?"
            onClick={from}
          >
            <span className="act-words">Where from?</span>
          </Button>
          <Button
            isSmall
            look="quiet"
            icon={isFull ? <Minimize2 size={13} /> : <Maximize2 size={13} />}
            label={isFull ? 'Leave full screen' : 'Full screen'}
            onClick={() => setFull(!isFull)}
          />
        </span>
      </div>
      {isOpen && artifact.kind === 'table' && (
        <TableResult artifact={artifact} result={result} view={view} onView={setView} />
      )}
      {isOpen && artifact.kind === 'chart' && <ChartResult artifact={artifact} />}
      {isOpen && artifact.kind !== 'chart' && artifact.kind !== 'table' && (
        <ValueResult artifact={artifact} />
      )}
    </section>
  )
}

type TableProps = {
  readonly artifact: Extract<Artifact, { kind: 'table' }>
  readonly result: Run
  readonly view: string
  readonly onView: (view: string) => void
}

function TableResult({ artifact, result, view, onView }: TableProps) {
  const page = usePage()
  const state = useWorkspace()
  const before = tableBefore(state, result, artifact.name)
  const table = (
    <TableGrid
      artifact={artifact.digest}
      name={artifact.name}
      schema={artifact.schema}
      rows={artifact.rows}
      onColumnOrigin={(column) =>
        page.showLineage({ artifact: artifact.digest, name: artifact.name, column })
      }
    />
  )
  if (!before) return table
  return (
    <Tabs.Root value={view} onValueChange={onView} className="stack">
      <Tabs.List className="segments" aria-label={`Views of ${artifact.name}`}>
        <Tabs.Trigger value="table">Table</Tabs.Trigger>
        <Tabs.Trigger value="diff">
          Compared with the run before ({whenOf(before.run.startedAt)})
        </Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="table">{table}</Tabs.Content>
      <Tabs.Content value="diff">
        <ResultDiff before={before.artifact.digest} after={artifact.digest} at={before.run.startedAt} />
      </Tabs.Content>
    </Tabs.Root>
  )
}
