import { Flag } from 'lucide-react'
import { useState } from 'react'
import { ReasonForm } from '#client/features/notebook/ReasonForm.tsx'
import { Button } from '#client/ui/Button.tsx'
import { useAct } from '#client/workspace/useAct.ts'
import { WhenMay } from '#client/workspace/WhenMay.tsx'
import type { Run } from '#shared/workspace.ts'

/** A person doubts a result: what reads it waits until somebody accepts it. */
export function DisputeResult({ run }: { readonly run: Run }) {
  const act = useAct()
  const [isAsking, setAsking] = useState(false)
  return (
    <WhenMay ask="DisputeResult">
      <Button
        isSmall
        look="quiet"
        icon={<Flag size={13} />}
        label="Dispute"
        aria-expanded={isAsking}
        onClick={() => setAsking(!isAsking)}
      >
        <span className="act-words">Dispute</span>
      </Button>
      {isAsking && (
        <div className="dispute-form">
          <ReasonForm
            label="What is wrong with the result"
            placeholder="What is wrong with it"
            words="Dispute result"
            act={act}
            onReason={(reason) => void act.ask({ type: 'DisputeResult', data: { runId: run.runId, reason } })}
          />
        </div>
      )}
    </WhenMay>
  )
}
