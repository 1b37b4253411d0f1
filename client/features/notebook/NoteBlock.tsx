import { StickyNote } from 'lucide-react'
import { BlockFrame } from '#client/features/notebook/BlockFrame.tsx'
import { BlockMenu } from '#client/features/notebook/BlockMenu.tsx'
import { ProseEdit } from '#client/features/notebook/ProseEdit.tsx'
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import type { Block } from '#client/workspace/blocks.ts'

type Props = { readonly block: Extract<Block, { kind: 'note' }>; readonly acts: BlockActs }

export function NoteBlock({ block, acts }: Props) {
  return (
    <BlockFrame block={block} acts={acts} name="Note" gutter={<StickyNote size={15} aria-hidden />}>
      <div className="block-line">
        <ProseEdit text={block.draft.text} label="Note" placeholder="Write a note" />
        <BlockMenu block={block} acts={acts} />
      </div>
    </BlockFrame>
  )
}
