/** The fold in the browser: the same code as the server's, fed by the live socket, and able to show any earlier moment. */
import { evolve } from '#shared/evolve.ts'
import type { WireEntry } from '#shared/protocol.ts'
import { recordedOf } from '#shared/recordedEvent.ts'
import { EMPTY_WORKSPACE, type RecordedEvent, type WorkspaceState } from '#shared/workspace.ts'

/** A state is kept every so many entries, so that any place is at most this many entries away. */
const EVERY = 250

export type FoldStore = {
  readonly state: () => WorkspaceState
  /** All that was recorded, in its order: the entry with `seq` 1 comes first. */
  readonly recorded: () => readonly RecordedEvent[]
  /** The fold as of `seq`; the present for any later one. */
  readonly at: (seq: number) => WorkspaceState
  /** Entries that are known already are passed over; a gap is refused, so that the caller asks again from `seq`. */
  readonly take: (entries: readonly WireEntry[]) => 'taken' | 'gap'
  readonly subscribe: (listen: () => void) => () => void
}

export function createFoldStore(): FoldStore {
  let state = EMPTY_WORKSPACE
  const recorded: RecordedEvent[] = []
  const kept: WorkspaceState[] = [EMPTY_WORKSPACE]
  const listeners = new Set<() => void>()
  return {
    state: () => state,
    recorded: () => recorded,
    at(seq) {
      if (seq >= state.seq) return state
      const from = kept.findLast((one) => one.seq <= seq) ?? EMPTY_WORKSPACE
      return evolve(from, recorded.slice(from.seq, seq))
    },
    take(entries) {
      const fresh = entries.filter((entry) => entry.seq > state.seq)
      const first = fresh[0]
      if (!first) return 'taken'
      if (first.seq !== state.seq + 1) return 'gap'
      for (let at = 0; at < fresh.length; at += EVERY) {
        const events = fresh.slice(at, at + EVERY).map((entry) => recordedOf(entry.body))
        state = evolve(state, events)
        recorded.push(...events)
        if (state.seq - (kept.at(-1)?.seq ?? 0) >= EVERY) kept.push(state)
      }
      for (const listen of listeners) listen()
      return 'taken'
    },
    subscribe(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
  }
}
