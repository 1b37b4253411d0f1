/** When the agent goes on: when all that its last turn left open has been settled by people and kernels. Pure. */
import { standingThread } from '#shared/askedAbout.ts'
import type { TurnCause } from '#shared/agentTurn.ts'
import type { ObjectiveId } from '#shared/ids.ts'
import { isPending } from '#shared/proposal.ts'
import { runningTurnOf } from '#shared/decide/agent.ts'
import type { Proposal, Turn, WorkspaceState } from '#shared/workspace.ts'

export type NextTurn = { readonly objectiveId: ObjectiveId; readonly cause: TurnCause }

/** Turns in a row for one asking, so that agent and kernel never keep each other busy for ever. */
const MOST_TURNS = 12

export function nextTurns(state: WorkspaceState): readonly NextTurn[] {
  const objectiveIds = new Set([...state.turns.values()].map((turn) => turn.objectiveId))
  return [...objectiveIds].flatMap((objectiveId) => {
    const thread = standingThread(state, objectiveId)
    const cause = thread && causeAfter(state, thread.turn)
    return cause ? [{ objectiveId, cause }] : []
  })
}

function causeAfter(state: WorkspaceState, turn: Turn): TurnCause | undefined {
  if (runningTurnOf(state, turn.objectiveId) || state.objectives.get(turn.objectiveId)?.isRetired)
    return undefined
  if (turn.end === 'interrupted') return { kind: 'resumed' }
  if (turn.end !== 'waiting' || turnsSinceAsked(state, turn) >= MOST_TURNS) return undefined
  const question = [...state.questions.values()].filter((one) => one.turnId === turn.turnId).at(-1)
  if (question)
    return question.answer === undefined ? undefined : { kind: 'answered', questionId: question.questionId }
  return settled(state, turn)
}

/** A turned-down proposal is answered at once; approved ones when the last of them has run. */
function settled(state: WorkspaceState, turn: Turn): TurnCause | undefined {
  const ours = [...state.proposals.values()].filter((one) => one.objectiveId === turn.objectiveId)
  const isOpen = ({ status }: Proposal): boolean => status === 'approved' || status === 'running'
  const turnedDown = ours.find(
    (one) =>
      one.author.kind === 'agent' &&
      (one.status === 'rejected' || one.status === 'changes-requested') &&
      decidedAfter(one, turn) &&
      state.steps.get(one.stepId)?.proposalIds.at(-1) === one.proposalId,
  )
  if (turnedDown) return { kind: 'decided', proposalId: turnedDown.proposalId }
  if (ours.some((one) => isPending(one.status) || isOpen(one))) return undefined
  const finished = ours
    .flatMap((one) => one.runIds)
    .flatMap((runId) => state.runs.get(runId) ?? [])
    .filter((run) => run.status !== 'running' && run.seq > turn.seq)
    .at(-1)
  return finished ? { kind: 'run-finished', runId: finished.runId } : undefined
}

const decidedAfter = (proposal: Proposal, turn: Turn): boolean =>
  turn.endedAt !== undefined && (proposal.decisions.at(-1)?.at ?? '') >= turn.startedAt

function turnsSinceAsked(state: WorkspaceState, turn: Turn): number {
  const turns = [...state.turns.values()].filter((one) => one.objectiveId === turn.objectiveId)
  const asked = turns.findLastIndex((one) => one.by.kind === 'human')
  return turns.length - 1 - asked
}
