/** The fold in the browser: the same code as the server's, fed by the live socket. */
import { evolve } from '#shared/evolve.ts'
import type { WireEntry } from '#shared/protocol.ts'
import { recordedOf } from '#shared/recordedEvent.ts'
import { EMPTY_WORKSPACE, type WorkspaceState } from '#shared/workspace.ts'

export type FoldStore = {
  readonly state: () => WorkspaceState
  /** Entries that are known already are passed over; a gap is refused, so that the caller asks again from `seq`. */
  readonly take: (entries: readonly WireEntry[]) => 'taken' | 'gap'
  readonly subscribe: (listen: () => void) => () => void
}

export function createFoldStore(): FoldStore {
  let state = EMPTY_WORKSPACE
  const listeners = new Set<() => void>()
  return {
    state: () => state,
    take(entries) {
      const fresh = entries.filter((entry) => entry.seq > state.seq)
      const first = fresh[0]
      if (!first) return 'taken'
      if (first.seq !== state.seq + 1) return 'gap'
      state = evolve(
        state,
        fresh.map((entry) => recordedOf(entry.body)),
      )
      for (const listen of listeners) listen()
      return 'taken'
    },
    subscribe(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
  }
}
