import type Database from 'libsql'
import { z } from 'zod'
import { PersonId, type WorkspaceId } from '#shared/ids.ts'

const Rows = z.array(z.object({ person_id: PersonId }))

/** Whose a Yjs clientID is, over restarts: the first who claims it keeps it. Matches the port of the rooms. */
export function sqliteClientIdOwners(database: Database.Database) {
  const select = database.prepare('SELECT person_id FROM client_ids WHERE workspace_id = ? AND client_id = ?')
  const insert = database.prepare('INSERT OR IGNORE INTO client_ids VALUES (?, ?, ?)')
  return {
    ownerOf: (workspaceId: WorkspaceId, clientId: number): PersonId | undefined =>
      Rows.parse(select.all(workspaceId, clientId))[0]?.person_id,
    claim: (workspaceId: WorkspaceId, clientId: number, personId: PersonId): void =>
      void insert.run(workspaceId, clientId, personId),
  }
}
