import { ReasonForm } from '#client/features/notebook/ReasonForm.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useAct } from '#client/workspace/useAct.ts'
import { WhenMay } from '#client/workspace/WhenMay.tsx'
import type { Run } from '#shared/workspace.ts'

export function AcceptResult({ run, why }: { readonly run: Run; readonly why: string }) {
  const act = useAct()
  return (
    <Notice look="warn">
      <p>
        <strong>Disputed</strong>: <Visible text={why} />. Steps that read this wait until a person accepts
        it.
      </p>
      <WhenMay ask="AcceptResult">
        <ReasonForm
          label="Why the result is accepted all the same"
          placeholder="Why it is right all the same"
          words="Accept result"
          act={act}
          onReason={(reason) => void act.ask({ type: 'AcceptResult', data: { runId: run.runId, reason } })}
        />
      </WhenMay>
    </Notice>
  )
}
