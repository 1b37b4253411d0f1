/** Runs the agent's turns that the ledger says have started, and starts the next when what it waited for has happened. */
import { v7 as uuidv7 } from 'uuid'
import type { OpenedModel } from '#agents/models.ts'
import { detailOf } from '#agents/turnOutcome.ts'
import { hostAgentPort } from '#server/reactors/agent/hostAgentPort.ts'
import { nextTurns } from '#server/reactors/agent/nextTurns.ts'
import type { TableRows } from '#server/reactors/agent/tableRows.ts'
import { turnContextOf } from '#server/reactors/agent/turnContextOf.ts'
import type { Reactor } from '#server/reactors/reactor.ts'
import { newCommandId, type WorkspaceHost } from '#server/workspace/workspaceHost.ts'
import type { Actor } from '#shared/actor.ts'
import type { TurnCause, TurnEnd } from '#shared/agentTurn.ts'
import { TurnId, type ObjectiveId } from '#shared/ids.ts'
import type { Result } from '#shared/result.ts'
import type { Turn, WorkspaceState } from '#shared/workspace.ts'

const CONDUCTOR: Actor = { kind: 'system', id: 'conductor' }

export type RunTurnsOptions = {
  readonly rows: TableRows
  /** Loaded when the first turn starts: a model's library is large, and many servers never ask one. */
  readonly openModel: () => Promise<Result<OpenedModel, string>>
  readonly whyNoPython: () => string | undefined
  readonly report: (failure: unknown) => void
}

export function runTurns(options: RunTurnsOptions): Reactor {
  const running = new Map<TurnId, AbortController>()
  const continuing = new Set<ObjectiveId>()
  let isFirst = true

  const end = async (host: WorkspaceHost, turnId: TurnId, how: TurnEnd, detail: string): Promise<void> => {
    const data = { turnId, end: how, detail: detail.slice(0, 10_000) }
    await host.dispatch(newCommandId(), { type: 'EndAgentTurn', data }, CONDUCTOR)
  }

  const run = async (turn: Turn, state: WorkspaceState, host: WorkspaceHost): Promise<void> => {
    const abort = new AbortController()
    running.set(turn.turnId, abort)
    try {
      const ending = await play(turn, state, host, options, abort.signal)
      if (!abort.signal.aborted) await end(host, turn.turnId, ending.end, ending.detail)
    } catch (failure) {
      options.report(failure)
      const detail = failure instanceof Error ? failure.message : String(failure)
      await end(host, turn.turnId, 'failed', `The turn could not go on: ${detail} Ask the agent again.`)
    } finally {
      running.delete(turn.turnId)
    }
  }

  const goOn = async (objectiveId: ObjectiveId, cause: TurnCause, host: WorkspaceHost): Promise<void> => {
    continuing.add(objectiveId)
    try {
      const data = { turnId: TurnId.parse(uuidv7()), objectiveId, cause }
      await host.dispatch(newCommandId(), { type: 'ContinueAgent', data }, CONDUCTOR)
    } finally {
      continuing.delete(objectiveId)
    }
  }

  return {
    name: 'runTurns',
    react(state, host) {
      const isRecovery = isFirst
      isFirst = false
      for (const turn of state.turns.values()) {
        const abort = running.get(turn.turnId)
        if (turn.end !== undefined) {
          abort?.abort()
          continue
        }
        if (abort) continue
        const work = isRecovery
          ? end(host, turn.turnId, 'interrupted', 'The server stopped while the agent was at work')
          : run(turn, state, host)
        work.catch(options.report)
      }
      for (const { objectiveId, cause } of nextTurns(state))
        if (!continuing.has(objectiveId)) goOn(objectiveId, cause, host).catch(options.report)
    },
    close() {
      for (const abort of running.values()) abort.abort()
    },
  }
}

async function play(
  turn: Turn,
  state: WorkspaceState,
  host: WorkspaceHost,
  { rows, openModel, whyNoPython }: RunTurnsOptions,
  signal: AbortSignal,
): Promise<{ readonly end: TurnEnd; readonly detail: string }> {
  const model = await openModel()
  if (!model.ok) return { end: 'failed', detail: model.error }
  const { runTurn } = await import('#agents/turn.ts')
  const agent: Actor = { kind: 'agent', id: model.value.name, onBehalfOf: personBehind(state, turn) }
  const outcome = await runTurn({
    context: await turnContextOf(state, turn, rows),
    port: hostAgentPort(host, turn, agent, rows, whyNoPython),
    model: model.value,
    budget: turn.budget,
    signal,
    onText: (text, attempt) => host.tell({ type: 'agent-text', turnId: turn.turnId, attempt, text }),
  })
  return { end: outcome.end, detail: detailOf(outcome) }
}

/** Who asked: the person of this turn, or of the latest one for the objective that a person started. */
function personBehind(state: WorkspaceState, turn: Turn) {
  const asked = [...state.turns.values()]
    .filter((one) => one.objectiveId === turn.objectiveId && one.by.kind === 'human')
    .sort((one, other) => one.seq - other.seq)
    .at(-1)
  const by = turn.by.kind === 'human' ? turn.by : asked?.by
  if (by?.kind !== 'human') throw new Error('No person asked for this turn')
  return by.id
}
