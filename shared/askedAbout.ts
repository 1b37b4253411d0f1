/** What the turns of an objective are about: asking about a step opens a thread of its own, and when that has ended the one before goes on. Pure. */
import type { TurnAbout } from '#shared/agentTurn.ts'
import type { ObjectiveId, TurnId } from '#shared/ids.ts'
import type { Turn, WorkspaceState } from '#shared/workspace.ts'

export type Thread = {
  readonly about: TurnAbout | undefined
  /** Its latest turn. */
  readonly turn: Turn
}

/** The thread that stands last once every ended question about a step is put aside. */
export const standingThread = (state: WorkspaceState, objectiveId: ObjectiveId): Thread | undefined =>
  threadsOf(state, objectiveId).standing

/** Whether a turn, the first of its thread or a later one, is about one step and not about the whole objective. */
export const isAboutStep = (state: WorkspaceState, objectiveId: ObjectiveId, turnId: TurnId): boolean =>
  threadsOf(state, objectiveId).aboutSteps.has(turnId)

function threadsOf(state: WorkspaceState, objectiveId: ObjectiveId) {
  const threads: Thread[] = []
  const aboutSteps = new Set<TurnId>()
  for (const turn of state.turns.values()) {
    if (turn.objectiveId !== objectiveId) continue
    const { cause } = turn
    const about = cause.kind === 'asked' ? cause.about : threads.at(-1)?.about
    if (about) aboutSteps.add(turn.turnId)
    if (cause.kind !== 'asked') threads.splice(-1, 1)
    else if (!about) threads.splice(0)
    threads.push({ about, turn })
    if (hasEnded(turn) && threads.length > 1) threads.pop()
  }
  return { standing: threads.at(-1), aboutSteps }
}

/** Nothing follows from such an end by itself. */
const hasEnded = ({ end }: Turn): boolean => end !== undefined && end !== 'waiting' && end !== 'interrupted'
