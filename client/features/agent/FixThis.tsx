import { Sparkles } from 'lucide-react'
import { useAskAbout } from '#client/features/agent/useAskAbout.ts'
import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { WhenMay } from '#client/workspace/WhenMay.tsx'
import type { StepId } from '#shared/ids.ts'

/** Stands where a step says why it does not run. What the agent answers is a proposal like any other. */
export function FixThis({ stepId }: { readonly stepId: StepId }) {
  const { act, nearest, isAtWork, ask } = useAskAbout(stepId)
  const isWorking = isAtWork(nearest)
  return (
    <WhenMay ask="AskAgent">
      <div className="actions">
        <Button
          isSmall
          icon={<Sparkles size={13} />}
          disabled={act.isBusy || isWorking}
          onClick={() => void ask('Fix this error.', nearest)}
        >
          Ask the agent to fix
        </Button>
        {isWorking && <span className="muted">The agent is at work.</span>}
      </div>
      {act.problem && <Notice look="bad">{act.problem.detail}</Notice>}
    </WhenMay>
  )
}
