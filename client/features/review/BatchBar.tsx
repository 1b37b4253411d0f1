import { useState } from 'react'
import { batchOf, type Chosen, type LeftOut } from '#client/features/review/batch.ts'
import { DecisionForm } from '#client/features/review/DecisionForm.tsx'
import { readViews } from '#client/features/review/readViews.ts'
import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useSession, useSignal, useWorkspace } from '#client/workspace/useSession.ts'
import type { Reason } from '#shared/decision.ts'

type Props = { readonly chosen: Chosen; readonly onDone: () => void }

type Outcome = { readonly words: string; readonly done: number; readonly leftOut: readonly LeftOut[] }

/** Decides on what was chosen, one command each, and says what became of every one. */
export function BatchBar({ chosen, onDone }: Props) {
  const state = useWorkspace()
  const { send } = useSession()
  const read = useSignal(readViews)
  const [isBusy, setBusy] = useState(false)
  const [isRejecting, setRejecting] = useState(false)
  const [outcome, setOutcome] = useState<Outcome>()
  const unread = [...chosen.values()].filter((viewDigest) => !read.has(viewDigest)).length

  const decide = async (reason?: Reason): Promise<void> => {
    setBusy(true)
    const verdict = reason ? ({ verdict: 'reject', reason } as const) : ({ verdict: 'approve' } as const)
    const { commands, leftOut } = batchOf(state, chosen, verdict)
    const refused: LeftOut[] = [...leftOut]
    for (const { title, command } of commands) {
      const answer = await send(command)
      if (!answer.ok) refused.push({ title, because: answer.error.detail })
    }
    const done = commands.length + leftOut.length - refused.length
    setOutcome({ words: reason ? 'Rejected' : 'Approved', done, leftOut: refused })
    setBusy(false)
    setRejecting(false)
    onDone()
  }

  return (
    <>
      {outcome && (
        <Notice look={outcome.leftOut.length > 0 ? 'warn' : 'good'}>
          {outcome.words} {outcome.done} of {outcome.done + outcome.leftOut.length}.
          {outcome.leftOut.map(({ title, because }, at) => (
            <div key={at}>
              Not “<Visible text={title} />
              ”: <Visible text={because} />.
            </div>
          ))}
        </Notice>
      )}
      {chosen.size > 0 && (
        <div className="batch" role="group" aria-label="Decide on what is chosen">
          <div className="actions">
            <Button
              isSmall
              look="primary"
              disabled={isBusy || unread > 0}
              onClick={() => {
                void decide()
              }}
            >
              Approve {chosen.size} chosen
            </Button>
            <Button isSmall look="danger" disabled={isBusy} onClick={() => setRejecting(true)}>
              Reject {chosen.size} chosen
            </Button>
            <Button isSmall look="quiet" onClick={onDone}>
              Choose none
            </Button>
          </div>
          {unread > 0 && (
            <small className="muted">
              {unread} of them not read yet: open each and see its code to the end, then approve.
            </small>
          )}
          {isRejecting && (
            <DecisionForm
              verdict="reject"
              isBusy={isBusy}
              onCancel={() => setRejecting(false)}
              onDecide={(reason) => {
                void decide(reason)
              }}
            />
          )}
        </div>
      )}
    </>
  )
}
