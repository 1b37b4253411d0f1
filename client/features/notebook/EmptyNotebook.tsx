import { Code2, Database, Target } from 'lucide-react'
import { Button } from '#client/ui/Button.tsx'
import type { BlockKind } from '#client/workspace/useBlockActs.ts'
import { WhenMay } from '#client/workspace/WhenMay.tsx'

export function EmptyNotebook({ onAdd }: { readonly onAdd: (kind: BlockKind) => void }) {
  return (
    <div className="empty">
      <h2>Start with a question</h2>
      <p>
        Say what you want to know; the agent proposes steps, and nothing runs before you approve exactly it.
        Or write the steps yourself. Drop a CSV, TSV, JSON or Parquet file anywhere to bring data in.
      </p>
      <WhenMay ask="ProposeStep">
        <div className="actions">
          <Button look="primary" icon={<Target size={15} />} onClick={() => onAdd('objective')}>
            Write an objective
          </Button>
          <Button icon={<Database size={14} />} onClick={() => onAdd('sql')}>
            Write SQL
          </Button>
          <Button icon={<Code2 size={14} />} onClick={() => onAdd('python')}>
            Write Python
          </Button>
        </div>
      </WhenMay>
    </div>
  )
}
