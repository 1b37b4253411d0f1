import { Play } from 'lucide-react'
import { PlanStop } from '#client/features/notebook/PlanStop.tsx'
import type { RunPlan } from '#client/features/notebook/useRunPlan.ts'
import { Button } from '#client/ui/Button.tsx'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { stalenessOf } from '#shared/staleness.ts'

/** At the head of the notebook while something is stale. */
export function RunStale({ plan }: { readonly plan: RunPlan }) {
  const state = useWorkspace()
  const stale = [...state.steps.values()].filter((step) => stalenessOf(state, step).length > 0).length
  if (stale === 0 && !plan.stop) return null
  return (
    <div className="run-stale">
      {stale > 0 && (
        <Button
          isSmall
          icon={<Play size={13} />}
          disabled={plan.isBusy}
          onClick={() => plan.run({ kind: 'all-stale' })}
        >
          {stale === 1 ? 'Run the stale step' : `Run all ${stale} stale steps`}
        </Button>
      )}
      {plan.stop && <PlanStop stop={plan.stop} />}
    </div>
  )
}
