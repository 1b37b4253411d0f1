import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Listed } from '#client/connection/about.ts'
import { createSignal } from '#client/connection/signal.ts'
import { AskAboutStep } from '#client/features/agent/AskAboutStep.tsx'
import { DropZone } from '#client/features/datasets/DropZone.tsx'
import { HistoryBar } from '#client/features/history/HistoryBar.tsx'
import { PastBanner } from '#client/features/history/PastBanner.tsx'
import { DiffView } from '#client/features/review/DiffView.tsx'
import { ImportNotebook } from '#client/features/notebookFile/ImportNotebook.tsx'
import { HelpDialog } from '#client/features/notebook/HelpDialog.tsx'
import { CommandPalette } from '#client/features/shell/CommandPalette.tsx'
import { LeftPanel } from '#client/features/shell/LeftPanel.tsx'
import { MiddleView } from '#client/features/shell/MiddleView.tsx'
import { PanelEdge } from '#client/features/shell/PanelEdge.tsx'
import { RightPanel } from '#client/features/shell/RightPanel.tsx'
import { Toasts } from '#client/features/shell/Toasts.tsx'
import { TopBar } from '#client/features/shell/TopBar.tsx'
import { usePaletteEntries } from '#client/features/shell/usePaletteEntries.ts'
import { useWindowKeys } from '#client/features/shell/useWindowKeys.ts'
import { useWindowLayout, type Layout, type WindowLayout } from '#client/features/shell/useWindowLayout.ts'
import {
  PageContext,
  type LineageFocus,
  type Page,
  type RightTab,
  type View,
} from '#client/workspace/page.ts'
import { useIsPast } from '#client/workspace/past.ts'

export function WorkspacePage({ workspaces }: { readonly workspaces: readonly Listed[] }) {
  const layout = useWindowLayout()
  const { view, change } = layout
  const [{ selection, jumped }] = useState(() => ({
    selection: createSignal<string | undefined>(undefined),
    jumped: createSignal<{ readonly blockId: string } | undefined>(undefined),
  }))
  const [rightTab, setRightTab] = useState<RightTab>('agent')
  const [lineage, setLineage] = useState<LineageFocus>()
  const [askedAbout, askAbout] = useState<string>()

  const setView = useCallback((next: View) => change({ view: next }), [change])
  // Blocks and the panel beside them are not on the page of the lineage.
  const leaveLineage = useCallback(
    (more: Partial<Layout> = {}) => change({ ...more, ...(view === 'lineage' ? { view: 'notebook' } : {}) }),
    [change, view],
  )
  const jumpTo = useCallback(
    (blockId: string) => {
      selection.set(blockId)
      jumped.set({ blockId })
      leaveLineage()
      goToBlock(blockId, 'smooth')
    },
    [leaveLineage, selection, jumped],
  )
  // Where one was in the other view is where one comes to here.
  useEffect(() => {
    const selected = selection.get()
    if (view === 'notebook' && selected) goToBlock(selected, 'instant')
  }, [view, selection])
  const openTab = useCallback(
    (tab: RightTab) => {
      setRightTab(tab)
      leaveLineage({ isRightOpen: true })
    },
    [leaveLineage],
  )
  const showLineage = useCallback(
    (focus: LineageFocus) => {
      setLineage(focus)
      openTab('lineage')
    },
    [openTab],
  )
  const page: Page = useMemo(
    () => ({
      view,
      setView,
      selection,
      jumped,
      rightTab,
      lineage,
      askedAbout,
      select: selection.set,
      jumpTo,
      openTab,
      showLineage,
      askAbout,
    }),
    [view, setView, selection, jumped, rightTab, lineage, askedAbout, jumpTo, openTab, showLineage],
  )
  return (
    <PageContext value={page}>
      <DropZone>
        <OpenWindow workspaces={workspaces} layout={layout} />
        <AskAboutStep />
        <ImportNotebook />
        <Toasts />
      </DropZone>
    </PageContext>
  )
}

type WindowProps = { readonly workspaces: readonly Listed[]; readonly layout: WindowLayout }

function OpenWindow({ workspaces, layout }: WindowProps) {
  const isPast = useIsPast()
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const openPalette = useCallback(() => setPaletteOpen(true), [])
  useWindowKeys(layout, openPalette)
  const { view, isLeftOpen, isRightOpen, isHistoryOpen, leftWidth, rightWidth, change } = layout
  const box = useRef<HTMLDivElement>(null)
  // A width that a person chose; without one the style sheet says it.
  useLayoutEffect(() => {
    box.current?.style.setProperty('--left-width', leftWidth === null ? null : `${leftWidth}px`)
    box.current?.style.setProperty('--right-width', rightWidth === null ? null : `${rightWidth}px`)
  }, [leftWidth, rightWidth])
  return (
    <div className={isPast ? 'window is-past' : 'window'} ref={box}>
      <TopBar workspaces={workspaces} layout={layout} openPalette={openPalette} />
      <PastBanner />
      <div className="columns">
        {isLeftOpen && (
          <>
            <LeftPanel />
            <PanelEdge
              label="Width of data and outline"
              side="left"
              width={leftWidth}
              onWidth={(width) => change({ leftWidth: width })}
            />
          </>
        )}
        <MiddleView />
        {/* The lineage view has a panel of its own, and needs the room. */}
        {isRightOpen && view !== 'lineage' && (
          <>
            <PanelEdge
              label="Width of the right panel"
              side="right"
              width={rightWidth}
              onWidth={(width) => change({ rightWidth: width })}
            />
            <RightPanel />
          </>
        )}
      </div>
      {isHistoryOpen && (
        <HistoryBar
          onClose={() => change({ isHistoryOpen: false })}
          renderDiff={(part) => (
            <DiffView
              {...part}
              against="Between the two moments"
              language={part.what === 'code' ? 'sql' : 'text'}
            />
          )}
        />
      )}
      <HelpDialog />
      {isPaletteOpen && <Palette layout={layout} onClose={() => setPaletteOpen(false)} />}
    </div>
  )
}

function Palette({ layout, onClose }: { readonly layout: WindowLayout; readonly onClose: () => void }) {
  return <CommandPalette isOpen onClose={onClose} entries={usePaletteEntries(layout)} />
}

function goToBlock(blockId: string, behavior: ScrollBehavior): void {
  const block = document.querySelector<HTMLElement>(`[data-block="${CSS.escape(blockId)}"]`)
  // A long way is not shown: all that it passes would be drawn.
  const isFar = block?.hasAttribute('data-far') === true
  block?.scrollIntoView({ block: 'start', behavior: isFar ? 'instant' : behavior })
  block?.focus({ preventScroll: true })
}
