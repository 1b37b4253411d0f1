import type Database from 'libsql'
import { z } from 'zod'
import { CommandId, Digest, WorkspaceId } from '#shared/ids.ts'
import { GENESIS, StoredEntry } from '#shared/ledger/entry.ts'
import type { Answer, AnsweredCommand, Head, Ledger } from '#server/ledger/ledger.ts'

const HeadRows = z.array(z.object({ seq: z.int(), leaf: Digest }))
const EntryRows = z.array(StoredEntry)
const WorkspaceRows = z.array(z.object({ workspace_id: WorkspaceId }))
const AnswerRows = z.array(
  z.union([
    z.object({ command_id: CommandId, from_seq: z.null(), to_seq: z.null(), refusal: z.string() }),
    z.object({ command_id: CommandId, from_seq: z.int(), to_seq: z.int(), refusal: z.null() }),
  ]),
)
// The driver gives a Buffer for one row and an ArrayBuffer for several.
const Bytes = z
  .union([z.instanceof(Uint8Array), z.instanceof(ArrayBuffer)])
  .transform((bytes) => new Uint8Array(bytes))
const SnapshotRows = z.array(z.object({ seq: z.int(), leaf: Digest, format: z.string(), bytes: Bytes }))

/**
 * An entry and the answer to its command as one row, so that the usual append is one statement and needs no transaction
 * around it. Either half may be absent. It is temporary: the file has the two tables and no word of this.
 */
const APPENDED = `
  CREATE TEMP VIEW IF NOT EXISTS appended AS SELECT NULL AS workspace_id, NULL AS seq, NULL AS body, NULL AS leaf,
    NULL AS command_id, NULL AS from_seq, NULL AS to_seq, NULL AS refusal;
  CREATE TEMP TRIGGER IF NOT EXISTS append_entry_and_answer INSTEAD OF INSERT ON appended BEGIN
    INSERT INTO entries (workspace_id, seq, body, leaf)
      SELECT NEW.workspace_id, NEW.seq, NEW.body, NEW.leaf WHERE NEW.seq IS NOT NULL;
    INSERT INTO answers (workspace_id, command_id, from_seq, to_seq, refusal)
      SELECT NEW.workspace_id, NEW.command_id, NEW.from_seq, NEW.to_seq, NEW.refusal WHERE NEW.command_id IS NOT NULL;
  END;
`

/** Over a file from `openLedgerFile`. */
export function sqliteLedger(database: Database.Database): Ledger {
  const selectHead = database.prepare(
    'SELECT seq, leaf FROM entries WHERE workspace_id = ? ORDER BY seq DESC LIMIT 1',
  )
  const selectEntries = database.prepare(
    'SELECT seq, body, leaf FROM entries WHERE workspace_id = ? AND seq > ? ORDER BY seq LIMIT ?',
  )
  const selectWorkspaces = database.prepare('SELECT DISTINCT workspace_id FROM entries ORDER BY workspace_id')
  database.exec(APPENDED)
  const insertAppended = database.prepare('INSERT INTO appended VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  // CROSS keeps the order of the two: the planner would otherwise read every answer that was ever given.
  const selectAnswers = database.prepare(
    `SELECT command_id, from_seq, to_seq, refusal FROM json_each(?) CROSS JOIN answers
         ON answers.workspace_id = ? AND answers.command_id = json_each.value`,
  )
  const insertSnapshot = database.prepare('INSERT INTO snapshots VALUES (?, ?, ?, ?, ?)')
  const deleteSnapshots = database.prepare('DELETE FROM snapshots WHERE workspace_id = ?')
  const selectSnapshot = database.prepare(
    `SELECT s.seq, s.leaf, s.format, s.bytes FROM snapshots s
       JOIN entries e ON e.workspace_id = s.workspace_id AND e.seq = s.seq AND e.leaf = s.leaf
      WHERE s.workspace_id = ? AND s.format = ? ORDER BY s.seq DESC LIMIT 1`,
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
      throw cause
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
      const rows = rowsOf(workspaceId, entries, answered)
      const write = (): void => rows.forEach((row) => insertAppended.run(...row))
      try {
        // One statement is all or none by itself.
        if (rows.length === 1) write()
        else allOrNone(write)
      } catch (cause) {
        throw new Error(`Nothing was written to the ledger: ${whyNotWritten(cause)}`, { cause })
      }
      return { ok: true }
    },
    answered: (workspaceId, commandIds) =>
      new Map(
        AnswerRows.parse(selectAnswers.all(JSON.stringify(commandIds), workspaceId)).map((row) => [
          row.command_id,
          answerIn(row),
        ]),
      ),
    saveSnapshot: (workspaceId, { format, seq, leaf, bytes }) =>
      allOrNone(() => {
        deleteSnapshots.run(workspaceId)
        insertSnapshot.run(workspaceId, format, seq, leaf, Buffer.from(bytes))
      }),
    latestSnapshot: (workspaceId, format) => SnapshotRows.parse(selectSnapshot.all(workspaceId, format))[0],
  }
}

type Row = readonly (string | number | null)[]

/** The order in which rows come is the order of entries; which answer shares a row with which entry says nothing. */
function rowsOf(
  workspaceId: WorkspaceId,
  entries: readonly StoredEntry[],
  answered: readonly AnsweredCommand[],
): readonly Row[] {
  return Array.from({ length: Math.max(entries.length, answered.length) }, (_, at) => {
    const entry = entries[at]
    const command = answered[at]
    const placed = entry ? [entry.seq, entry.body, entry.leaf] : [null, null, null]
    const told = command ? [command.commandId, ...columnsOf(command.answer)] : [null, null, null, null]
    return [workspaceId, ...placed, ...told]
  })
}

const columnsOf = (answer: Answer): Row =>
  answer.kind === 'accepted' ? [answer.fromSeq, answer.toSeq, null] : [null, null, answer.refusal]

const answerIn = (row: z.infer<typeof AnswerRows>[number]): Answer =>
  row.refusal === null
    ? { kind: 'accepted', fromSeq: row.from_seq, toSeq: row.to_seq }
    : { kind: 'refused', refusal: row.refusal }

function whyNotWritten(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  if (/disk is full/i.test(message)) return 'the disk is full'
  if (/readonly|read-only/i.test(message)) return 'the file is read-only'
  if (/UNIQUE constraint failed: answers/i.test(message)) return 'a command was answered before'
  return message
}
