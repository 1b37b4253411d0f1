import '#client/features/details/details.css'
import { ScrollText } from 'lucide-react'
import { BlockRecord } from '#client/features/details/BlockRecord.tsx'
import { StepDetails } from '#client/features/details/StepDetails.tsx'
import { FactsOfNode } from '#client/features/lineage/FactsOfNode.tsx'
import { StatusBadge } from '#client/features/notebook/StatusBadge.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { blockTitleOf } from '#client/workspace/blockTitle.ts'
import { useSelected } from '#client/workspace/page.ts'
import { stepFactsOf } from '#client/workspace/stepStatus.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { StepId } from '#shared/ids.ts'

/** Everything that is on record about the selected block. */
export function DetailsPanel() {
  const state = useWorkspace()
  const selected = useSelected()
  if (selected === undefined)
    return (
      <div className="empty">
        <ScrollText size={18} aria-hidden />
        <p>
          Select a block to see what is on record about it: versions, decisions, runs, and who they are by.
        </p>
      </div>
    )
  const stepId = StepId.safeParse(selected)
  const step = stepId.success ? state.steps.get(stepId.data) : undefined
  return (
    <section className="details" aria-label="Details of the selected block">
      <h3>
        <span>
          <Visible text={blockTitleOf(state, selected)} />
        </span>
        {step && <StatusBadge status={stepFactsOf(state, step).status} />}
      </h3>
      {step ? <StepDetails step={step} /> : <FactsOfNode id={`written:${selected}`} />}
      <BlockRecord key={selected} blockId={selected} />
    </section>
  )
}
