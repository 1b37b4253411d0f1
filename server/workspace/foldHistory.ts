/**
 * The fold at any place, quickly: states at regular places are kept, and the entries from there on folded again. Opening
 * starts from the snapshot that the ledger holds, when it fits the entries; one is written now and then, after answering.
 */
import type { WorkspaceId } from '#shared/ids.ts'
import { evolve } from '#shared/evolve.ts'
import { recordedOf } from '#shared/recordedEvent.ts'
import { EMPTY_WORKSPACE, type WorkspaceState } from '#shared/workspace.ts'
import type { Head, Ledger } from '#server/ledger/ledger.ts'
import { SNAPSHOT_FORMAT, snapshotOf, stateIn } from '#server/workspace/foldSnapshot.ts'

const EVERY = 500
const SNAPSHOT_EVERY = 2_000

export type FoldHistory = {
  readonly present: () => WorkspaceState
  readonly at: (seq: number) => WorkspaceState
  /** `state` is the fold up to `head`. */
  readonly extend: (state: WorkspaceState, head: Head) => void
  readonly close: () => void
}

export function openFoldHistory(workspaceId: WorkspaceId, ledger: Ledger): FoldHistory {
  const kept: WorkspaceState[] = [EMPTY_WORKSPACE]
  const snapshot = ledger.latestSnapshot(workspaceId, SNAPSHOT_FORMAT)
  const start = (snapshot && stateIn(snapshot)) ?? EMPTY_WORKSPACE
  if (start.seq > 0) kept.push(start)
  let snapshotAt = start.seq
  let head = ledger.head(workspaceId)
  let present = foldFrom(start, head.seq)
  let due: NodeJS.Immediate | undefined
  saveWhenDue()

  function foldFrom(from: WorkspaceState, upTo: number): WorkspaceState {
    let state = from
    while (state.seq < upTo) {
      const page = ledger.read(workspaceId, state.seq, Math.min(EVERY, upTo - state.seq))
      if (page.length === 0) break
      state = evolve(
        state,
        page.map((stored) => recordedOf(stored.body)),
      )
      if (page.length === EVERY) keep(state)
    }
    return state
  }

  function keep(state: WorkspaceState): void {
    const before = kept.findLastIndex((one) => one.seq < state.seq)
    if (kept[before + 1]?.seq !== state.seq) kept.splice(before + 1, 0, state)
  }

  /** Not on the way of a command: what waits for an answer has it before. */
  function saveWhenDue(): void {
    if (due === undefined && head.seq - snapshotAt >= SNAPSHOT_EVERY) due = setImmediate(save)
  }

  function save(): void {
    due = undefined
    snapshotAt = head.seq
    try {
      ledger.saveSnapshot(workspaceId, snapshotOf(present, head))
    } catch {
      // Without one the next opening takes longer, and nothing is lost; a disk that is full says so at the next append.
    }
  }

  return {
    present: () => present,
    at: (seq) => foldFrom(kept.findLast((state) => state.seq <= seq) ?? EMPTY_WORKSPACE, seq),
    extend(state, newHead) {
      present = state
      head = newHead
      if (state.seq - (kept.at(-1)?.seq ?? 0) >= EVERY) kept.push(state)
      saveWhenDue()
    },
    close: () => clearImmediate(due),
  }
}
