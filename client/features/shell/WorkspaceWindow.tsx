import { useEffect, useState } from 'react'
import type { Listed, Me } from '#client/connection/about.ts'
import { openSession, type Session } from '#client/connection/session.ts'
import { PlainPage } from '#client/features/shell/PlainPage.tsx'
import { WorkspacePage } from '#client/features/shell/WorkspacePage.tsx'
import { SessionContext, useSignal } from '#client/workspace/useSession.ts'

type Props = { readonly me: Me; readonly chosen: Listed; readonly workspaces: readonly Listed[] }

export function WorkspaceWindow({ me, chosen, workspaces }: Props) {
  const [session, setSession] = useState<Session>()
  useEffect(() => {
    const opened = openSession(chosen.workspaceId, me)
    // A session has sockets, so it is opened and closed with the window and not while it is drawn.
    // oxlint-disable-next-line react/set-state-in-effect
    setSession(opened)
    return () => opened.close()
  }, [chosen.workspaceId, me])
  if (!session) return <PlainPage title="Opening …" />
  return (
    <SessionContext value={session}>
      <WhenCaughtUp session={session} workspaces={workspaces} />
    </SessionContext>
  )
}

function WhenCaughtUp({ session, workspaces }: { session: Session; workspaces: readonly Listed[] }) {
  const isCaughtUp = useSignal(session.live.isCaughtUp)
  return isCaughtUp ? <WorkspacePage workspaces={workspaces} /> : <PlainPage title="Reading the record …" />
}
