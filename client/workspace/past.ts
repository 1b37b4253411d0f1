/** Playing back: which earlier moment the window shows, if any. Everything drawn from `useWorkspace` follows it, and nothing can be changed there. */
import { useSession, useSignal } from '#client/workspace/useSession.ts'

/** True while an earlier moment is shown: nothing that changes anything is offered then. */
export function useIsPast(): boolean {
  const { past } = useSession()
  return useSignal(past) !== undefined
}
