import type { Actor } from '#shared/actor.ts'
import type { WorkspaceEvent } from '#shared/event.ts'
import type { Instant } from '#shared/ids.ts'
import type { Refusal, RefusalCode } from '#shared/refusal.ts'
import { err, ok, type Result } from '#shared/result.ts'

/** The world, as far as a rule may know it. */
export type Context = {
  readonly actor: Actor
  readonly at: Instant
  /** The model that would serve an agent's turn started now, e.g. `playbook`. */
  readonly model: string
}

export type Verdict = Result<readonly WorkspaceEvent[], Refusal>

export const events = (...made: readonly WorkspaceEvent[]): Verdict => ok(made)

export const refuse = (code: RefusalCode, detail: string, field?: string): Verdict =>
  err(field === undefined ? { code, detail } : { code, detail, field })
