import type { CommandId, WorkspaceId } from '#shared/ids.ts'
import { GENESIS, type StoredEntry } from '#shared/ledger/entry.ts'
import type { Answer, Ledger, Snapshot } from '#server/ledger/ledger.ts'

type Kept = {
  readonly entries: readonly StoredEntry[]
  readonly answers: ReadonlyMap<CommandId, Answer>
  readonly snapshots: readonly Snapshot[]
}

const NOTHING: Kept = { entries: [], answers: new Map(), snapshots: [] }

/** Kept for as long as the program runs: for tests, and to look at a record that came as a file. */
export function createMemoryLedger(): Ledger {
  const workspaces = new Map<WorkspaceId, Kept>()
  const kept = (workspaceId: WorkspaceId): Kept => workspaces.get(workspaceId) ?? NOTHING
  const headOf = (workspaceId: WorkspaceId) => {
    const last = kept(workspaceId).entries.at(-1)
    return last ? { seq: last.seq, leaf: last.leaf } : { seq: 0, leaf: GENESIS }
  }

  return {
    head: headOf,
    workspaces: () =>
      [...workspaces]
        .filter(([, { entries }]) => entries.length > 0)
        .map(([workspaceId]) => workspaceId)
        .toSorted(),
    read: (workspaceId, afterSeq, limit) => kept(workspaceId).entries.slice(afterSeq, afterSeq + limit),
    append(workspaceId, expectedSeq, entries, answered = []) {
      const found = headOf(workspaceId)
      if (found.seq !== expectedSeq) return { ok: false, error: 'position-taken', head: found }
      entries.forEach((entry, index) => {
        if (entry.seq !== expectedSeq + 1 + index)
          throw new Error(`Entry ${entry.seq} does not follow ${expectedSeq + index}`)
      })
      const before = kept(workspaceId)
      const answers = new Map(before.answers)
      for (const { commandId, answer } of answered) {
        if (answers.has(commandId))
          throw new Error('Nothing was written to the ledger', {
            cause: `Command ${commandId} was answered before`,
          })
        answers.set(commandId, answer)
      }
      workspaces.set(workspaceId, { ...before, entries: [...before.entries, ...entries], answers })
      return { ok: true }
    },
    answered: (workspaceId, commandId) => kept(workspaceId).answers.get(commandId),
    saveSnapshot(workspaceId, snapshot) {
      const before = kept(workspaceId)
      const others = before.snapshots.filter(
        ({ format, seq }) => format !== snapshot.format || seq !== snapshot.seq,
      )
      const saved = { ...snapshot, bytes: snapshot.bytes.slice() }
      workspaces.set(workspaceId, { ...before, snapshots: [...others, saved] })
    },
    latestSnapshot(workspaceId, format, atOrBefore = Number.MAX_SAFE_INTEGER) {
      const { entries, snapshots } = kept(workspaceId)
      return snapshots
        .filter((one) => one.format === format && one.seq <= atOrBefore)
        .filter((one) => entries[one.seq - 1]?.leaf === one.leaf)
        .toSorted((a, b) => a.seq - b.seq)
        .at(-1)
    },
    dropSnapshots() {
      for (const [workspaceId, before] of workspaces)
        workspaces.set(workspaceId, { ...before, snapshots: [] })
    },
  }
}
