/**
 * Opens a workspace of many entries and folds it to any place; the reference is one plain read and parse of the same
 * entries. Run: npx tsx bench/openAndFold.ts [entries, 10000]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { proposal, sqlStep } from '#e2e/testing/moves.ts'
import { openLedgerFile } from '#server/ledger/openLedgerFile.ts'
import { sqliteLedger } from '#server/ledger/sqliteLedger.ts'
import { newCommandId, openWorkspace, systemClock } from '#server/workspace/workspaceHost.ts'
import type { Actor } from '#shared/actor.ts'
import type { Command } from '#shared/command.ts'
import { ObjectiveId, PersonId, WorkspaceId } from '#shared/ids.ts'

const ENTRIES = Number(process.argv[2] ?? 10_000)
const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
const ledger = sqliteLedger(openLedgerFile(join(folder, 'ledger.sqlite')))
const workspaceId = WorkspaceId.parse(uuidv7())
const personId = PersonId.parse(uuidv7())
const owner: Actor = { kind: 'human', id: personId }
const options = { ledger, now: systemClock, model: () => 'playbook' }

await fill()
const opened: number[] = []
const read: number[] = []
const folded: number[] = []
for (let round = 0; round < 7; round += 1) {
  read.push(timed(() => readAll()))
  opened.push(timed(() => openWorkspace(workspaceId, options)))
}
const host = openWorkspace(workspaceId, options)
const last = host.head().seq
for (let at = 0; at < 300; at += 1) {
  const seq = 1 + ((at * 7_919) % last)
  folded.push(timed(() => host.stateAt(seq)))
}
const { heapUsed } = process.memoryUsage()
rmSync(folder, { recursive: true, force: true })

const sorted = (of: readonly number[]): readonly number[] => of.toSorted((a, b) => a - b)
const share = (of: readonly number[], part: number): number =>
  Number((sorted(of)[Math.min(of.length - 1, Math.floor(of.length * part))] ?? NaN).toFixed(1))
console.log(
  JSON.stringify(
    {
      entries: last,
      proposals: host.state().proposals.size,
      openMs: { median: share(opened, 0.5), most: share(opened, 1) },
      readAndParseMs: { median: share(read, 0.5) },
      openRatio: Number((share(opened, 0.5) / share(read, 0.5)).toFixed(2)),
      foldToAnyMs: { median: share(folded, 0.5), p95: share(folded, 0.95), most: share(folded, 1) },
      heapMb: Math.round(heapUsed / 1_048_576),
    },
    null,
    2,
  ),
)
process.exit(0)

/** Steps of a few lines and objectives, in equal parts, each proposal withdrawn: what a long-lived workspace holds most of. */
async function fill(): Promise<void> {
  const filling = openWorkspace(workspaceId, options)
  const ask = (command: Command, actor: Actor) => filling.dispatch(newCommandId(), command, actor)
  const member = { personId, name: 'Olga', role: 'owner' as const }
  await ask(
    { type: 'CreateWorkspace', data: { name: 'Long', owner: member } },
    { kind: 'system', id: 'bench' },
  )
  while (filling.head().seq < ENTRIES) {
    const batch = Array.from({ length: 250 }, (_, at): readonly Command[] => {
      const code = `SELECT region, sum(amount) AS total\nFROM orders\nWHERE id > ${at}\nGROUP BY region`
      const proposing = proposal(sqlStep(code, `out_${filling.head().seq + at}`))
      const { proposalId } = proposing.data
      const objectiveId = ObjectiveId.parse(uuidv7())
      return [
        {
          type: 'WriteObjective',
          data: { objectiveId, text: `Which region sells most? ${at}`, acceptance: [] },
        },
        proposing,
        { type: 'WithdrawProposal', data: { proposalId } },
        { type: 'RetireObjective', data: { objectiveId } },
      ]
    })
    await Promise.all(batch.flat().map((command) => ask(command, owner)))
  }
  filling.close()
}

function timed(work: () => unknown): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

function readAll(): void {
  for (let after = 0; ; after += 500) {
    const page = ledger.read(workspaceId, after, 500)
    for (const { body } of page) JSON.parse(body)
    if (page.length < 500) return
  }
}
