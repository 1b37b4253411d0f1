import { ArrowDownToLine, ArrowUpToLine, RefreshCw, Sparkles, Undo2 } from 'lucide-react'
import { BlockMenu } from '#client/features/notebook/BlockMenu.tsx'
import type { StepActs } from '#client/features/notebook/useStepActs.ts'
import { DropdownLine } from '#client/ui/DropdownLine.tsx'
import type { Block } from '#client/workspace/blocks.ts'
import { DELETION_WORDS } from '#client/workspace/deletion.ts'
import { windowKeyOf } from '#client/workspace/keys.ts'
import type { Act } from '#client/workspace/useAct.ts'
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import type { Proposal } from '#shared/workspace.ts'

type Props = {
  readonly block: Block
  readonly acts: BlockActs
  readonly step: StepActs
  readonly act: Act
  readonly pending: Proposal | undefined
}

export function StepMenu({ block, acts, step, act, pending }: Props) {
  const { runUpTo, runFrom, force, askAgent } = step
  return (
    <BlockMenu block={block} acts={acts}>
      <DropdownLine Icon={ArrowUpToLine} onSelect={runUpTo}>
        Run up to here
      </DropdownLine>
      <DropdownLine Icon={ArrowDownToLine} onSelect={runFrom}>
        Run from here
      </DropdownLine>
      {force && (
        <DropdownLine Icon={RefreshCw} onSelect={force}>
          Replay: compute it anew and compare
        </DropdownLine>
      )}
      {askAgent && (
        <DropdownLine Icon={Sparkles} keys={windowKeyOf('ask-agent')} onSelect={askAgent}>
          Ask the agent about this
        </DropdownLine>
      )}
      {pending && (
        <DropdownLine
          Icon={Undo2}
          onSelect={() =>
            void act.ask({ type: 'WithdrawProposal', data: { proposalId: pending.proposalId } })
          }
        >
          {DELETION_WORDS.withdraw}
        </DropdownLine>
      )}
    </BlockMenu>
  )
}
