import {
  ArrowDown,
  ArrowDownToLine,
  ArrowUp,
  ArrowUpToLine,
  Code,
  Copy,
  MessageSquare,
  Play,
  Sparkles,
  Square,
  Table2,
  Trash2,
  type LucideIcon,
} from 'lucide-react'
import { Toolbar } from 'radix-ui'
import type { StepActs } from '#client/features/notebook/useStepActs.ts'
import { useDeleteBlock } from '#client/features/notebook/useDeleteBlock.ts'
import { blockOrder } from '#client/workspace/blockOrder.ts'
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import type { Block } from '#client/workspace/blocks.ts'
import { DELETION_WORDS, deletionOf } from '#client/workspace/deletion.ts'
import type { Fold } from '#client/workspace/foldedParts.ts'
import { keyOf, windowKeyOf } from '#client/workspace/keys.ts'
import { useMay, useMayWrite } from '#client/workspace/may.ts'
import { usePage } from '#client/workspace/page.ts'
import { useSession, useSignal } from '#client/workspace/useSession.ts'

type Props = { readonly block: Block; readonly acts: BlockActs; readonly step?: StepActs }

/** Over the selected block and the one under the pointer: one stop of the tab key, arrows within. */
export function BlockBar({ block, acts, step }: Props) {
  const mayWrite = useMayWrite()
  const mayComment = useMay('WriteComment')
  const { fold } = useSession()
  const { select, openTab } = usePage()
  const remove = useDeleteBlock(acts)
  const isByHand = useSignal(blockOrder) === 'by-hand'
  const { id } = block
  if (!mayComment && !step?.code && !step?.output) return null
  return (
    <div className="block-bar-rail">
      <Toolbar.Root className="block-bar" aria-label="Acts on this block">
        {mayWrite && step && <RunActs step={step} />}
        {step?.code && <FoldAct Icon={Code} what="code" fold={step.code} />}
        {step?.output && <FoldAct Icon={Table2} what="result" fold={step.output} />}
        {mayComment && (
          <Act
            Icon={MessageSquare}
            label={`Comment (${keyOf('comment')})`}
            onAct={() => {
              select(id)
              openTab('comments')
            }}
          />
        )}
        {mayWrite && (
          <>
            <Act Icon={Copy} label="Duplicate" onAct={() => acts.duplicate(id)} />
            {isByHand && (
              <>
                <Act Icon={ArrowUp} label={`Move up (${keyOf('move-up')})`} onAct={() => acts.move(id, -1)} />
                <Act
                  Icon={ArrowDown}
                  label={`Move down (${keyOf('move-down')})`}
                  onAct={() => acts.move(id, 1)}
                />
              </>
            )}
            <Act
              Icon={Trash2}
              label={`${DELETION_WORDS[deletionOf(block, fold.state())]} (${keyOf('delete')})`}
              onAct={() => remove(block)}
            />
          </>
        )}
      </Toolbar.Root>
    </div>
  )
}

function RunActs({ step: { run, stop, runUpTo, runFrom, askAgent } }: { readonly step: StepActs }) {
  return (
    <>
      {stop && <Act Icon={Square} label={`Stop this run (${keyOf('interrupt')})`} onAct={stop} />}
      {run && <Act Icon={Play} label={`Run this step (${keyOf('run')})`} onAct={run} />}
      <Act Icon={ArrowUpToLine} label="Run up to here" onAct={runUpTo} />
      <Act Icon={ArrowDownToLine} label="Run from here" onAct={runFrom} />
      {askAgent && (
        <Act
          Icon={Sparkles}
          label={`Ask the agent about this (${windowKeyOf('ask-agent')})`}
          onAct={askAgent}
        />
      )}
      <Toolbar.Separator className="bar-line" />
    </>
  )
}

type FoldProps = { readonly Icon: LucideIcon; readonly what: string; readonly fold: Fold }

const FoldAct = ({ Icon, what, fold: { isOpen, toggle } }: FoldProps) => (
  <Act Icon={Icon} label={isOpen ? `Hide the ${what}` : `Show the ${what}`} onAct={toggle} isOff={!isOpen} />
)

type ActProps = {
  readonly Icon: LucideIcon
  readonly label: string
  readonly onAct: () => void
  readonly isOff?: boolean
}

function Act({ Icon, label, onAct, isOff = false }: ActProps) {
  return (
    <Toolbar.Button
      className={isOff ? 'button quiet icon small off' : 'button quiet icon small'}
      type="button"
      aria-label={label}
      title={label}
      onClick={onAct}
    >
      <Icon size={14} aria-hidden />
    </Toolbar.Button>
  )
}
