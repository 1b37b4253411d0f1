/** From the text of an entry to an event in its place. An entry that does not parse is a bug or a forgery, never skipped. */
import { z } from 'zod'
import { Actor } from '#shared/actor.ts'
import { WorkspaceEvent } from '#shared/event.ts'
import { Instant } from '#shared/ids.ts'
import type { RecordedEvent } from '#shared/workspace.ts'

const Placed = z.object({
  seq: z.int().positive(),
  at: Instant,
  actor: Actor,
  type: z.string(),
  data: z.unknown(),
})

/** Trusts that the text is what was hashed; whoever doubts that verifies the chain first. */
export function recordedOf(body: string): RecordedEvent {
  const { seq, at, actor, type, data } = Placed.parse(JSON.parse(body))
  return { seq, at, actor, event: WorkspaceEvent.parse({ type, data }) }
}
