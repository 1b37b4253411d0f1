/** Who else is here, and where: told by the awareness of the shared document. Names come from the server, which writes them over whatever a client claims. */
import { useEffect, useState } from 'react'
import type { Awareness } from 'y-protocols/awareness'
import { z } from 'zod'
import { useSession } from '#client/workspace/useSession.ts'

const Here = z.object({
  user: z.object({ id: z.string(), name: z.string() }),
  block: z.string().optional().catch(undefined),
})

export type Present = { readonly id: string; readonly name: string; readonly block: string | undefined }

/** Everybody but oneself, once each, however many windows they have open. */
export function othersIn(awareness: Awareness, me: string): readonly Present[] {
  const found = new Map<string, Present>()
  for (const state of awareness.getStates().values()) {
    const here = Here.safeParse(state)
    if (!here.success || here.data.user.id === me) continue
    const { user, block } = here.data
    // The window that is somewhere says more than the one that is nowhere.
    if (block !== undefined || !found.has(user.id))
      found.set(user.id, { id: user.id, name: user.name, block })
  }
  return [...found.values()]
}

export function useOthers(): readonly Present[] {
  const { drafts, me } = useSession()
  const [others, setOthers] = useState<readonly Present[]>([])
  useEffect(() => {
    const look = (): void => setOthers(othersIn(drafts.awareness, me.person.personId))
    look()
    drafts.awareness.on('change', look)
    return () => drafts.awareness.off('change', look)
  }, [drafts, me])
  return others
}

const COLOURS = 6

/** One of six looks, the same for a person in every window: `person-0` to `person-5`. */
export function personClassOf(personId: string): string {
  let sum = 0
  for (const character of personId) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return `person-${sum % COLOURS}`
}

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 32).toUpperCase())
    .join('')
