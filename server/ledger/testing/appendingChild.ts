/** Appends for ever and says `seq leaf` of each entry once the append has returned; it is killed. Run: node appendingChild.js <ledger> */
import { writeSync } from 'node:fs'
import { v7 as uuidv7 } from 'uuid'
import { CommandId, EntryId, Instant, WorkspaceId } from '#shared/ids.ts'
import { sealEntry, type StoredEntry } from '#shared/ledger/entry.ts'
import { openLedgerFile } from '#server/ledger/openLedgerFile.ts'
import { sqliteLedger } from '#server/ledger/sqliteLedger.ts'

const workspaceId = WorkspaceId.parse('00000000-0000-7000-9001-000000000001')
const STDOUT = 1

const ledger = sqliteLedger(openLedgerFile(process.argv[2] ?? ''))
for (let batch = 0; ; batch++) {
  let head = ledger.head(workspaceId)
  const expected = head.seq
  const entries: StoredEntry[] = []
  for (let more = batch % 3; more >= 0; more--) {
    const entry = sealEntry({
      v: 1,
      workspaceId,
      seq: head.seq + 1,
      prev: head.leaf,
      id: EntryId.parse(uuidv7()),
      at: Instant.parse(new Date().toISOString()),
      actor: { kind: 'system', id: 'test' },
      type: 'Noted',
      // Some entries take several pages of the file.
      data: { text: 'written '.repeat(1 + (head.seq % 7) ** 4) },
    })
    entries.push(entry)
    head = { seq: entry.seq, leaf: entry.leaf }
  }
  const answer = { kind: 'accepted', fromSeq: expected + 1, toSeq: head.seq } as const
  ledger.append(workspaceId, expected, entries, [{ commandId: CommandId.parse(uuidv7()), answer }])
  writeSync(STDOUT, entries.map(({ seq, leaf }) => `${seq} ${leaf}\n`).join(''))
}
