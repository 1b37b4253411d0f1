import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { chainOf, chainWorkspace } from '#shared/ledger/testing/chains.ts'
import { closeLedgerFile, openLedgerFile } from '#server/ledger/openLedgerFile.ts'
import { sqliteLedger } from '#server/ledger/sqliteLedger.ts'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'refused-'))
  path = join(folder, 'l.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true }))

it('a full disk refuses an append whole; what was written stays, and there is room for it later', () => {
  const chain = chainOf(400)
  const database = openLedgerFile(path)
  const ledger = sqliteLedger(database)
  ledger.append(chainWorkspace, 0, chain.slice(0, 2))
  const pages = database.prepare('PRAGMA page_count').all()
  database.exec(`PRAGMA max_page_count = ${JSON.stringify(pages).replace(/\D/g, '')}`)
  expect(() => ledger.append(chainWorkspace, 2, chain.slice(2))).toThrow('the disk is full')
  expect(ledger.head(chainWorkspace).seq).toBe(2)
  database.exec('PRAGMA max_page_count = 1000000')
  expect(ledger.append(chainWorkspace, 2, chain.slice(2))).toEqual({ ok: true })
  closeLedgerFile(database)
})

it('a file that is no database is refused in words, and left as it was', () => {
  writeFileSync(path, 'not a database, but a text that is long enough to be looked at as one'.repeat(20))
  expect(() => openLedgerFile(path)).toThrow(`${path} is not a ledger of Countersign`)
})

it('a database of something else is refused in words, and gets no tables', () => {
  const other = new Database(path)
  other.exec('CREATE TABLE recipes (name TEXT)')
  other.close()
  expect(() => openLedgerFile(path)).toThrow('is not a ledger of Countersign')
  const again = new Database(path)
  expect(again.prepare('SELECT name FROM sqlite_master').all()).toMatchObject([{ name: 'recipes' }])
  again.close()
})

it('a ledger of a newer version is refused, with both versions', () => {
  const database = openLedgerFile(path)
  database.exec('PRAGMA user_version = 99')
  closeLedgerFile(database)
  expect(() => openLedgerFile(path)).toThrow('newer Countersign (schema 99); this one knows 1')
})

it('a folder that is not there is refused in words', () => {
  expect(() => openLedgerFile(join(folder, 'nowhere', 'l.sqlite'))).toThrow('cannot be opened')
})
