/** Rules of an agent's turns: one at a time for an objective, always on behalf of a person, never after its end. */
import { artifactsIn } from '#shared/artifact.ts'
import type { CommandOf } from '#shared/command.ts'
import { FIRST_TURN_BUDGET, type TurnCause } from '#shared/agentTurn.ts'
import { events, refuse, type Context, type Verdict } from '#shared/decide/context.ts'
import { decideIntent } from '#shared/decide/intent.ts'
import type { ObjectiveId, TurnId } from '#shared/ids.ts'
import type { Turn, WorkspaceState } from '#shared/workspace.ts'

type AgentCommand = CommandOf<
  | 'AskAgent'
  | 'StopAgent'
  | 'ContinueAgent'
  | 'EndAgentTurn'
  | 'OutlinePlan'
  | 'AskPerson'
  | 'AnswerQuestion'
  | 'Conclude'
  | 'RecordAgentCall'
>

export function decideAgent(state: WorkspaceState, command: AgentCommand, context: Context): Verdict {
  switch (command.type) {
    case 'AskAgent':
      return askAgent(state, command, context)
    case 'ContinueAgent':
      return startTurn(state, command.data, context)
    case 'AnswerQuestion': {
      const question = state.questions.get(command.data.questionId)
      if (!question) return refuse('not-found', 'There is no such question')
      if (question.answer !== undefined) return refuse('already-answered', 'The question is answered already')
      return events({ type: 'QuestionAnswered', data: command.data })
    }
    default:
      return decideInTurn(state, command, context)
  }
}

function decideInTurn(
  state: WorkspaceState,
  command: CommandOf<
    'StopAgent' | 'EndAgentTurn' | 'OutlinePlan' | 'AskPerson' | 'Conclude' | 'RecordAgentCall'
  >,
  context: Context,
): Verdict {
  const turn = state.turns.get(command.data.turnId)
  if (!turn) return refuse('not-found', 'There is no such turn', 'turnId')
  if (turn.end !== undefined) return refuse('turn-ended', 'This turn of the agent has ended')
  const { turnId, objectiveId } = turn
  switch (command.type) {
    case 'StopAgent':
      return events({
        type: 'AgentTurnEnded',
        data: { turnId, end: 'stopped', detail: 'A person stopped the agent' },
      })
    case 'EndAgentTurn':
      return events({ type: 'AgentTurnEnded', data: command.data })
    case 'OutlinePlan':
      return events({ type: 'PlanOutlined', data: { turnId, objectiveId, steps: command.data.steps } })
    case 'AskPerson':
      if (state.questions.has(command.data.questionId))
        return refuse('already-exists', 'This question was asked already')
      return events({ type: 'QuestionAsked', data: { ...command.data, objectiveId } })
    case 'Conclude':
      return conclude(state, turn, command)
    case 'RecordAgentCall':
      return context.actor.kind === 'agent'
        ? events({ type: 'AgentCallRecorded', data: command.data })
        : refuse('not-allowed', 'Only the agent records its calls')
  }
}

/** What may be cited: tables and charts that runs of this workspace made, and its datasets. */
function conclude(state: WorkspaceState, turn: Turn, { data }: CommandOf<'Conclude'>): Verdict {
  const made = new Set<string>()
  for (const run of state.runs.values()) for (const { digest } of artifactsIn(run)) made.add(digest)
  for (const dataset of state.datasets.values()) made.add(dataset.current.digest)
  const unknown = data.citations.find((citation) => !made.has(citation.artifact))
  if (unknown) return refuse('unknown-artifact', `No run made the artifact ${unknown.artifact}`, 'citations')
  return events({ type: 'ConclusionDrawn', data: { ...data, objectiveId: turn.objectiveId } })
}

function askAgent(state: WorkspaceState, command: CommandOf<'AskAgent'>, context: Context): Verdict {
  const { turnId, about, ...objective } = command.data
  const step = about && state.steps.get(about.stepId)
  if (about && (!step || step.isRemoved))
    return refuse('not-found', 'The step that is asked about does not exist', 'about')
  const started = startTurn(
    state,
    {
      turnId,
      objectiveId: objective.objectiveId,
      cause: about ? { kind: 'asked', about } : { kind: 'asked' },
    },
    context,
    true,
  )
  if (!started.ok) return started
  const written = decideIntent(state, { type: 'WriteObjective', data: objective })
  if (!written.ok && written.error.code !== 'unchanged') return written
  return events(...(written.ok ? written.value : []), ...started.value)
}

function startTurn(
  state: WorkspaceState,
  asked: { readonly turnId: TurnId; readonly objectiveId: ObjectiveId; readonly cause: TurnCause },
  { model }: Context,
  mayBeNew = false,
): Verdict {
  const objective = state.objectives.get(asked.objectiveId)
  if (!objective && !mayBeNew) return refuse('not-found', 'There is no such objective', 'objectiveId')
  if (objective?.isRetired) return refuse('retired', 'This objective is retired')
  if (state.turns.has(asked.turnId)) return refuse('already-exists', 'This turn was started already')
  if (runningTurnOf(state, asked.objectiveId))
    return refuse('turn-running', 'The agent is at work on this objective; stop it or wait')
  return events({ type: 'AgentTurnStarted', data: { ...asked, model, budget: FIRST_TURN_BUDGET } })
}

export function runningTurnOf(state: WorkspaceState, objectiveId: ObjectiveId): Turn | undefined {
  for (const turn of state.turns.values())
    if (turn.objectiveId === objectiveId && turn.end === undefined) return turn
  return undefined
}
