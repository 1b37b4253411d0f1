import { useState } from 'react'
import { FixThis } from '#client/features/agent/FixThis.tsx'
import { ResultView } from '#client/features/notebook/ResultView.tsx'
import { RunShown } from '#client/features/shown/RunShown.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { wordsOfStale, type StepFacts } from '#client/workspace/stepStatus.ts'
import { useSession, useSignal } from '#client/workspace/useSession.ts'
import { whenOf } from '#client/workspace/when.ts'
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
      {run?.environment['sandbox'] === 'none' && (
        <Notice look="warn">
          This ran without a sandbox (--unsafe-python): it could reach whatever the server can.
        </Notice>
      )}
      {run && <RunShown run={run} />}
      {result && <ShownResult result={result} run={run} stale={stale.map(wordsOfStale)} />}
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
        <FixThis stepId={run.stepId} />
      </Notice>
    )
  if (outcome?.kind === 'halted')
    return (
      <Notice look="warn">
        <Visible text={outcome.message} />
      </Notice>
    )
  return <Notice look="warn">The kernel was lost while this ran; whether it finished is not known.</Notice>
}

type ShownProps = { readonly result: Run; readonly run: Run | undefined; readonly stale: readonly string[] }

/** A result is shown as what it is: what a later run failed to renew is folded away under its own time. */
function ShownResult({ result, run, stale }: ShownProps) {
  const [isOpen, setOpen] = useState(false)
  const isOlder = run !== undefined && run.runId !== result.runId
  if (!isOlder || run.status === 'running')
    return <ResultView result={result} stale={stale} isOlder={isOlder} />
  return (
    <details className="result-before" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Result of the run before, at {whenOf(result.startedAt)}</summary>
      {isOpen && <ResultView result={result} stale={stale} isOlder />}
    </details>
  )
}
