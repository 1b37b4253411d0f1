import { describe, expect, it } from 'vitest'
import { createFoldStore } from '#client/workspace/foldStore.ts'
import { evolve } from '#shared/evolve.ts'
import type { WireEntry } from '#shared/protocol.ts'
import { recordedOf } from '#shared/recordedEvent.ts'
import { EMPTY_WORKSPACE } from '#shared/workspace.ts'
import { NOON, owner } from '#shared/testing/examples.ts'
import { GENESIS } from '#shared/ledger/entry.ts'

/** The first creates the workspace, each later one renames it to its own place. */
const entries: readonly WireEntry[] = Array.from({ length: 1_100 }, (_, at) => ({
  seq: at + 1,
  leaf: GENESIS,
  body: JSON.stringify({
    seq: at + 1,
    at: NOON,
    actor: owner,
    type: 'WorkspaceRenamed',
    data: { name: `name ${at + 1}` },
  }),
}))
const stateAt = (seq: number) =>
  evolve(
    EMPTY_WORKSPACE,
    entries.slice(0, seq).map((entry) => recordedOf(entry.body)),
  )

describe('the fold in the browser', () => {
  it('shows any earlier moment as a fold from the start would', () => {
    const store = createFoldStore()
    store.take(entries.slice(0, 700))
    store.take(entries.slice(690))
    for (const seq of [0, 1, 249, 250, 251, 499, 700, 703, 1_099])
      expect(store.at(seq), `at ${seq}`).toEqual(stateAt(seq))
    expect(store.at(5_000)).toBe(store.state())
    expect(store.recorded().map((one) => one.seq)).toEqual(entries.map((one) => one.seq))
  })

  it('refuses what leaves a gap, and keeps what it has', () => {
    const store = createFoldStore()
    store.take(entries.slice(0, 3))
    expect(store.take(entries.slice(5, 6))).toBe('gap')
    expect(store.state().seq).toBe(3)
    expect(store.recorded()).toHaveLength(3)
  })
})
