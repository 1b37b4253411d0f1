import { GripVertical } from 'lucide-react'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { BlockBar } from '#client/features/notebook/BlockBar.tsx'
import { BlockComments } from '#client/features/notebook/BlockComments.tsx'
import { BlockPeople } from '#client/features/notebook/BlockPeople.tsx'
import type { StepActs } from '#client/features/notebook/useStepActs.ts'
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import type { Block } from '#client/workspace/blocks.ts'
import { useMayWrite } from '#client/workspace/may.ts'
import { useIsSelected, usePage } from '#client/workspace/page.ts'

type Props = {
  readonly block: Block
  readonly acts: BlockActs
  readonly name: string
  readonly gutter?: ReactNode
  readonly step?: StepActs
  readonly onKeyDown?: (event: KeyboardEvent) => void
  readonly children: ReactNode
}

/** The box of every block: what is selected, where keys look for it, and by which it is dragged. */
export function BlockFrame({ block, acts, name, gutter, step, onKeyDown, children }: Props) {
  const { id, kind } = block
  const { select } = usePage()
  const isSelected = useIsSelected(id)
  const mayWrite = useMayWrite()
  const [isUnder, setUnder] = useState(false)
  return (
    // Focus anywhere inside selects the block; nothing is done by it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      className={`block ${kind}${isSelected ? ' selected' : ''}`}
      data-block={id}
      aria-label={name}
      // The keys J and K bring the focus here, so that a screen reader says where one is.
      tabIndex={-1}
      onFocus={() => !isSelected && select(id)}
      onKeyDown={onKeyDown}
      onPointerEnter={() => setUnder(true)}
      onPointerLeave={() => setUnder(false)}
    >
      <div className="gutter">
        {gutter}
        {/* It stays while it is dragged, though the pointer has left the block. */}
        {mayWrite && (
          <span
            className="grip"
            data-grip
            draggable
            aria-hidden
            title="Drag to move (Alt+Shift+↑ and ↓ do the same)"
          >
            <GripVertical size={14} />
          </span>
        )}
        <BlockComments id={id} />
        <BlockPeople id={id} />
      </div>
      <div className="block-body">
        {(isSelected || isUnder) && <BlockBar block={block} acts={acts} {...(step ? { step } : {})} />}
        {children}
      </div>
    </article>
  )
}
