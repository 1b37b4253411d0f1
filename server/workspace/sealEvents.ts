/** Events become entries: each with its place, its time, its author and the hash of the one before. */
import { hash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { Actor } from '#shared/actor.ts'
import { WorkspaceEvent } from '#shared/event.ts'
import { EntryId, type Instant, type WorkspaceId } from '#shared/ids.ts'
import { sealEntry, type StoredEntry } from '#shared/ledger/entry.ts'
import type { Head } from '#server/ledger/ledger.ts'
import type { RecordedEvent } from '#shared/workspace.ts'

export const nodeSha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex')

export function sealEvents(
  workspaceId: WorkspaceId,
  after: Head,
  events: readonly WorkspaceEvent[],
  actor: Actor,
  at: Instant,
): {
  readonly entries: readonly StoredEntry[]
  readonly recorded: readonly RecordedEvent[]
  readonly head: Head
} {
  const entries: StoredEntry[] = []
  const recorded: RecordedEvent[] = []
  let head = after
  for (const event of events) {
    const seq = head.seq + 1
    // What could not be read again must never be written: a parse here is cheaper than a ledger that doesn't fold.
    const { type, data } = WorkspaceEvent.parse(event)
    const id = EntryId.parse(uuidv7())
    const entry = sealEntry(
      { v: 1, workspaceId, seq, prev: head.leaf, id, at, actor, type, data },
      nodeSha256,
    )
    entries.push(entry)
    recorded.push({ seq, at, actor, event })
    head = { seq, leaf: entry.leaf }
  }
  return { entries, recorded, head }
}
