import { useState } from 'react'
import { AddBlock } from '#client/features/notebook/AddBlock.tsx'
import { BlockView } from '#client/features/notebook/BlockView.tsx'
import { HelpDialog } from '#client/features/notebook/HelpDialog.tsx'
import { RunStale } from '#client/features/notebook/RunStale.tsx'
import { useBlockActs } from '#client/workspace/useBlockActs.ts'
import { useNotebookKeys } from '#client/features/notebook/useNotebookKeys.ts'
import { useRunPlan } from '#client/features/notebook/useRunPlan.ts'
import { useBlocks } from '#client/workspace/useDrafts.ts'
import { WhenMay } from '#client/workspace/WhenMay.tsx'

export function Notebook() {
  const blocks = useBlocks()
  const acts = useBlockActs(blocks)
  const [isHelpOpen, setHelpOpen] = useState(false)
  const plan = useRunPlan()
  useNotebookKeys(blocks, acts, plan, () => setHelpOpen(true))
  const steps = blocks.filter((block) => block.kind === 'step')
  return (
    <main className="notebook" aria-label="Notebook">
      <div className="notebook-column">
        <WhenMay ask="ProposeStep">
          <RunStale plan={plan} />
          <AddBlock onAdd={(kind) => acts.insert(kind, undefined)} isFirst={blocks.length === 0} />
        </WhenMay>
        {blocks.length === 0 && (
          <div className="empty">
            <h2>Start with a question</h2>
            <p>
              Add an objective and say what you want to know; the agent proposes steps, and nothing runs
              before you approve exactly it. Or add SQL and write the step yourself. Drop a CSV, JSON or
              Parquet file anywhere to bring data in.
            </p>
          </div>
        )}
        {blocks.map((block, at) => {
          const order = steps.findIndex((step) => step.id === block.id) + 1
          return (
            <div key={block.id}>
              <BlockView block={block} order={order} next={blocks[at + 1]?.id} acts={acts} />
              <WhenMay ask="ProposeStep">
                <AddBlock onAdd={(kind) => acts.insert(kind, block.id)} isFirst={false} />
              </WhenMay>
            </div>
          )
        })}
        <div className="notebook-end" />
      </div>
      <HelpDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </main>
  )
}
