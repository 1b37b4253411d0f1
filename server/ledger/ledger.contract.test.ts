import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CommandId, type WorkspaceId } from '#shared/ids.ts'
import { GENESIS } from '#shared/ledger/entry.ts'
import { chainOf, chainWorkspace, otherWorkspace } from '#shared/ledger/testing/chains.ts'
import { verdictOn } from '#shared/ledger/verify.ts'
import type { Answer, Ledger } from '#server/ledger/ledger.ts'
import { createMemoryLedger } from '#server/ledger/memoryLedger.ts'
import { closeLedgerFile, openLedgerFile } from '#server/ledger/openLedgerFile.ts'
import { sqliteLedger } from '#server/ledger/sqliteLedger.ts'

const commandId = (number: number): CommandId =>
  CommandId.parse(`00000000-0000-7000-9003-${String(number).padStart(12, '0')}`)
const accepted: Answer = { kind: 'accepted', fromSeq: 1, toSeq: 2 }
const refused: Answer = { kind: 'refused', refusal: '{"code":"not-pending"}' }
const bytes = new Uint8Array([0, 255, 1])

const CHAIN = chainOf(7)
const OTHER = chainOf(3, 'elsewhere', otherWorkspace)
const noteAt = (seq: number) => ({ seq, leaf: CHAIN[seq - 1]?.leaf ?? GENESIS })

describe.each([
  [
    'SQLite',
    () => {
      const database = openLedgerFile(':memory:')
      return { ledger: sqliteLedger(database), close: () => closeLedgerFile(database) }
    },
  ],
  ['memory', () => ({ ledger: createMemoryLedger(), close: () => undefined })],
])('a ledger in %s', (_, open) => {
  let opened: { readonly ledger: Ledger; readonly close: () => void }
  let ledger: Ledger
  beforeEach(() => {
    opened = open()
    ledger = opened.ledger
  })
  afterEach(() => opened.close())

  const leavesIn = (workspaceId: WorkspaceId) => ledger.read(workspaceId, 0, 100).map(({ leaf }) => leaf)

  it('is empty before anything is written', () => {
    expect(ledger.head(chainWorkspace)).toEqual({ seq: 0, leaf: GENESIS })
    expect(ledger.read(chainWorkspace, 0, 10)).toEqual([])
    expect(ledger.workspaces()).toEqual([])
    expect(ledger.answered(chainWorkspace, [commandId(1)]).get(commandId(1))).toBeUndefined()
  })

  it('gives back what was written, in order, so that it verifies', () => {
    expect(ledger.append(chainWorkspace, 0, CHAIN.slice(0, 4))).toEqual({ ok: true })
    expect(ledger.append(chainWorkspace, 4, CHAIN.slice(4))).toEqual({ ok: true })
    expect(ledger.read(chainWorkspace, 0, 100)).toEqual(CHAIN)
    expect(ledger.head(chainWorkspace)).toEqual(noteAt(7))
    expect(verdictOn(ledger.read(chainWorkspace, 0, 100))).toMatchObject({ kind: 'intact', entries: 7 })
  })

  it('is caught up with from any place, in pages, without gaps', () => {
    ledger.append(chainWorkspace, 0, CHAIN)
    for (let after = 0; after <= 8; after++) {
      expect(ledger.read(chainWorkspace, after, 3)).toEqual(CHAIN.slice(after, after + 3))
    }
    expect(ledger.read(chainWorkspace, 2, 0)).toEqual([])
  })

  it('keeps workspaces apart', () => {
    ledger.append(otherWorkspace, 0, OTHER, [{ commandId: commandId(1), answer: refused }])
    ledger.append(chainWorkspace, 0, CHAIN, [{ commandId: commandId(1), answer: accepted }])
    expect(ledger.workspaces()).toEqual([chainWorkspace, otherWorkspace])
    expect(leavesIn(otherWorkspace)).toEqual(OTHER.map(({ leaf }) => leaf))
    expect(ledger.answered(otherWorkspace, [commandId(1)]).get(commandId(1))).toEqual(refused)
    expect(ledger.answered(chainWorkspace, [commandId(1)]).get(commandId(1))).toEqual(accepted)
  })

  it.each([0, 3, 5])(
    'writes nothing for a caller who decided on entry %i, when the last is 4',
    (expected) => {
      ledger.append(chainWorkspace, 0, CHAIN.slice(0, 4))
      const answered = [{ commandId: commandId(2), answer: accepted }]
      expect(ledger.append(chainWorkspace, expected, CHAIN.slice(expected, expected + 1), answered)).toEqual({
        ok: false,
        error: 'position-taken',
        head: noteAt(4),
      })
      expect(ledger.head(chainWorkspace)).toEqual(noteAt(4))
      expect(ledger.answered(chainWorkspace, [commandId(2)]).get(commandId(2))).toBeUndefined()
    },
  )

  it('writes nothing when the entries are not one after the other', () => {
    const [first, second] = CHAIN
    if (!first || !second) throw new Error('The chain is too short')
    for (const disorder of [[second], [first, first], [second, first]]) {
      expect(() => ledger.append(chainWorkspace, 0, disorder)).toThrow('does not follow')
    }
    expect(ledger.head(chainWorkspace).seq).toBe(0)
  })

  it('remembers an answer, also one that wrote nothing, and answers a command id once', () => {
    ledger.append(chainWorkspace, 0, [], [{ commandId: commandId(1), answer: refused }])
    expect(ledger.answered(chainWorkspace, [commandId(1)]).get(commandId(1))).toEqual(refused)
    expect(() =>
      ledger.append(chainWorkspace, 0, CHAIN, [{ commandId: commandId(1), answer: accepted }]),
    ).toThrow('Nothing was written')
    expect(() =>
      ledger.append(chainWorkspace, 0, CHAIN.slice(0, 1), [{ commandId: commandId(1), answer: accepted }]),
    ).toThrow('Nothing was written')
    expect(ledger.head(chainWorkspace).seq).toBe(0)
    expect(ledger.answered(chainWorkspace, [commandId(1)]).get(commandId(1))).toEqual(refused)
    expect(ledger.append(chainWorkspace, 0, CHAIN)).toEqual({ ok: true })
  })

  it('gives the latest snapshot if it is of the format and agrees with its entry', () => {
    ledger.append(chainWorkspace, 0, CHAIN)
    const save = (seq: number, format: string, leaf = noteAt(seq).leaf) =>
      ledger.saveSnapshot(chainWorkspace, { seq, leaf, format, bytes })
    save(4, 'one')
    expect(ledger.latestSnapshot(chainWorkspace, 'one')).toEqual({ ...noteAt(4), format: 'one', bytes })
    expect(ledger.latestSnapshot(chainWorkspace, 'two')).toBeUndefined()
    expect(ledger.latestSnapshot(otherWorkspace, 'one')).toBeUndefined()
    save(5, 'two')
    expect(ledger.latestSnapshot(chainWorkspace, 'one')).toBeUndefined()
    expect(ledger.latestSnapshot(chainWorkspace, 'two')?.seq).toBe(5)
    save(6, 'two', GENESIS)
    expect(ledger.latestSnapshot(chainWorkspace, 'two')).toBeUndefined()
    save(8, 'two')
    expect(ledger.latestSnapshot(chainWorkspace, 'two')).toBeUndefined()
    expect(ledger.head(chainWorkspace)).toEqual(noteAt(7))
  })
})
