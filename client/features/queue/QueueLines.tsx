/** One line of the queue each: what it is, who asked and approved it, since when, and how it is stopped. */
import { Square } from 'lucide-react'
import type { ReactNode } from 'react'
import { Elapsed } from '#client/features/notebook/Elapsed.tsx'
import { StatusBadge } from '#client/features/notebook/StatusBadge.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useMay } from '#client/workspace/may.ts'
import { nameOf } from '#client/workspace/names.ts'
import { usePage } from '#client/workspace/page.ts'
import type { CheckedProposal, QueuedRun, QueueRun } from '#client/workspace/queue.ts'
import type { Act } from '#client/workspace/useAct.ts'
import { useSession, useSignal, useWorkspace } from '#client/workspace/useSession.ts'
import { momentOf } from '#client/workspace/when.ts'
import type { Actor } from '#shared/actor.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

type TitleProps = { readonly stepId: string; readonly title: string; readonly onLeave: () => void }

export function QueueTitle({ stepId, title, onLeave }: TitleProps) {
  const { jumpTo } = usePage()
  return (
    <button
      type="button"
      className="queue-title"
      title="Go to its block"
      onClick={() => {
        onLeave()
        jumpTo(stepId)
      }}
    >
      <Visible text={title} />
    </button>
  )
}

type LineProps = {
  readonly stepId: string
  readonly title: string
  readonly asked: Actor | undefined
  /** Who approved it; undefined where a rule did, after a lost kernel; null where nobody has yet. */
  readonly by: Actor | undefined | null
  readonly since: string
  readonly onLeave: () => void
  readonly children?: ReactNode
}

function Line({ stepId, title, asked, by, since, onLeave, children }: LineProps) {
  const state = useWorkspace()
  return (
    <li className="queue-line">
      <QueueTitle stepId={stepId} title={title} onLeave={onLeave} />
      <small className="muted numbers">{[...whoseOf(state, asked, by), momentOf(since)].join(', ')}</small>
      <span className="queue-end">{children}</span>
    </li>
  )
}

function whoseOf(
  state: WorkspaceState,
  asked: Actor | undefined,
  by: Actor | undefined | null,
): readonly string[] {
  const [asker, approver] = [asked && nameOf(state, asked), by && nameOf(state, by)]
  if (asker && asker === approver) return [`asked and approved by ${asker}`]
  return [
    ...(asker ? [`asked by ${asker}`] : []),
    ...(approver ? [`approved by ${approver}`] : []),
    ...(by === undefined ? ['retried after a lost kernel'] : []),
  ]
}

type RunProps = { readonly one: QueueRun; readonly act: Act; readonly onLeave: () => void }

export function RunLine({ one: { runId, stepId, title, asked, by, run }, act, onLeave }: RunProps) {
  const { live } = useSession()
  const percent = useSignal(live.passing).runs.get(runId) ?? -1
  const mayHalt = useMay('HaltRun')
  const isRunning = run.status === 'running'
  return (
    <Line
      stepId={stepId}
      title={title}
      asked={asked}
      by={by}
      since={isRunning ? run.startedAt : (run.finishedAt ?? run.startedAt)}
      onLeave={onLeave}
    >
      {isRunning && percent >= 0 && <span className="muted numbers">{percent} %</span>}
      <Elapsed run={run} />
      <StatusBadge status={run.dispute === undefined ? run.status : 'disputed'} isShort />
      {isRunning && mayHalt && (
        <Button
          isSmall
          icon={<Square size={12} />}
          disabled={run.haltRequested || act.isBusy}
          onClick={() => void act.ask({ type: 'HaltRun', data: { runId } })}
        >
          {run.haltRequested ? 'Stopping …' : 'Stop'}
        </Button>
      )}
    </Line>
  )
}

type WaitingProps = { readonly one: QueuedRun; readonly act: Act; readonly onLeave: () => void }

export function WaitingLine({ one, act, onLeave }: WaitingProps) {
  const { proposalId, waitsFor } = one
  const mayRevoke = useMay('RevokeApproval')
  return (
    <Line {...one} onLeave={onLeave}>
      <span className="muted">
        {waitsFor.length > 0 ? (
          <>
            waits for <Visible text={waitsFor.join(', ')} />
          </>
        ) : (
          'begins soon'
        )}
      </span>
      {mayRevoke && (
        <Button
          isSmall
          disabled={act.isBusy}
          title="Takes the approval back: nothing runs on it"
          onClick={() =>
            void act.ask({
              type: 'RevokeApproval',
              data: { proposalId, reason: 'Cancelled in the queue before it ran' },
            })
          }
        >
          Cancel
        </Button>
      )}
    </Line>
  )
}

type CheckedProps = { readonly one: CheckedProposal; readonly act: Act; readonly onLeave: () => void }

export function CheckedLine({ one, act, onLeave }: CheckedProps) {
  const mayWithdraw = useMay('WithdrawProposal')
  return (
    <Line {...one} by={null} onLeave={onLeave}>
      <StatusBadge status="proposed" isShort />
      {mayWithdraw && (
        <Button
          isSmall
          disabled={act.isBusy}
          title="Withdraws the proposal: nobody is asked to decide on it"
          onClick={() => void act.ask({ type: 'WithdrawProposal', data: { proposalId: one.proposalId } })}
        >
          Cancel
        </Button>
      )}
    </Line>
  )
}
