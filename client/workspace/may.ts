/** What the person at this window may ask for, by the rule that the server goes by. What they may not is not offered. */
import { useIsPast } from '#client/workspace/past.ts'
import { usePresent, useSession } from '#client/workspace/useSession.ts'
import type { CommandType } from '#shared/command.ts'
import { authorise } from '#shared/decide/authority.ts'

/** Whether their role allows it, whatever moment is shown. */
export function useRoleMay(type: CommandType): boolean {
  const { me } = useSession()
  const actor = { kind: 'human', id: me.person.personId } as const
  return authorise(usePresent(), { type }, actor) === undefined
}

/** Never while an earlier moment is shown. */
export function useMay(type: CommandType): boolean {
  const isPast = useIsPast()
  const may = useRoleMay(type)
  return may && !isPast
}

/** Whether what they type into the shared draft is kept: the server drops the edits of who may only read. */
export const useMayWrite = (): boolean => useMay('ProposeStep')
