import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestOf } from '#shared/digest.ts'
import { Instant, PersonId, WorkspaceId } from '#shared/ids.ts'
import { closeLedgerFile, openLedgerFile } from '#server/ledger/openLedgerFile.ts'
import { sqliteClientIdOwners } from '#server/ledger/sqliteClientIdOwners.ts'
import { sqliteDraftStore } from '#server/ledger/sqliteDraftStore.ts'
import { sqlitePeopleStore } from '#server/ledger/sqlitePeopleStore.ts'

const workspaceId = WorkspaceId.parse('00000000-0000-7000-9001-000000000001')
const elsewhere = WorkspaceId.parse('00000000-0000-7000-9001-000000000002')
const ada = { personId: PersonId.parse('00000000-0000-7000-9004-000000000001'), name: 'Ada' }
const bo = { personId: PersonId.parse('00000000-0000-7000-9004-000000000002'), name: 'Bo' }
const NOON = Instant.parse('2026-03-01T12:00:00.000Z')
const ONE = Instant.parse('2026-03-01T13:00:00.000Z')
const update = (...bytes: number[]) => new Uint8Array(bytes)

let folder = ''
let database: ReturnType<typeof openLedgerFile>
const reopen = () => {
  closeLedgerFile(database)
  database = openLedgerFile(join(folder, 'l.sqlite'))
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stores-'))
  database = openLedgerFile(join(folder, 'l.sqlite'))
})
afterEach(() => {
  closeLedgerFile(database)
  rmSync(folder, { recursive: true })
})

describe('drafts', () => {
  it('are there after reopening, in the order in which they came, and go on from there', () => {
    const before = sqliteDraftStore(database)
    before.append(workspaceId, update(0, 255))
    before.append(elsewhere, update(9))
    before.append(workspaceId, update())
    reopen()
    const store = sqliteDraftStore(database)
    store.append(workspaceId, update(2))
    expect(store.load(workspaceId)).toEqual([update(0, 255), update(), update(2)])
    expect(store.load(elsewhere)).toEqual([update(9)])
  })

  it('are merged up to a place, and what came later stands after it', () => {
    const store = sqliteDraftStore(database)
    for (const byte of [1, 2, 3, 4]) store.append(workspaceId, update(byte))
    store.append(elsewhere, update(9))
    store.compact(workspaceId, update(12), 2)
    store.append(workspaceId, update(5))
    const merged = [update(12), update(3), update(4), update(5)]
    expect(store.load(workspaceId)).toEqual(merged)
    store.compact(workspaceId, update(125), 4)
    reopen()
    const after = sqliteDraftStore(database)
    expect(after.load(workspaceId)).toEqual([update(125)])
    expect(after.load(elsewhere)).toEqual([update(9)])
    after.append(workspaceId, update(6))
    expect(after.load(workspaceId)).toEqual([update(125), update(6)])
  })

  it('are as they were when merging fails half way', () => {
    const store = sqliteDraftStore(database)
    for (const byte of [1, 2, 3]) store.append(workspaceId, update(byte))
    database.exec(
      "CREATE TEMP TRIGGER fail BEFORE INSERT ON draft_updates BEGIN SELECT RAISE(ABORT, 'no room'); END",
    )
    expect(() => store.compact(workspaceId, update(12), 2)).toThrow('they are as they were')
    database.exec('DROP TRIGGER fail')
    expect(store.load(workspaceId)).toEqual([update(1), update(2), update(3)])
    store.append(workspaceId, update(4))
    expect(store.load(workspaceId)).toHaveLength(4)
  })
})

describe('people', () => {
  it('and their secrets are there after reopening', () => {
    const before = sqlitePeopleStore(database)
    before.addPerson(bo)
    before.addPerson(ada)
    before.addSecret(digestOf('secret'), ada.personId, 'session', ONE)
    reopen()
    const store = sqlitePeopleStore(database)
    expect(store.people()).toEqual([ada, bo])
    expect(store.personBySecret(digestOf('secret'), 'session', NOON)).toEqual(ada)
  })

  it('are known by a secret of its kind, until it expires', () => {
    const store = sqlitePeopleStore(database)
    store.addPerson(ada)
    store.addSecret(digestOf('secret'), ada.personId, 'login', ONE)
    expect(store.personBySecret(digestOf('secret'), 'login', NOON)).toEqual(ada)
    expect(store.personBySecret(digestOf('secret'), 'session', NOON)).toBeUndefined()
    expect(store.personBySecret(digestOf('guess'), 'login', NOON)).toBeUndefined()
    expect(store.personBySecret(digestOf('secret'), 'login', ONE)).toBeUndefined()
  })

  it('redeem a login once, and are not known by a secret that was taken back', () => {
    const store = sqlitePeopleStore(database)
    store.addPerson(ada)
    store.addSecret(digestOf('login'), ada.personId, 'login', ONE)
    store.addSecret(digestOf('token'), ada.personId, 'token', ONE)
    expect([store.removeSecret(digestOf('login')), store.removeSecret(digestOf('login'))]).toEqual([
      true,
      false,
    ])
    expect(store.personBySecret(digestOf('login'), 'login', NOON)).toBeUndefined()
    expect(store.personBySecret(digestOf('token'), 'token', NOON)).toEqual(ada)
  })

  it('have no secrets before they are known themselves', () => {
    const store = sqlitePeopleStore(database)
    expect(() => store.addSecret(digestOf('secret'), ada.personId, 'login', ONE)).toThrow('FOREIGN KEY')
  })
})

it('a client id stays with whoever claimed it first, over a restart', () => {
  sqliteClientIdOwners(database).claim(workspaceId, 7, ada.personId)
  reopen()
  const owners = sqliteClientIdOwners(database)
  owners.claim(workspaceId, 7, bo.personId)
  expect(owners.ownerOf(workspaceId, 7)).toBe(ada.personId)
  expect(owners.ownerOf(elsewhere, 7)).toBeUndefined()
})
