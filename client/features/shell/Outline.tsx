import { memo } from 'react'
import { BarChart3, Code2, ShieldCheck, StickyNote, Target, type LucideIcon } from 'lucide-react'
import { StatusBadge } from '#client/features/notebook/StatusBadge.tsx'
import { LazyLines } from '#client/ui/LazyLines.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import type { Block } from '#client/workspace/blocks.ts'
import { outputsAsText } from '#shared/step.ts'
import { useIsSelected, usePage } from '#client/workspace/page.ts'
import { stepFactsOf } from '#client/workspace/stepStatus.ts'
import { useBlocksInOrder, useText, useWord } from '#client/workspace/useDrafts.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'

const ICONS: Readonly<Record<Block['kind'], LucideIcon>> = {
  objective: Target,
  constraint: ShieldCheck,
  note: StickyNote,
  step: Code2,
}

export function Outline() {
  const blocks = useBlocksInOrder()
  return (
    <nav className="outline" aria-label="Outline">
      <h2 className="panel-title">Outline</h2>
      {blocks.length === 0 && <p className="muted">What you add to the notebook is listed here.</p>}
      <div role="list">
        <LazyLines
          count={blocks.length}
          line="var(--line-list)"
          draw={(at) => {
            const block = blocks[at]
            return (
              block && (
                <div key={block.id} role="listitem">
                  <OutlineLine block={block} />
                </div>
              )
            )
          }}
        />
      </div>
    </nav>
  )
}

const OutlineLine = memo(function OutlineLine({ block }: { readonly block: Block }) {
  const state = useWorkspace()
  const { jumpTo } = usePage()
  const isSelected = useIsSelected(block.id)
  const typed = useText(block.draft?.text)
  const output = useWord(block.draft, 'output')
  const draftLanguage = useWord(block.draft, 'language')
  const facts = block.kind === 'step' ? stepFactsOf(state, block.step) : undefined
  const language = facts?.last?.content.language ?? draftLanguage
  const Icon = language === 'chart' ? BarChart3 : ICONS[block.kind]
  const recorded = block.kind === 'objective' || block.kind === 'constraint' ? block.fact?.text : undefined
  const content = (facts?.pending ?? facts?.candidate)?.content
  const name = facts ? (content ? outputsAsText(content) : output) : typed || recorded
  return (
    <button
      type="button"
      className={isSelected ? 'selected' : ''}
      aria-current={isSelected ? 'location' : undefined}
      title={name}
      onClick={() => jumpTo(block.id)}
    >
      <Icon size={13} aria-hidden />
      <span>
        <Visible text={name?.split('\n', 1)[0] || `New ${block.kind}`} />
      </span>
      {facts && <StatusBadge status={facts.status} isShort />}
    </button>
  )
})
