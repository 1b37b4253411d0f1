/** From an entry of the ledger to an event in its place. An entry that does not parse is a bug or a forgery, never skipped. */
import { Actor } from '#shared/actor.ts'
import { WorkspaceEvent } from '#shared/event.ts'
import { Instant } from '#shared/ids.ts'
import type { RecordedEvent } from '#shared/workspace.ts'

export function recordedEventOf(entry: {
  readonly seq: number
  readonly at: unknown
  readonly actor: unknown
  readonly type: unknown
  readonly data: unknown
}): RecordedEvent {
  return {
    seq: entry.seq,
    at: Instant.parse(entry.at),
    actor: Actor.parse(entry.actor),
    event: WorkspaceEvent.parse({ type: entry.type, data: entry.data }),
  }
}
