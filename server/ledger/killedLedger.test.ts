/**
 * The process dies at any moment; the file is torn at any byte of what was written last. For the full figures:
 * COUNTERSIGN_KILLS=1000 COUNTERSIGN_TEARS=all npx vitest run --project unit server/ledger/killedLedger.test.ts
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Digest } from '#shared/ids.ts'
import { chainOf, chainWorkspace } from '#shared/ledger/testing/chains.ts'
import { startVerification, type Checkpoint, type Verdict } from '#shared/ledger/verify.ts'
import type { Head, Ledger } from '#server/ledger/ledger.ts'
import { closeLedgerFile, openLedgerFile } from '#server/ledger/openLedgerFile.ts'
import { sqliteLedger } from '#server/ledger/sqliteLedger.ts'

const KILLS = Number(process.env['COUNTERSIGN_KILLS'] ?? 30)
const EVERY_TEAR = process.env['COUNTERSIGN_TEARS'] === 'all'
const PAGE = 500

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'killed-'))
  path = join(folder, 'l.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true }))

function verified(ledger: Ledger, checkpoints: readonly Checkpoint[]): Verdict {
  const verification = startVerification({ checkpoints })
  let after = 0
  for (;;) {
    const entries = ledger.read(chainWorkspace, after, PAGE)
    if (entries.length === 0 || !verification.take(entries)) return verification.finish()
    after += entries.length
  }
}

/** Runs the child, kills it `milliseconds` after its first word, and gives what it had acknowledged. */
async function acknowledgedUntilKilled(milliseconds: number): Promise<readonly Checkpoint[]> {
  const child = spawn(process.execPath, ['dist/server/appendingChild.js', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  await once(child.stdout, 'data')
  await pause(milliseconds)
  child.kill('SIGKILL')
  await once(child, 'close')
  // A line that was cut by the kill was not said.
  const lines = said.slice(0, said.lastIndexOf('\n')).split('\n')
  return lines.map((line) => {
    const [seq, leaf] = line.split(' ')
    return { seq: Number(seq), leaf: Digest.parse(leaf) }
  })
}

it(
  `loses nothing that it acknowledged, killed ${KILLS} times`,
  async () => {
    let head: Head | undefined
    for (let kill = 0; kill < KILLS; kill++) {
      const acknowledged = await acknowledgedUntilKilled(Math.random() * 40)
      const database = openLedgerFile(path)
      const ledger = sqliteLedger(database)
      // Every entry that was acknowledged is an outside note of its own; so is the head of the time before.
      const checkpoints = head && head.seq > 0 ? [head, ...acknowledged] : acknowledged
      const verdict = verified(ledger, checkpoints)
      expect(verdict).toMatchObject({ kind: 'intact' })
      expect(acknowledged.length).toBeGreaterThan(0)
      head = ledger.head(chainWorkspace)
      closeLedgerFile(database)
    }
  },
  60_000 + KILLS * 2_000,
)

it(
  'torn anywhere in its last three frames, keeps every append before the tear, and is called short, not tampered',
  () => {
    const chain = chainOf(20)
    const acknowledged: { readonly head: Checkpoint; readonly bytes: number }[] = []
    const database = openLedgerFile(path)
    const ledger = sqliteLedger(database)
    for (const entry of chain) {
      ledger.append(chainWorkspace, entry.seq - 1, [entry])
      acknowledged.push({ head: { seq: entry.seq, leaf: entry.leaf }, bytes: statSync(`${path}-wal`).size })
    }
    const wal = readFileSync(`${path}-wal`)
    const whole = join(folder, 'whole.sqlite')
    copyFileSync(path, whole)
    closeLedgerFile(database)

    const FRAME = 24 + 4096
    expect((wal.length - 32) % FRAME).toBe(0)
    const last = { seq: chain.length, leaf: chain.at(-1)?.leaf ?? Digest.parse('') }
    const bytes = 3 * FRAME
    const step = EVERY_TEAR ? 1 : 97
    const torn = join(folder, 'torn.sqlite')
    for (let cut = 0; cut <= bytes; cut += step) {
      for (const isFlipped of [false, true]) {
        const end = wal.length - bytes + cut
        if (isFlipped && end === wal.length) continue
        const damaged = isFlipped ? Buffer.from(wal) : wal.subarray(0, end)
        if (isFlipped) damaged.writeUInt8(damaged.readUInt8(end) ^ 0x10, end)
        copyFileSync(whole, torn)
        writeFileSync(`${torn}-wal`, damaged)
        const kept = acknowledged.findLast((one) => one.bytes <= end)?.head
        const reopened = openLedgerFile(torn)
        const recovered = sqliteLedger(reopened)
        expect(recovered.head(chainWorkspace)).toEqual(kept)
        expect(verified(recovered, [last]).kind).toBe(kept?.seq === last.seq ? 'intact' : 'short')
        expect(verified(recovered, []).kind).toBe('intact')
        closeLedgerFile(reopened)
      }
    }
  },
  EVERY_TEAR ? 3_600_000 : 60_000,
)
