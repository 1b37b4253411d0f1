import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CommandId, type Digest, EntryId, Instant, WorkspaceId } from '#shared/ids.ts'
import { GENESIS, sealEntry, type StoredEntry } from '#shared/ledger/entry.ts'
import { parseBody } from '#shared/ledger/parseBody.ts'
import type { Answer } from '#server/ledger/ledger.ts'
import { closeLedgerFile, openLedgerFile } from '#server/ledger/openLedgerFile.ts'
import { sqliteLedger } from '#server/ledger/sqliteLedger.ts'

const workspaceId = WorkspaceId.parse('01890000-0000-7000-8000-000000000001')
const commandId = CommandId.parse('01890000-0000-7000-8000-000000000002')
const id = EntryId.parse('01890000-0000-7000-8000-000000000003')
const at = Instant.parse('2026-01-31T23:59:59.999Z')

const accepted: Answer = { kind: 'accepted', fromSeq: 1, toSeq: 2 }

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ledger-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const entry = (seq: number, prev: Digest): StoredEntry =>
  sealEntry({
    v: 1,
    workspaceId,
    seq,
    prev,
    id,
    at,
    actor: { kind: 'system', id: 's' },
    type: 'T',
    data: { b: 'é', a: [1] },
  })
const first = entry(1, GENESIS)
const second = entry(2, first.leaf)

function opened() {
  const database = openLedgerFile(join(folder, 'l.sqlite'))
  return { database, ledger: sqliteLedger(database) }
}

test('what was appended is read back, in order, after reopening', () => {
  const before = opened()
  before.ledger.append(workspaceId, 0, [first, second], [{ commandId, answer: accepted }])
  closeLedgerFile(before.database)
  const { database, ledger } = opened()
  expect(ledger.read(workspaceId, 0, 10)).toEqual([first, second])
  expect(ledger.read(workspaceId, 1, 10)).toEqual([second])
  expect(ledger.head(workspaceId)).toEqual({ seq: 2, leaf: second.leaf })
  expect(ledger.workspaces()).toEqual([workspaceId])
  expect(ledger.answered(workspaceId, [commandId]).get(commandId)).toEqual(accepted)
  closeLedgerFile(database)
})

test('a taken position writes nothing, and a repeated command id takes its entries back with it', () => {
  const { database, ledger } = opened()
  ledger.append(workspaceId, 0, [first], [{ commandId, answer: accepted }])
  expect(ledger.append(workspaceId, 0, [first])).toMatchObject({ ok: false, error: 'position-taken' })
  expect(() =>
    ledger.append(workspaceId, 1, [second], [{ commandId, answer: { kind: 'refused', refusal: '{}' } }]),
  ).toThrow('Nothing was written')
  expect(ledger.head(workspaceId).seq).toBe(1)
  closeLedgerFile(database)
})

test.each([
  "UPDATE entries SET body = ''",
  'DELETE FROM entries',
  'REPLACE INTO entries SELECT * FROM entries',
])('an entry refuses %s', (sql) => {
  const { database, ledger } = opened()
  ledger.append(workspaceId, 0, [first])
  expect(() => database.exec(sql)).toThrow('An entry is never')
  expect(ledger.read(workspaceId, 0, 9)).toEqual([first])
  closeLedgerFile(database)
})

test('a second server on the same file is refused in words', () => {
  const { database } = opened()
  expect(() => opened()).toThrow('Another server holds the ledger')
  closeLedgerFile(database)
})

test('only the one canonical text of an entry is read', () => {
  expect(parseBody(first.body).ok).toBe(true)
  for (const forged of [
    '"a":1.5',
    '"a":1e2',
    '"a":9007199254740992',
    '"a":"\\ud800"',
    '"a":1,"a":1',
    '"a": 1',
  ])
    expect(parseBody(first.body.replace('"a":[1]', forged)).ok).toBe(false)
  expect(parseBody(first.body.replace('[1]', '['.repeat(70) + ']'.repeat(70))).ok).toBe(false)
  expect(parseBody(first.body.replace('"v":1', '"v":2')).ok).toBe(false)
})
