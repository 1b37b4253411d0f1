/** given / when / then for the rules: a workspace is made by commands that were allowed, then one more is asked for. */
import type { Actor } from '#shared/actor.ts'
import type { Command } from '#shared/command.ts'
import { decide } from '#shared/decide.ts'
import type { WorkspaceEvent } from '#shared/event.ts'
import { evolve } from '#shared/evolve.ts'
import type { Instant } from '#shared/ids.ts'
import { instantOf, millisecondsOf } from '#shared/instant.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { Result } from '#shared/result.ts'
import { EMPTY_WORKSPACE, type WorkspaceState } from '#shared/workspace.ts'
import { NOON } from '#shared/testing/examples.ts'

export type Asked = readonly [command: Command, actor: Actor]

export type Scenario = {
  readonly state: WorkspaceState
  readonly at: Instant
  /** Asks, and expects to be allowed. */
  given(...asked: readonly Asked[]): Scenario
  later(minutes: number): Scenario
  when(command: Command, actor: Actor): Result<readonly WorkspaceEvent[], Refusal>
}

export const scenario = (state: WorkspaceState = EMPTY_WORKSPACE, at: Instant = NOON): Scenario => ({
  state,
  at,
  given(...asked) {
    let now = state
    for (const [command, actor] of asked) {
      const verdict = decide(now, command, { actor, at, model: 'playbook' })
      if (!verdict.ok)
        throw new Error(`given ${command.type}: ${verdict.error.code}: ${verdict.error.detail}`)
      now = evolve(now, recorded(now, verdict.value, actor, at))
    }
    return scenario(now, at)
  },
  later: (minutes) => scenario(state, instantOf(millisecondsOf(at) + minutes * 60_000)),
  when: (command, actor) => decide(state, command, { actor, at, model: 'playbook' }),
})

export const recorded = (
  state: WorkspaceState,
  events: readonly WorkspaceEvent[],
  actor: Actor,
  at: Instant,
) => events.map((event, index) => ({ seq: state.seq + 1 + index, at, actor, event }))

/** What was refused, or `allowed`. */
export const codeOf = (result: Result<unknown, Refusal>): string =>
  result.ok ? 'allowed' : result.error.code

export const typesOf = (result: Result<readonly WorkspaceEvent[], Refusal>): readonly string[] =>
  result.ok ? result.value.map((event) => event.type) : [`refused: ${result.error.code}`]
