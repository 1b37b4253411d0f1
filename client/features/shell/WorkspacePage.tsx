import { useCallback, useMemo, useState } from 'react'
import type { Listed } from '#client/connection/about.ts'
import { LeftPanel } from '#client/features/shell/LeftPanel.tsx'
import { RightPanel } from '#client/features/shell/RightPanel.tsx'
import { TopBar } from '#client/features/shell/TopBar.tsx'
import { Notebook } from '#client/features/notebook/Notebook.tsx'
import { DropZone } from '#client/features/datasets/DropZone.tsx'
import { PageContext, type LineageFocus, type Page, type RightTab } from '#client/workspace/page.ts'

export function WorkspacePage({ workspaces }: { readonly workspaces: readonly Listed[] }) {
  const [selected, select] = useState<string>()
  const [rightTab, setRightTab] = useState<RightTab>('agent')
  const [lineage, setLineage] = useState<LineageFocus>()
  const [isLeftOpen, setLeftOpen] = useState(true)
  const [isRightOpen, setRightOpen] = useState(true)

  const jumpTo = useCallback((blockId: string) => {
    select(blockId)
    const block = document.querySelector<HTMLElement>(`[data-block="${CSS.escape(blockId)}"]`)
    block?.scrollIntoView({ block: 'start', behavior: 'smooth' })
    block?.focus({ preventScroll: true })
  }, [])
  const openTab = useCallback((tab: RightTab) => {
    setRightTab(tab)
    setRightOpen(true)
  }, [])
  const showLineage = useCallback(
    (focus: LineageFocus) => {
      setLineage(focus)
      openTab('lineage')
    },
    [openTab],
  )
  const page: Page = useMemo(
    () => ({ selected, rightTab, lineage, select, jumpTo, openTab, showLineage }),
    [selected, rightTab, lineage, jumpTo, openTab, showLineage],
  )

  return (
    <PageContext value={page}>
      <DropZone>
        <div className="window">
          <TopBar
            workspaces={workspaces}
            isLeftOpen={isLeftOpen}
            isRightOpen={isRightOpen}
            toggleLeft={() => setLeftOpen(!isLeftOpen)}
            toggleRight={() => setRightOpen(!isRightOpen)}
          />
          <div className="columns">
            {isLeftOpen && <LeftPanel />}
            <Notebook />
            {isRightOpen && <RightPanel />}
          </div>
        </div>
      </DropZone>
    </PageContext>
  )
}
