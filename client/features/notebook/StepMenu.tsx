import { BlockMenu } from '#client/features/notebook/BlockMenu.tsx'
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import type { RunPlan } from '#client/features/notebook/useRunPlan.ts'
import { DropdownLine } from '#client/ui/DropdownLine.tsx'
import { usePage } from '#client/workspace/page.ts'
import { removalOf } from '#client/workspace/planRun.ts'
import type { StepFacts } from '#client/workspace/stepStatus.ts'
import type { Act } from '#client/workspace/useAct.ts'
import type { Step } from '#shared/workspace.ts'

type Props = {
  readonly id: string
  readonly acts: BlockActs
  readonly act: Act
  readonly step: Step | undefined
  readonly hasDraft: boolean
  readonly facts: StepFacts
  readonly plan: RunPlan
}

/** A recorded step can't be deleted, only proposed for removal: that too is decided on, and stays on record. */
export function StepMenu({ id, acts, act, step, hasDraft, facts: { pending, definition }, plan }: Props) {
  const removal = step && definition && !pending ? removalOf(step, definition) : undefined
  const { askAbout } = usePage()
  return (
    <BlockMenu id={id} acts={acts} hasDraft={hasDraft} removeWords={step ? 'Discard draft' : 'Delete'}>
      <DropdownLine onSelect={() => plan.run({ kind: 'up-to', stepId: id })}>Run up to here</DropdownLine>
      <DropdownLine onSelect={() => plan.run({ kind: 'from', stepId: id })}>Run from here</DropdownLine>
      {step && (
        <>
          <DropdownLine onSelect={() => askAbout(step.stepId)}>Ask the agent about this</DropdownLine>
          {pending && (
            <DropdownLine
              onSelect={() =>
                void act.ask({ type: 'WithdrawProposal', data: { proposalId: pending.proposalId } })
              }
            >
              Withdraw the proposal
            </DropdownLine>
          )}
          {removal && <DropdownLine onSelect={() => void act.ask(removal)}>Propose its removal</DropdownLine>}
        </>
      )}
    </BlockMenu>
  )
}
