import { Check, GitFork } from 'lucide-react'
import { useState } from 'react'
import { ChartResult } from '#client/features/charts/ChartResult.tsx'
import { TableGrid } from '#client/features/grid/TableGrid.tsx'
import { AcceptResult } from '#client/features/notebook/AcceptResult.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { usePage } from '#client/workspace/page.ts'
import { wordsOfStale, type StepFacts } from '#client/workspace/stepStatus.ts'
import { useSession, useSignal } from '#client/workspace/useSession.ts'
import { counted, whenOf } from '#client/workspace/when.ts'
import type { Run } from '#shared/workspace.ts'

type Props = { readonly facts: StepFacts; readonly isDraftNewer: boolean }

export function StepResult({ facts: { run, result, stale }, isDraftNewer }: Props) {
  return (
    <>
      {result && isDraftNewer && (
        <p className="muted hint">
          Your draft has not run. Below is the result of what was countersigned last.
        </p>
      )}
      {run && run.status !== 'succeeded' && <RunState run={run} />}
      {result && (
        <Result result={result} stale={stale.map(wordsOfStale)} isOlder={run?.runId !== result.runId} />
      )}
    </>
  )
}

function RunState({ run }: { readonly run: Run }) {
  const { live } = useSession()
  const percent = useSignal(live.passing).runs.get(run.runId) ?? -1
  const { outcome } = run
  if (run.status === 'running')
    return (
      <div className="progress-line" role="status">
        <progress aria-label="Progress of the run" {...(percent >= 0 ? { value: percent, max: 100 } : {})} />
        <span className="muted numbers">
          {run.haltRequested ? 'Stopping …' : percent >= 0 ? `${percent} %` : 'Running …'}
        </span>
      </div>
    )
  if (outcome?.kind === 'failed')
    return (
      <Notice look="bad">
        <strong>
          <Visible text={outcome.message} />
        </strong>
        {outcome.detail && outcome.detail !== outcome.message && (
          <details>
            <summary>Detail</summary>
            <pre className="detail">
              <Visible text={outcome.detail} />
            </pre>
          </details>
        )}
      </Notice>
    )
  if (outcome?.kind === 'halted')
    return (
      <Notice look="warn">
        {outcome.by === 'person' ? 'Stopped by a person.' : 'Stopped at its limit.'}{' '}
        <Visible text={outcome.message} />
      </Notice>
    )
  return <Notice look="warn">The kernel was lost while this ran; whether it finished is not known.</Notice>
}

type ResultProps = { readonly result: Run; readonly stale: readonly string[]; readonly isOlder: boolean }

function Result({ result, stale, isOlder }: ResultProps) {
  const page = usePage()
  const { artifact } = result
  const [isOpen, setOpen] = useState(true)
  if (!artifact) return null
  const from = () => page.showLineage({ artifact: artifact.digest, name: artifact.name })
  return (
    <section
      className={`result${stale.length > 0 || isOlder ? ' old' : ''}`}
      aria-label={`Result ${artifact.name}`}
    >
      {stale.length > 0 && (
        <Notice look="warn">
          <strong>Stale</strong> because {stale.join(' and ')}. What stands below is the result of{' '}
          {whenOf(result.startedAt)}.
        </Notice>
      )}
      {isOlder && stale.length === 0 && (
        <Notice look="warn">This is the result of an earlier run, of {whenOf(result.startedAt)}.</Notice>
      )}
      {result.dispute !== undefined && <AcceptResult run={result} why={result.dispute} />}
      <div className="result-line">
        <button type="button" className="result-name" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <code>{artifact.name}</code>
        </button>
        {artifact.kind === 'table' && (
          <span className="muted numbers">
            {counted(artifact.rows, 'row')}, {counted(artifact.schema.length, 'column')}
          </span>
        )}
        {result.sameAs && (
          <span
            className="badge"
            title="The same step, run before on the same data, gave this; nothing was computed again"
          >
            <Check size={13} aria-hidden /> answered from the cache
          </span>
        )}
        {result.outcome?.kind === 'succeeded' &&
          result.outcome.asserts.length > 0 &&
          result.dispute === undefined && (
            <span className="badge good">
              <Check size={13} aria-hidden /> {counted(result.outcome.asserts.length, 'constraint')} held on
              every row
            </span>
          )}
        <span className="gap" />
        <Button isSmall look="quiet" icon={<GitFork size={13} />} onClick={from}>
          Where does this come from?
        </Button>
      </div>
      {isOpen && artifact.kind === 'table' && (
        <TableGrid
          artifact={artifact.digest}
          name={artifact.name}
          schema={artifact.schema}
          rows={artifact.rows}
          onColumnOrigin={(column) =>
            page.showLineage({ artifact: artifact.digest, name: artifact.name, column })
          }
        />
      )}
      {isOpen && artifact.kind === 'chart' && <ChartResult artifact={artifact} />}
    </section>
  )
}
