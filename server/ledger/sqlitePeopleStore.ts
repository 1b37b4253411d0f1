/** Who may sign in, beside the ledger: no workspace's record, and no authority over one. Secrets are kept as digests only. */
import type Database from 'libsql'
import { z } from 'zod'
import { Instant, PersonId, type Digest } from '#shared/ids.ts'

export type SecretKind = 'login' | 'session' | 'token'
export type KnownPerson = { readonly personId: PersonId; readonly name: string }

export type PeopleStore = {
  readonly people: () => readonly KnownPerson[]
  readonly addPerson: (person: KnownPerson) => void
  readonly addSecret: (digest: Digest, personId: PersonId, kind: SecretKind, expiresAt: Instant) => void
  /** Undefined when there is none of that kind, or it expired by `now`. */
  readonly personBySecret: (digest: Digest, kind: SecretKind, now: Instant) => KnownPerson | undefined
  /** True for exactly one caller. */
  readonly removeSecret: (digest: Digest) => boolean
}

const People = z.array(z.object({ person_id: PersonId, name: z.string() }))
const Secrets = z.array(z.object({ person_id: PersonId, name: z.string(), expires_at: Instant }))

export function sqlitePeopleStore(database: Database.Database): PeopleStore {
  const selectPeople = database.prepare('SELECT person_id, name FROM people ORDER BY person_id')
  const insertPerson = database.prepare('INSERT INTO people VALUES (?, ?)')
  const insertSecret = database.prepare('INSERT INTO secrets VALUES (?, ?, ?, ?)')
  const deleteSecret = database.prepare('DELETE FROM secrets WHERE digest = ?')
  const selectSecret = database.prepare(
    `SELECT p.person_id, p.name, s.expires_at FROM secrets s JOIN people p USING (person_id)
      WHERE s.digest = ? AND s.kind = ?`,
  )
  return {
    people: () =>
      People.parse(selectPeople.all()).map(({ person_id: personId, name }) => ({ personId, name })),
    addPerson: ({ personId, name }) => void insertPerson.run(personId, name),
    addSecret: (digest, personId, kind, expiresAt) =>
      void insertSecret.run(digest, personId, kind, expiresAt),
    personBySecret(digest, kind, now) {
      const found = Secrets.parse(selectSecret.all(digest, kind))[0]
      return found && found.expires_at > now ? { personId: found.person_id, name: found.name } : undefined
    },
    removeSecret: (digest) => deleteSecret.run(digest).changes === 1,
  }
}
