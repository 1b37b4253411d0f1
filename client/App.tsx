import { useEffect, useState } from 'react'
import { askMe, listWorkspaces, type Listed, type Me } from '#client/connection/about.ts'
import { FirstWorkspace } from '#client/features/shell/FirstWorkspace.tsx'
import { PlainPage } from '#client/features/shell/PlainPage.tsx'
import { WorkspaceWindow } from '#client/features/shell/WorkspaceWindow.tsx'

type Opening =
  | { readonly state: 'asking' }
  | { readonly state: 'not-signed-in' }
  | { readonly state: 'failed'; readonly detail: string }
  | { readonly state: 'open'; readonly me: Me; readonly workspaces: readonly Listed[] }

export function App() {
  const [opening, setOpening] = useState<Opening>({ state: 'asking' })
  useEffect(() => void open().then(setOpening), [])
  switch (opening.state) {
    case 'asking':
      return <PlainPage title="Opening …" />
    case 'not-signed-in':
      return (
        <PlainPage title="You are not signed in">
          Open the address that the server printed when it started. It signs you in, once; the server prints a
          new one each time it starts.
        </PlainPage>
      )
    case 'failed':
      return <PlainPage title="The server did not answer">{opening.detail}</PlainPage>
    case 'open': {
      const asked = new URLSearchParams(location.search).get('w')
      const chosen = opening.workspaces.find((one) => one.workspaceId === asked) ?? opening.workspaces[0]
      if (!chosen) return <FirstWorkspace />
      return <WorkspaceWindow me={opening.me} chosen={chosen} workspaces={opening.workspaces} />
    }
  }
}

async function open(): Promise<Opening> {
  const me = await askMe()
  if (!me.ok)
    return me.error.code === 'not-signed-in'
      ? { state: 'not-signed-in' }
      : { state: 'failed', detail: me.error.detail }
  const listed = await listWorkspaces()
  return listed.ok
    ? { state: 'open', me: me.value, workspaces: listed.value.workspaces }
    : { state: 'failed', detail: listed.error.detail }
}
