import { useState } from 'react'
import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { useAct } from '#client/workspace/useAct.ts'
import type { Run } from '#shared/workspace.ts'

export function AcceptResult({ run, why }: { readonly run: Run; readonly why: string }) {
  const act = useAct()
  const [reason, setReason] = useState('')
  return (
    <Notice look="warn">
      <p>
        <strong>Disputed</strong>: {why}. Steps that read this wait until a person accepts it.
      </p>
      <form
        className="actions"
        onSubmit={(event) => {
          event.preventDefault()
          void act.ask({ type: 'AcceptResult', data: { runId: run.runId, reason } })
        }}
      >
        <input
          className="field grow"
          aria-label="Why the result is accepted all the same"
          placeholder="Why it is right all the same"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button type="submit" isSmall disabled={reason.trim() === '' || act.isBusy}>
          Accept result
        </Button>
      </form>
      {act.problem && <p>{act.problem.detail}</p>}
    </Notice>
  )
}
