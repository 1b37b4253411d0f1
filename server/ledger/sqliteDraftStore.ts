/** Updates of the shared documents, each on disk before anybody sees it. Matches the port of the rooms; adapters do not meet. */
import type Database from 'libsql'
import { z } from 'zod'
import type { WorkspaceId } from '#shared/ids.ts'

// The driver gives bytes as either.
const Bytes = z
  .union([z.instanceof(Uint8Array), z.instanceof(ArrayBuffer)])
  .transform((bytes) => new Uint8Array(bytes))
const UpdateRows = z.array(z.object({ bytes: Bytes }))
const LastRows = z.array(z.object({ n: z.int().nullable() }))
const PlaceRows = z.array(z.object({ n: z.int() }))

export type SqliteDraftStore = {
  /** On disk when it returns; throws when it can't be. */
  readonly append: (workspaceId: WorkspaceId, update: Uint8Array) => void
  readonly load: (workspaceId: WorkspaceId) => readonly Uint8Array[]
  /** Puts `merged` in the place of the first `upTo` updates of `load`, in one transaction. */
  readonly compact: (workspaceId: WorkspaceId, merged: Uint8Array, upTo: number) => void
}

export function sqliteDraftStore(database: Database.Database): SqliteDraftStore {
  const insert = database.prepare('INSERT INTO draft_updates VALUES (?, ?, ?)')
  const selectAll = database.prepare('SELECT bytes FROM draft_updates WHERE workspace_id = ? ORDER BY n')
  const selectLast = database.prepare('SELECT max(n) AS n FROM draft_updates WHERE workspace_id = ?')
  const selectFirst = database.prepare(
    'SELECT n FROM draft_updates WHERE workspace_id = ? ORDER BY n LIMIT ?',
  )
  const deleteUpTo = database.prepare('DELETE FROM draft_updates WHERE workspace_id = ? AND n <= ?')
  const last = new Map<WorkspaceId, number>()

  const nextPlace = (workspaceId: WorkspaceId): number =>
    (last.get(workspaceId) ?? LastRows.parse(selectLast.all(workspaceId))[0]?.n ?? 0) + 1

  return {
    append(workspaceId, update) {
      const n = nextPlace(workspaceId)
      insert.run(workspaceId, n, Buffer.from(update))
      last.set(workspaceId, n)
    },
    load: (workspaceId) => UpdateRows.parse(selectAll.all(workspaceId)).map((row) => row.bytes),
    compact(workspaceId, merged, upTo) {
      const places = PlaceRows.parse(selectFirst.all(workspaceId, upTo))
      const lastMerged = places.at(-1)?.n
      if (lastMerged === undefined) return
      database.exec('BEGIN IMMEDIATE')
      try {
        deleteUpTo.run(workspaceId, lastMerged)
        insert.run(workspaceId, lastMerged, Buffer.from(merged))
        database.exec('COMMIT')
      } catch (cause) {
        if (database.inTransaction) database.exec('ROLLBACK')
        throw new Error('The drafts could not be compacted; they are as they were', { cause })
      }
    },
  }
}
