import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '#shared/actor.ts'
import type { Command } from '#shared/command.ts'
import { decide } from '#shared/decide.ts'
import { WorkspaceId } from '#shared/ids.ts'
import { GENESIS } from '#shared/ledger/entry.ts'
import { addOrders, ask, createWorkspace, NOON, owner, system } from '#shared/testing/examples.ts'
import { moves, SYSTEM_ASKS, type Move } from '#shared/testing/moves.ts'
import { evolve } from '#shared/evolve.ts'
import { EMPTY_WORKSPACE, type WorkspaceState } from '#shared/workspace.ts'
import type { Ledger, Snapshot } from '#server/ledger/ledger.ts'
import { createMemoryLedger } from '#server/ledger/memoryLedger.ts'
import { openFoldHistory } from '#server/workspace/foldHistory.ts'
import { SNAPSHOT_FORMAT, snapshotOf, stateIn } from '#server/workspace/foldSnapshot.ts'
import { sealEvents } from '#server/workspace/sealEvents.ts'
import { newCommandId, openWorkspace } from '#server/workspace/workspaceHost.ts'

const workspaceId = WorkspaceId.parse('00000000-0000-7000-9100-000000000001')

/** What is allowed of these moves, in a ledger. */
function ledgerOf(made: readonly Move[]): Ledger {
  const ledger = createMemoryLedger()
  let state = EMPTY_WORKSPACE
  const record = (asked: Command, actor: Actor): void => {
    const answer = decide(state, asked, { actor, at: NOON, model: 'playbook' })
    if (!answer.ok) return
    const head = ledger.head(workspaceId)
    const sealed = sealEvents(workspaceId, head, answer.value, actor, NOON)
    ledger.append(workspaceId, head.seq, sealed.entries)
    state = evolve(state, sealed.recorded)
  }
  record(createWorkspace, system)
  record(addOrders(1, ['email']), owner)
  record(ask, owner)
  for (const move of made) {
    const asked = move.command(state)
    record(asked, move.isHonest && SYSTEM_ASKS.has(asked.type) ? system : move.actor)
  }
  return ledger
}

const leafAt = (ledger: Ledger, seq: number) => ledger.read(workspaceId, seq - 1, 1)[0]?.leaf ?? GENESIS
const foldOf = (ledger: Ledger): WorkspaceState => openFoldHistory(workspaceId, ledger).present()
const snapshotAt = (ledger: Ledger, seq: number): Snapshot =>
  snapshotOf(openFoldHistory(workspaceId, ledger).at(seq), { seq, leaf: leafAt(ledger, seq) })

describe('a workspace that is opened from a snapshot', () => {
  it('is the workspace folded from its first entry, wherever the snapshot was taken and whatever was done', () => {
    fc.assert(
      fc.property(moves, fc.nat(), fc.nat(), (made, cut, look) => {
        const ledger = ledgerOf(made)
        const last = ledger.head(workspaceId).seq
        const scratch = openFoldHistory(workspaceId, ledger)
        const past = 1 + (look % last)
        ledger.saveSnapshot(workspaceId, snapshotAt(ledger, 1 + (cut % last)))
        const opened = openFoldHistory(workspaceId, ledger)
        expect(opened.present()).toStrictEqual(scratch.present())
        expect(opened.at(past)).toStrictEqual(scratch.at(past))
      }),
      { numRuns: 60 },
    )
  })

  it('starts from the snapshot: what stands before it is not folded again', () => {
    const { ledger, scratch } = small()
    const renamed = { ...scratch, name: 'As the snapshot has it' }
    ledger.saveSnapshot(workspaceId, snapshotOf(renamed, ledger.head(workspaceId)))
    expect(foldOf(ledger).name).toBe('As the snapshot has it')
  })

  it('is folded anew when the state has a part that the snapshot lacks', () => {
    const { ledger, scratch } = small()
    const { questions: _later, ...older } = { ...scratch, name: 'Before there were questions' }
    ledger.saveSnapshot(workspaceId, snapshotOf(older, ledger.head(workspaceId)))
    expect(foldOf(ledger)).toStrictEqual(scratch)
  })

  it.each<[string, (snapshot: Snapshot) => Snapshot]>([
    ['of another format', (one) => ({ ...one, format: 'fold-0' })],
    ['that cannot be read', (one) => ({ ...one, bytes: new Uint8Array([123, 0, 255]) })],
    [
      'of which a byte changed',
      (one) => ({ ...one, bytes: one.bytes.map((byte, at) => (at === 90 ? byte ^ 1 : byte)) }),
    ],
    ['for another leaf', (one) => ({ ...one, leaf: GENESIS })],
    ['that was moved to another entry', (one) => ({ ...one, seq: 2, leaf: leafAt(small().ledger, 2) })],
    ['that is newer than the ledger', (one) => ({ ...one, seq: one.seq + 10 })],
  ])('takes no notice of a snapshot %s', (_, damage) => {
    const { ledger, scratch } = small()
    const head = ledger.head(workspaceId)
    const wrong = snapshotOf({ ...scratch, name: 'Not what was recorded' }, head)
    ledger.saveSnapshot(workspaceId, damage(wrong))
    expect(foldOf(ledger)).toStrictEqual(scratch)
  })

  it('folds the newer entries onto an old snapshot that was restored', () => {
    const { ledger, scratch } = small()
    ledger.saveSnapshot(workspaceId, snapshotAt(ledger, 1))
    expect(foldOf(ledger)).toStrictEqual(scratch)
    expect(scratch.datasets.size).toBe(1)
  })

  it('has a snapshot after so many entries, which says what the ledger says', async () => {
    const ledger = createMemoryLedger()
    const host = openWorkspace(workspaceId, { ledger, now: () => NOON, model: () => 'playbook' })
    await host.dispatch(newCommandId(), createWorkspace, system)
    const rename = (name: string): Command => ({ type: 'RenameWorkspace', data: { name } })
    await Promise.all(
      Array.from({ length: 2_000 }, (_, at) => host.dispatch(newCommandId(), rename(`No. ${at}`), owner)),
    )
    await new Promise(setImmediate)
    const snapshot = ledger.latestSnapshot(workspaceId, SNAPSHOT_FORMAT)
    expect(snapshot && stateIn(snapshot)).toStrictEqual(host.state())
    expect(snapshot?.seq).toBe(2_001)
    host.close()
  })
})

function small() {
  const ledger = ledgerOf([])
  return { ledger, scratch: foldOf(ledger) }
}
