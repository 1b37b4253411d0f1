/** Who is here and where: y-protocols' awareness, of which a client may only tell its own, and never who it is. */
import { z } from 'zod'
import type { PersonId } from '#shared/ids.ts'
import type { AwarenessEntry } from '#server/collab/messages.ts'
import { parsedJson } from '#shared/parsedJson.ts'

export type Person = { readonly personId: PersonId; readonly name: string }

const State = z.looseObject({ user: z.looseObject({}).optional().catch(undefined) }).nullable()

/** A client's account of itself, with the server's knowledge of who it is in place of its own. Undefined: not an account. */
export function accountOf(entry: AwarenessEntry, person: Person): AwarenessEntry | undefined {
  const state = State.safeParse(parsedJson(entry.state))
  if (!state.success) return undefined
  if (state.data === null) return { ...entry, state: 'null' }
  const user = { ...state.data.user, id: person.personId, name: person.name }
  return { ...entry, state: JSON.stringify({ ...state.data, user }) }
}

export type Presence = {
  readonly all: () => readonly AwarenessEntry[]
  readonly size: () => number
  readonly has: (clientId: number) => boolean
  /** False when it is no newer than what is known. */
  readonly put: (entry: AwarenessEntry) => boolean
  /** Returns what the others must be told. */
  readonly remove: (clientIds: readonly number[]) => readonly AwarenessEntry[]
}

export function createPresence(): Presence {
  const entries = new Map<number, AwarenessEntry>()
  return {
    all: () => [...entries.values()],
    size: () => entries.size,
    has: (clientId) => entries.has(clientId),
    put(entry) {
      const known = entries.get(entry.clientId)
      const isLeaving = entry.state === 'null'
      if (known && (entry.clock < known.clock || (entry.clock === known.clock && !isLeaving))) return false
      if (isLeaving) return entries.delete(entry.clientId)
      entries.set(entry.clientId, entry)
      return true
    },
    remove(clientIds) {
      const gone = clientIds.flatMap((clientId) => entries.get(clientId) ?? [])
      for (const { clientId } of gone) entries.delete(clientId)
      return gone.map((entry) => ({ ...entry, clock: entry.clock + 1, state: 'null' }))
    },
  }
}
