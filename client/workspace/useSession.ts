import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Session } from '#client/connection/session.ts'
import type { Signal } from '#client/connection/signal.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export const SessionContext = createContext<Session | undefined>(undefined)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('There is no session above this component')
  return session
}

/** What the window shows: the present, or the moment that is played back. */
export function useWorkspace(): WorkspaceState {
  const { past } = useSession()
  const present = usePresent()
  return useSignal(past) ?? present
}

export function usePresent(): WorkspaceState {
  const { fold } = useSession()
  return useSyncExternalStore(fold.subscribe, fold.state)
}

export function useSignal<T>(signal: Signal<T>): T {
  return useSyncExternalStore(signal.subscribe, signal.get)
}
