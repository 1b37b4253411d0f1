/** The fold at any place, quickly: states at regular places are kept, and the entries from there on folded again. */
import type { WorkspaceId } from '#shared/ids.ts'
import { evolve } from '#shared/evolve.ts'
import { recordedOf } from '#shared/recordedEvent.ts'
import { EMPTY_WORKSPACE, type RecordedEvent, type WorkspaceState } from '#shared/workspace.ts'
import type { Ledger } from '#server/ledger/ledger.ts'

const EVERY = 500

export type FoldHistory = {
  readonly present: () => WorkspaceState
  readonly at: (seq: number) => WorkspaceState
  readonly extend: (recorded: readonly RecordedEvent[], state: WorkspaceState) => void
}

export function openFoldHistory(workspaceId: WorkspaceId, ledger: Ledger): FoldHistory {
  const kept: WorkspaceState[] = [EMPTY_WORKSPACE]
  let present = EMPTY_WORKSPACE
  for (;;) {
    const page = ledger.read(workspaceId, present.seq, EVERY)
    if (page.length === 0) break
    present = evolve(
      present,
      page.map((stored) => recordedOf(stored.body)),
    )
    kept.push(present)
  }
  return {
    present: () => present,
    at(seq) {
      const from = kept.findLast((state) => state.seq <= seq) ?? EMPTY_WORKSPACE
      const page = ledger.read(workspaceId, from.seq, Math.max(0, seq - from.seq))
      return evolve(
        from,
        page.map((stored) => recordedOf(stored.body)),
      )
    },
    extend(recorded, state) {
      if (recorded.length === 0) return
      present = state
      if (state.seq - (kept.at(-1)?.seq ?? 0) >= EVERY) kept.push(state)
    },
  }
}
