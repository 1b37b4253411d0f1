/** Opens the one SQLite file of a server, held by one server at a time through a lock that dies with its holder. */
import { closeSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'libsql'
import { z } from 'zod'

const APPLICATION_ID = 0x43_4e_54_53
const SCHEMA_VERSION = 1

// Without row ids an append writes one page of a table instead of two.
const SCHEMA = `
  CREATE TABLE entries (workspace_id TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, leaf TEXT NOT NULL,
    PRIMARY KEY (workspace_id, seq)) STRICT, WITHOUT ROWID;
  CREATE TRIGGER entries_refuse_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'An entry is never changed'); END;
  CREATE TRIGGER entries_refuse_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'An entry is never deleted'); END;
  CREATE TRIGGER entries_refuse_replace BEFORE INSERT ON entries
    WHEN EXISTS (SELECT 1 FROM entries WHERE workspace_id = NEW.workspace_id AND seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'An entry is never replaced'); END;
  CREATE TABLE answers (workspace_id TEXT NOT NULL, command_id TEXT NOT NULL, from_seq INTEGER, to_seq INTEGER, refusal TEXT,
    PRIMARY KEY (workspace_id, command_id)) STRICT, WITHOUT ROWID;
  CREATE TABLE snapshots (workspace_id TEXT NOT NULL, format TEXT NOT NULL, seq INTEGER NOT NULL, leaf TEXT NOT NULL,
    bytes BLOB NOT NULL, PRIMARY KEY (workspace_id, format, seq)) STRICT;
  CREATE TABLE draft_updates (workspace_id TEXT NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL,
    PRIMARY KEY (workspace_id, n)) STRICT, WITHOUT ROWID;
  CREATE TABLE client_ids (workspace_id TEXT NOT NULL, client_id INTEGER NOT NULL, person_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, client_id)) STRICT;
  CREATE TABLE people (person_id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
  CREATE TABLE secrets (digest TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES people, kind TEXT NOT NULL,
    expires_at TEXT NOT NULL) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`

export function openLedgerFile(path: string): Database.Database {
  const database = connect(path)
  try {
    // Before anything is changed: a file of something else stays as it was.
    const isNew = isNewFile(database, path)
    holdAlone(database)
    if (isNew) database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT`)
  } catch (cause) {
    database.close()
    throw new Error(whyNotOpened(path, cause), { cause })
  }
  if (path !== ':memory:') syncDirectory(dirname(path))
  return database
}

/** Gives the lock back at once: the driver keeps the file open until its statements are collected, but outside WAL lets go of it. */
export function closeLedgerFile(database: Database.Database): void {
  database.exec('PRAGMA journal_mode = DELETE')
  database.exec('PRAGMA locking_mode = NORMAL')
  numberOf(database, 'SELECT count(*) AS n FROM sqlite_master')
  database.close()
}

function connect(path: string): Database.Database {
  try {
    return new Database(path)
  } catch (cause) {
    throw new Error(whyNotOpened(path, cause), { cause })
  }
}

function holdAlone(database: Database.Database): void {
  database.exec('PRAGMA locking_mode = EXCLUSIVE')
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  database.exec('PRAGMA foreign_keys = ON')
  // The lock is taken by the first write, and held until the file is closed or its holder dies.
  database.exec('BEGIN IMMEDIATE')
  database.exec('COMMIT')
}

function whyNotOpened(path: string, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  if (/locked|busy/i.test(message)) return `Another server holds the ledger ${path}; stop it first`
  if (/not a (database|ledger)/i.test(message)) return `${path} is not a ledger of Countersign`
  if (/newer Countersign/.test(message)) return message
  if (/readonly|read-only/i.test(message)) return `The ledger ${path} cannot be written: it is read-only`
  return `The ledger ${path} cannot be opened: ${message}`
}

/** Throws when the file is not ours to write. */
function isNewFile(database: Database.Database, path: string): boolean {
  database.exec('PRAGMA busy_timeout = 0')
  const application = numberOf(database, 'SELECT application_id AS n FROM pragma_application_id')
  const version = numberOf(database, 'SELECT user_version AS n FROM pragma_user_version')
  const tables = numberOf(database, 'SELECT count(*) AS n FROM sqlite_master')
  if (application === 0 && tables === 0) return true
  if (application !== APPLICATION_ID) throw new Error('It is not a ledger')
  if (version > SCHEMA_VERSION)
    throw new Error(
      `${path} was written by a newer Countersign (schema ${version}); this one knows ${SCHEMA_VERSION}`,
    )
  return false
}

const Counts = z.tuple([z.object({ n: z.number() })])
const numberOf = (database: Database.Database, sql: string): number =>
  Counts.parse(database.prepare(sql).all())[0].n

/** A new file is not durable until its directory is. */
function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
