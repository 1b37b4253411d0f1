import { AddBlock } from '#client/features/notebook/AddBlock.tsx'
import { BlockPlace } from '#client/features/notebook/BlockPlace.tsx'
import { EmptyNotebook } from '#client/features/notebook/EmptyNotebook.tsx'
import { OrderChoice } from '#client/features/notebook/OrderChoice.tsx'
import { RunStale } from '#client/features/notebook/RunStale.tsx'
import { END, useBlockDrag } from '#client/features/notebook/useBlockDrag.ts'
import { useNotebookActs } from '#client/features/notebook/useNotebookActs.ts'
import { useNotebookKeys } from '#client/features/notebook/useNotebookKeys.ts'
import { useRunPlan } from '#client/features/notebook/useRunPlan.ts'
import { blockOrder } from '#client/workspace/blockOrder.ts'
import { useBlockActs } from '#client/workspace/useBlockActs.ts'
import { useBlocks, useBlocksInOrder } from '#client/workspace/useDrafts.ts'
import { useSignal } from '#client/workspace/useSession.ts'
import { WhenMay } from '#client/workspace/WhenMay.tsx'

/** Of so many blocks all are drawn, and stay. */
const LONG = 40
/** Of a long page: as many as a window shows. */
const FIRST = 6

export function Notebook() {
  const acts = useBlockActs(useBlocks())
  const blocks = useBlocksInOrder()
  const order = useSignal(blockOrder)
  const plan = useRunPlan()
  useNotebookKeys(useNotebookActs(blocks, acts, plan))
  const drag = useBlockDrag(acts.moveTo)
  const isLong = blocks.length > LONG
  let steps = 0
  return (
    <main className={`notebook ${order}`} aria-label="Notebook">
      {/* Dragging is for the pointer; Alt+Shift and the arrows move a block without one. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className="notebook-column" {...drag.handlers}>
        <div className="notebook-head">
          <WhenMay ask="ProposeStep">
            <AddBlock onAdd={(kind) => acts.insert(kind, undefined)} isShown={blocks.length === 0} />
          </WhenMay>
          {blocks.length > 1 && <OrderChoice />}
        </div>
        <WhenMay ask="ProposeStep">
          <RunStale plan={plan} />
        </WhenMay>
        {blocks.length === 0 && <EmptyNotebook onAdd={(kind) => acts.insert(kind, undefined)} />}
        {blocks.map((block, at) => {
          if (block.kind === 'step') steps += 1
          return (
            <BlockPlace
              key={block.id}
              block={block}
              order={steps}
              next={blocks[at + 1]?.id}
              acts={acts}
              isDropTarget={drag.target === block.id}
              isFirst={!isLong || at < FIRST}
              mayRest={isLong}
            />
          )
        })}
        <div className={drag.target === END ? 'notebook-end drop-before' : 'notebook-end'} />
      </div>
    </main>
  )
}
