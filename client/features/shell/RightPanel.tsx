import { Tabs } from 'radix-ui'
import { AgentPanel } from '#client/features/agent/AgentPanel.tsx'
import { CommentsPanel } from '#client/features/comments/CommentsPanel.tsx'
import { DetailsPanel } from '#client/features/details/DetailsPanel.tsx'
import { LineagePanel } from '#client/features/lineage/LineagePanel.tsx'
import { ReviewPanel } from '#client/features/review/ReviewPanel.tsx'
import { inboxOf } from '#client/workspace/blocks.ts'
import { usePage, type RightTab } from '#client/workspace/page.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'

const TABS: readonly { readonly tab: RightTab; readonly words: string }[] = [
  { tab: 'agent', words: 'Agent' },
  { tab: 'review', words: 'Review' },
  { tab: 'lineage', words: 'Lineage' },
  { tab: 'comments', words: 'Comments' },
  { tab: 'details', words: 'Details' },
]
const isTab = (value: string): value is RightTab => TABS.some((one) => one.tab === value)

export function RightPanel() {
  const { rightTab, openTab } = usePage()
  const state = useWorkspace()
  const waiting = inboxOf(state).length
  const openThreads = [...state.threads.values()].filter((thread) => !thread.isResolved).length
  return (
    <aside className="panel right" aria-label="Agent, review, lineage, comments and details">
      <Tabs.Root className="tabs" value={rightTab} onValueChange={(value) => isTab(value) && openTab(value)}>
        <Tabs.List className="tab-list" aria-label="What to show">
          {TABS.map(({ tab, words }) => (
            <Tabs.Trigger key={tab} value={tab} className="tab">
              {words}
              {tab === 'review' && waiting > 0 && <span className="count">{waiting}</span>}
              {tab === 'comments' && openThreads > 0 && <span className="count">{openThreads}</span>}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content className="tab-body" value="agent">
          <AgentPanel />
        </Tabs.Content>
        <Tabs.Content className="tab-body" value="review">
          <ReviewPanel />
        </Tabs.Content>
        <Tabs.Content className="tab-body" value="comments">
          <CommentsPanel />
        </Tabs.Content>
        <Tabs.Content className="tab-body" value="lineage">
          <LineagePanel />
        </Tabs.Content>
        <Tabs.Content className="tab-body" value="details">
          <DetailsPanel />
        </Tabs.Content>
      </Tabs.Root>
    </aside>
  )
}
