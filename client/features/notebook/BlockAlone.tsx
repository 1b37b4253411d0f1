/** Blocks of the notebook outside of its column: one of them, and the button that adds one. */
import { AddBlock } from '#client/features/notebook/AddBlock.tsx'
import { BlockView } from '#client/features/notebook/BlockView.tsx'
import { useBlockActs } from '#client/workspace/useBlockActs.ts'
import { useSelected } from '#client/workspace/page.ts'
import { useBlocks } from '#client/workspace/useDrafts.ts'

export function BlockAlone({ blockId }: { readonly blockId: string }) {
  const blocks = useBlocks()
  const acts = useBlockActs(blocks)
  const at = blocks.findIndex((block) => block.id === blockId)
  const block = blocks[at]
  if (!block) return null
  const order = blocks.slice(0, at + 1).filter((one) => one.kind === 'step').length
  return <BlockView key={blockId} block={block} order={order} next={blocks[at + 1]?.id} acts={acts} />
}

export function AddBlockAlone({ onAdded }: { readonly onAdded: () => void }) {
  const selected = useSelected()
  const blocks = useBlocks()
  const acts = useBlockActs(blocks)
  const after = blocks.some((block) => block.id === selected) ? selected : blocks.at(-1)?.id
  return (
    <AddBlock
      isShown
      onAdd={(kind) => {
        acts.insert(kind, after)
        onAdded()
      }}
    />
  )
}
