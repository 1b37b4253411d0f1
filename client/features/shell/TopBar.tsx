import { History, Inbox, Moon, PanelLeft, PanelRight, Plus, Search, Sun } from 'lucide-react'
import { useState } from 'react'
import type { Listed } from '#client/connection/about.ts'
import { QueueDrawer } from '#client/features/queue/QueueDrawer.tsx'
import { Mark } from '#client/features/shell/Mark.tsx'
import { NewWorkspaceForm } from '#client/features/shell/NewWorkspaceForm.tsx'
import { People } from '#client/features/shell/People.tsx'
import { SaveState } from '#client/features/shell/SaveState.tsx'
import { ViewSwitch } from '#client/features/shell/ViewSwitch.tsx'
import type { WindowLayout } from '#client/features/shell/useWindowLayout.ts'
import { chooseTheme } from '#client/ui/theme.ts'
import { useTheme } from '#client/ui/useTheme.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { inboxOf } from '#client/workspace/blocks.ts'
import { usePage } from '#client/workspace/page.ts'
import { useSession, useWorkspace } from '#client/workspace/useSession.ts'
import { counted } from '#client/workspace/when.ts'

type Props = {
  readonly workspaces: readonly Listed[]
  readonly layout: WindowLayout
  readonly openPalette: () => void
}

export function TopBar({ workspaces, layout, openPalette }: Props) {
  const { isLeftOpen, isRightOpen, isHistoryOpen, change } = layout
  const session = useSession()
  const state = useWorkspace()
  const page = usePage()
  const theme = useTheme()
  const [isMaking, setMaking] = useState(false)
  const inbox = inboxOf(state)
  const next = inbox[0]
  return (
    <header className="top-bar">
      <Button
        look="quiet"
        icon={<PanelLeft size={16} />}
        label="Data and outline"
        aria-pressed={isLeftOpen}
        onClick={() => change({ isLeftOpen: !isLeftOpen })}
      />
      <Mark />
      <span className="product">Countersign</span>
      <span className="slash" aria-hidden>
        /
      </span>
      {workspaces.length > 1 ? (
        <select
          className="workspace-choice"
          aria-label="Workspace"
          value={session.workspaceId}
          onChange={(event) => (location.search = `?w=${event.target.value}`)}
        >
          {workspaces.map((one) => (
            <option key={one.workspaceId} value={one.workspaceId}>
              {one.workspaceId === session.workspaceId ? state.name : one.name}
            </option>
          ))}
        </select>
      ) : (
        <strong className="workspace-name">{state.name}</strong>
      )}
      <Button
        look="quiet"
        isSmall
        icon={<Plus size={14} />}
        label="New workspace"
        onClick={() => setMaking(true)}
      />
      <SaveState />
      <span className="gap" />
      <ViewSwitch />
      <span className="gap" />
      <People />
      <Button
        className={inbox.length > 0 ? 'inbox waiting' : 'inbox'}
        icon={<Inbox size={15} />}
        title={next ? 'Go to the next that waits (N)' : 'Nothing waits for you'}
        disabled={!next}
        onClick={() => {
          if (!next) return
          page.openTab('review')
          page.jumpTo(next.stepId)
        }}
      >
        {counted(inbox.length, 'proposal')} to review
      </Button>
      <QueueDrawer />
      <Button
        look="quiet"
        icon={<Search size={16} />}
        label="Find what to do or where to go (Ctrl+K)"
        onClick={openPalette}
      />
      <Button
        look="quiet"
        icon={<History size={16} />}
        label="History"
        aria-pressed={isHistoryOpen}
        onClick={() => change({ isHistoryOpen: !isHistoryOpen })}
      />
      <Button
        look="quiet"
        icon={theme === 'dark' ? <Sun size={16} /> : <Moon size={16} />}
        label={theme === 'dark' ? 'Use the light theme' : 'Use the dark theme'}
        onClick={() => chooseTheme(theme === 'dark' ? 'light' : 'dark')}
      />
      <Button
        look="quiet"
        icon={<PanelRight size={16} />}
        label="Agent, review, lineage, comments and details"
        aria-pressed={isRightOpen}
        onClick={() => change({ isRightOpen: !isRightOpen })}
      />
      <Dialog isOpen={isMaking} onClose={() => setMaking(false)} title="New workspace">
        <NewWorkspaceForm />
      </Dialog>
    </header>
  )
}
