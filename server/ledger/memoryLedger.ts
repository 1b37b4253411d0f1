import type { CommandId, WorkspaceId } from '#shared/ids.ts'
import { GENESIS, type StoredEntry } from '#shared/ledger/entry.ts'
import type { Answer, Ledger, Snapshot } from '#server/ledger/ledger.ts'

type Kept = {
  readonly entries: readonly StoredEntry[]
  readonly answers: ReadonlyMap<CommandId, Answer>
  readonly snapshot?: Snapshot
}

const NOTHING: Kept = { entries: [], answers: new Map() }

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
    answered(workspaceId, commandIds) {
      const { answers } = kept(workspaceId)
      return new Map(
        commandIds.flatMap((commandId) => {
          const answer = answers.get(commandId)
          return answer ? [[commandId, answer]] : []
        }),
      )
    },
    saveSnapshot(workspaceId, snapshot) {
      const copy = { ...snapshot, bytes: snapshot.bytes.slice() }
      workspaces.set(workspaceId, { ...kept(workspaceId), snapshot: copy })
    },
    latestSnapshot(workspaceId, format) {
      const { entries, snapshot } = kept(workspaceId)
      const fits = snapshot?.format === format && entries[snapshot.seq - 1]?.leaf === snapshot.leaf
      return fits ? snapshot : undefined
    },
  }
}
