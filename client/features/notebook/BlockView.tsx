import { memo, type ReactNode } from 'react'
import { ConstraintBlock } from '#client/features/notebook/ConstraintBlock.tsx'
import { NoteBlock } from '#client/features/notebook/NoteBlock.tsx'
import { ObjectiveBlock } from '#client/features/notebook/ObjectiveBlock.tsx'
import { StepBlock } from '#client/features/notebook/StepBlock.tsx'
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import type { Block } from '#client/workspace/blocks.ts'

export type BlockProps = {
  readonly block: Block
  /** Of steps: the how-manieth on the page. */
  readonly order: number
  readonly next: string | undefined
  readonly acts: BlockActs
}

export const BlockView = memo(function BlockView({ block, order, next, acts }: BlockProps): ReactNode {
  switch (block.kind) {
    case 'objective':
      return <ObjectiveBlock block={block} acts={acts} />
    case 'constraint':
      return <ConstraintBlock block={block} acts={acts} />
    case 'note':
      return <NoteBlock block={block} acts={acts} />
    case 'step':
      return <StepBlock block={block} order={order} next={next} acts={acts} />
  }
})
