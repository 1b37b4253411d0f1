import type Database from 'libsql'
import { z } from 'zod'
import { Digest, WorkspaceId } from '#shared/ids.ts'
import { GENESIS, StoredEntry } from '#shared/ledger/entry.ts'
import type { Answer, Head, Ledger } from '#server/ledger/ledger.ts'

const HeadRows = z.array(z.object({ seq: z.int(), leaf: Digest }))
const EntryRows = z.array(StoredEntry)
const WorkspaceRows = z.array(z.object({ workspace_id: WorkspaceId }))
const AnswerRows = z.array(
  z.union([
    z.object({ from_seq: z.null(), to_seq: z.null(), refusal: z.string() }),
    z.object({ from_seq: z.int(), to_seq: z.int(), refusal: z.null() }),
  ]),
)
// The driver gives a Buffer for one row and an ArrayBuffer for several.
const Bytes = z
  .union([z.instanceof(Uint8Array), z.instanceof(ArrayBuffer)])
  .transform((bytes) => new Uint8Array(bytes))
const SnapshotRows = z.array(z.object({ seq: z.int(), leaf: Digest, format: z.string(), bytes: Bytes }))

/** Over a file from `openLedgerFile`. */
export function sqliteLedger(database: Database.Database): Ledger {
  const selectHead = database.prepare(
    'SELECT seq, leaf FROM entries WHERE workspace_id = ? ORDER BY seq DESC LIMIT 1',
  )
  const selectEntries = database.prepare(
    'SELECT seq, body, leaf FROM entries WHERE workspace_id = ? AND seq > ? ORDER BY seq LIMIT ?',
  )
  const selectWorkspaces = database.prepare('SELECT DISTINCT workspace_id FROM entries ORDER BY workspace_id')
  const insertEntry = database.prepare(
    'INSERT INTO entries (workspace_id, seq, body, leaf) VALUES (?, ?, ?, ?)',
  )
  const insertAnswer = database.prepare('INSERT INTO answers VALUES (?, ?, ?, ?, ?)')
  const selectAnswer = database.prepare(
    'SELECT from_seq, to_seq, refusal FROM answers WHERE workspace_id = ? AND command_id = ?',
  )
  const insertSnapshot = database.prepare('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?, ?)')
  const selectSnapshot = database.prepare(
    `SELECT s.seq, s.leaf, s.format, s.bytes FROM snapshots s
       JOIN entries e ON e.workspace_id = s.workspace_id AND e.seq = s.seq AND e.leaf = s.leaf
      WHERE s.workspace_id = ? AND s.format = ? AND s.seq <= ? ORDER BY s.seq DESC LIMIT 1`,
  )

  const head = (workspaceId: WorkspaceId): Head =>
    HeadRows.parse(selectHead.all(workspaceId))[0] ?? { seq: 0, leaf: GENESIS }

  function allOrNone(write: () => void): void {
    database.exec('BEGIN IMMEDIATE')
    try {
      write()
      database.exec('COMMIT')
    } catch (cause) {
      // SQLite has rolled back by itself when the disk is full.
      if (database.inTransaction) database.exec('ROLLBACK')
      throw new Error(`Nothing was written to the ledger: ${whyNotWritten(cause)}`, { cause })
    }
  }

  return {
    head,
    workspaces: () => WorkspaceRows.parse(selectWorkspaces.all()).map((row) => row.workspace_id),
    read: (workspaceId, afterSeq, limit) => EntryRows.parse(selectEntries.all(workspaceId, afterSeq, limit)),
    append(workspaceId, expectedSeq, entries, answered = []) {
      const found = head(workspaceId)
      if (found.seq !== expectedSeq) return { ok: false, error: 'position-taken', head: found }
      entries.forEach((entry, index) => {
        if (entry.seq !== expectedSeq + 1 + index)
          throw new Error(`Entry ${entry.seq} does not follow ${expectedSeq + index}`)
      })
      allOrNone(() => {
        for (const entry of entries) insertEntry.run(workspaceId, entry.seq, entry.body, entry.leaf)
        for (const { commandId, answer } of answered)
          insertAnswer.run(workspaceId, commandId, ...columnsOf(answer))
      })
      return { ok: true }
    },
    answered(workspaceId, commandId) {
      const row = AnswerRows.parse(selectAnswer.all(workspaceId, commandId))[0]
      if (!row) return undefined
      if (row.refusal !== null) return { kind: 'refused', refusal: row.refusal }
      return { kind: 'accepted', fromSeq: row.from_seq, toSeq: row.to_seq }
    },
    saveSnapshot: (workspaceId, { format, seq, leaf, bytes }) => {
      insertSnapshot.run(workspaceId, format, seq, leaf, Buffer.from(bytes))
    },
    latestSnapshot: (workspaceId, format, atOrBefore = Number.MAX_SAFE_INTEGER) =>
      SnapshotRows.parse(selectSnapshot.all(workspaceId, format, atOrBefore))[0],
    dropSnapshots: () => {
      database.exec('DELETE FROM snapshots')
    },
  }
}

const columnsOf = (answer: Answer): readonly [number | null, number | null, string | null] =>
  answer.kind === 'accepted' ? [answer.fromSeq, answer.toSeq, null] : [null, null, answer.refusal]

function whyNotWritten(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  if (/disk is full/i.test(message)) return 'the disk is full'
  if (/readonly|read-only/i.test(message)) return 'the file is read-only'
  if (/UNIQUE constraint failed: answers/i.test(message)) return 'a command was answered before'
  return message
}
