import { BarChart3, Code2, ShieldCheck, StickyNote, Target, type LucideIcon } from 'lucide-react'
import { StatusBadge } from '#client/features/notebook/StatusBadge.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import type { Block } from '#client/workspace/blocks.ts'
import { wordOf } from '#client/workspace/drafts.ts'
import { usePage } from '#client/workspace/page.ts'
import { useBlocks } from '#client/workspace/useDrafts.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { stepFactsOf } from '#client/workspace/stepStatus.ts'
import { lastProposalOf } from '#shared/scope.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

const ICONS: Readonly<Record<Block['kind'], LucideIcon>> = {
  objective: Target,
  constraint: ShieldCheck,
  note: StickyNote,
  step: Code2,
}

export function Outline() {
  const state = useWorkspace()
  const { jumpTo, selected } = usePage()
  return (
    <nav className="outline" aria-label="Outline">
      <h2 className="panel-title">Outline</h2>
      <ul>
        {useBlocks().map((block) => {
          const Icon = iconOf(state, block)
          return (
            <li key={block.id}>
              <button
                type="button"
                className={selected === block.id ? 'selected' : ''}
                onClick={() => jumpTo(block.id)}
              >
                <Icon size={13} aria-hidden />
                <span>
                  <Visible text={titleOf(state, block) || `empty ${block.kind}`} />
                </span>
                {block.kind === 'step' && <StatusBadge status={stepFactsOf(state, block.step).status} />}
              </button>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function iconOf(state: WorkspaceState, block: Block): LucideIcon {
  if (block.kind !== 'step') return ICONS[block.kind]
  const last = block.step && lastProposalOf(state, block.step)
  const language = last?.content.language ?? (block.draft ? wordOf(block.draft, 'language') : '')
  return language === 'chart' ? BarChart3 : Code2
}

function titleOf(state: WorkspaceState, block: Block): string {
  if (block.kind === 'step') {
    const last = block.step && lastProposalOf(state, block.step)
    return last?.content.output ?? (block.draft ? wordOf(block.draft, 'output') : '')
  }
  const fact = block.kind === 'note' ? undefined : block.fact
  return (block.draft?.text.toJSON() ?? fact?.text ?? '').split('\n', 1)[0] ?? ''
}
