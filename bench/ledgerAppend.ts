/**
 * Durable appends a second, one client and many at once, against bare SQLite with the same durability in the same run;
 * how fast a record is verified, opened and folded to any place. Run: npx tsx bench/ledgerAppend.ts [entries to verify, 100000]
 * Built, as a user runs it: npx vite build --config vite.server.config.ts --ssr bench/ledgerAppend.ts --outDir dist/bench && node dist/bench/ledgerAppend.js
 */
import { hash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { v7 as uuidv7 } from 'uuid'
import type { Command } from '#shared/command.ts'
import { EntryId, ObjectiveId, PersonId, WorkspaceId } from '#shared/ids.ts'
import { GENESIS, leafOf, sealEntry, type StoredEntry } from '#shared/ledger/entry.ts'
import { startVerification } from '#shared/ledger/verify.ts'
import type { Head, Ledger } from '#server/ledger/ledger.ts'
import { closeLedgerFile, openLedgerFile } from '#server/ledger/openLedgerFile.ts'
import { sqliteLedger } from '#server/ledger/sqliteLedger.ts'
import { newCommandId, openWorkspace, systemClock } from '#server/workspace/workspaceHost.ts'

const SECONDS = 2
const ROUNDS = 3
const CLIENTS = 64
const OPENED = 10_000
const VERIFIED = Number(process.argv[2] ?? 100_000)

const folder = mkdtempSync(join(tmpdir(), 'bench-ledger-'))
const workspaceId = WorkspaceId.parse(uuidv7())
const personId = PersonId.parse(uuidv7())
const actor = { kind: 'human', id: personId } as const
const objectiveId = ObjectiveId.parse(uuidv7())
const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex')
const textOf = (number: number): string =>
  `Find out why orders fell in March, by region and by channel, and whether the fall lasts. Draft ${number}.`
let drafts = 0
let files = 0
const newPath = (): string => join(folder, `${files++}.sqlite`)

function nextEntry(after: Head): StoredEntry {
  return sealEntry(
    {
      v: 1,
      workspaceId,
      seq: after.seq + 1,
      prev: after.leaf,
      id: EntryId.parse(uuidv7()),
      at: systemClock(),
      actor,
      type: 'ObjectiveWritten',
      data: { objectiveId, text: textOf(after.seq) },
    },
    sha256,
  )
}

/** Calls until the time is up; times a second. */
async function rateOf(once: () => Promise<number> | number): Promise<number> {
  const started = performance.now()
  let done = 0
  while (performance.now() - started < SECONDS * 1000) done += await once()
  return done / ((performance.now() - started) / 1000)
}

/** One insert and one transaction at a time, with the same columns and pragmas. */
async function bare(): Promise<number> {
  const database = new Database(newPath())
  database.exec('PRAGMA locking_mode = EXCLUSIVE')
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  database.exec(
    'CREATE TABLE entries (workspace_id TEXT, seq INTEGER, body TEXT, leaf TEXT, PRIMARY KEY (workspace_id, seq))',
  )
  const insert = database.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)')
  const { body, leaf } = nextEntry({ seq: 0, leaf: GENESIS })
  let seq = 0
  const rate = await rateOf(() => {
    insert.run(workspaceId, ++seq, body, leaf)
    return 1
  })
  database.close()
  return rate
}

async function throughLedger(together: number): Promise<number> {
  const database = openLedgerFile(newPath())
  const ledger = sqliteLedger(database)
  let head: Head = { seq: 0, leaf: GENESIS }
  const rate = await rateOf(() => {
    const expected = head.seq
    const entries: StoredEntry[] = []
    const answered = []
    for (let one = 0; one < together; one++) {
      const entry = nextEntry(head)
      entries.push(entry)
      head = { seq: entry.seq, leaf: entry.leaf }
      const answer = { kind: 'accepted', fromSeq: entry.seq, toSeq: entry.seq } as const
      answered.push({ commandId: newCommandId(), answer })
    }
    ledger.append(workspaceId, expected, entries, answered)
    return together
  })
  closeLedgerFile(database)
  return rate
}

const write = (): Command => ({
  type: 'WriteObjective',
  data: { objectiveId, text: textOf(drafts++), acceptance: [] },
})

async function openHost(ledger: Ledger) {
  const host = openWorkspace(workspaceId, { ledger, now: systemClock, model: () => 'playbook' })
  const created = await host.dispatch(
    newCommandId(),
    { type: 'CreateWorkspace', data: { name: 'Bench', owner: { personId, name: 'Ada', role: 'owner' } } },
    { kind: 'system', id: 'registrar' },
  )
  if (!created.ok) throw new Error(created.error.detail)
  return host
}

/** Commands as they come from people: decided, recorded and answered, by each client one after the other. */
async function throughHost(clients: number): Promise<number> {
  const database = openLedgerFile(newPath())
  const host = await openHost(sqliteLedger(database))
  const rate = await rateOf(async () => {
    const answers = await Promise.all(
      Array.from({ length: clients }, () => host.dispatch(newCommandId(), write(), actor)),
    )
    for (const answer of answers)
      if (!answer.ok || answer.value.to !== answer.value.from) throw new Error(JSON.stringify(answer))
    return clients
  })
  host.close()
  closeLedgerFile(database)
  return rate
}

const medianOf = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

async function appends() {
  const ways = {
    bareSqlite: bare,
    ledgerOne: () => throughLedger(1),
    ledgerMany: () => throughLedger(CLIENTS),
    hostOne: () => throughHost(1),
    hostMany: () => throughHost(CLIENTS),
  }
  const rates = new Map<string, number[]>()
  // By turns, so that what else the machine does falls on all alike.
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, way] of Object.entries(ways)) rates.set(name, [...(rates.get(name) ?? []), await way()])
  const reference = medianOf(rates.get('bareSqlite') ?? [])
  return Object.fromEntries(
    [...rates].map(([name, all]) => [
      name,
      {
        perSecond: Math.round(medianOf(all)),
        ofBare: Number((medianOf(all) / reference).toFixed(2)),
        rounds: all.map(Math.round),
      },
    ]),
  )
}

function verify() {
  const entries: StoredEntry[] = []
  let head: Head = { seq: 0, leaf: GENESIS }
  for (let made = 0; made < VERIFIED; made++) {
    const entry = nextEntry(head)
    entries.push(entry)
    head = { seq: entry.seq, leaf: entry.leaf }
  }
  const started = performance.now()
  const verification = startVerification({ checkpoints: [head], hash: sha256 })
  for (let at = 0; at < entries.length; at += 1000) verification.take(entries.slice(at, at + 1000))
  const verdict = verification.finish()
  const seconds = (performance.now() - started) / 1000
  const hashing = performance.now()
  for (const { body } of entries) leafOf(body, sha256)
  return {
    entries: VERIFIED,
    bytesEach: entries[0]?.body.length,
    verdict: verdict.kind,
    seconds: Number(seconds.toFixed(2)),
    secondsPerMillion: Number(((seconds / VERIFIED) * 1e6).toFixed(1)),
    ofWhichHashing: Number((((performance.now() - hashing) / 1000 / VERIFIED) * 1e6).toFixed(1)),
  }
}

async function opening() {
  const path = newPath()
  const database = openLedgerFile(path)
  const writing = await openHost(sqliteLedger(database))
  while (writing.head().seq < OPENED)
    await Promise.all(
      Array.from({ length: Math.min(500, OPENED - writing.head().seq) }, () =>
        writing.dispatch(newCommandId(), write(), actor),
      ),
    )
  const ledger = sqliteLedger(database)
  const opens: number[] = []
  const folds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now()
    const host = openWorkspace(workspaceId, { ledger, now: systemClock, model: () => 'playbook' })
    opens.push(performance.now() - started)
    for (let one = 0; one < 50; one++) {
      const seq = 1 + Math.floor(Math.random() * OPENED)
      const folding = performance.now()
      if (host.stateAt(seq).seq !== seq) throw new Error(`Not the state at ${seq}`)
      folds.push(performance.now() - folding)
    }
    host.close()
  }
  closeLedgerFile(database)
  return {
    entries: OPENED,
    openMs: opens.map(Math.round),
    foldToAnyPlaceMs: {
      median: Number(medianOf(folds).toFixed(1)),
      worst: Number(Math.max(...folds).toFixed(1)),
    },
  }
}

const measured = { appends: await appends(), verify: verify(), opening: await opening() }
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`)
