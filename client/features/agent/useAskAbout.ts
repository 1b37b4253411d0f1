/** Asks the agent about one step, under an objective that is there or one that is made from the question. */
import { newId } from '#client/connection/newId.ts'
import { objectiveForStep, openObjectivesIn } from '#client/features/agent/objectiveForStep.ts'
import { usePage } from '#client/workspace/page.ts'
import { runningTurnOf } from '#client/workspace/turns.ts'
import { useAct, type Act } from '#client/workspace/useAct.ts'
import { useBlocks } from '#client/workspace/useDrafts.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { ObjectiveId, TurnId, type StepId } from '#shared/ids.ts'
import type { ObjectiveState } from '#shared/workspace.ts'

type AskAbout = {
  readonly act: Act
  readonly objectives: readonly ObjectiveState[]
  readonly nearest: ObjectiveState | undefined
  readonly isAtWork: (objective: ObjectiveState | undefined) => boolean
  /** Without an objective the words become one. Says whether it was asked. */
  readonly ask: (words: string, objective: ObjectiveState | undefined) => Promise<boolean>
}

export function useAskAbout(stepId: StepId): AskAbout {
  const state = useWorkspace()
  const blocks = useBlocks()
  const act = useAct()
  const { openTab } = usePage()
  return {
    act,
    objectives: openObjectivesIn(state),
    nearest: objectiveForStep(state, blocks, stepId),
    isAtWork: (objective) =>
      objective !== undefined && runningTurnOf(state, objective.objectiveId) !== undefined,
    async ask(words, objective) {
      const isAsked = await act.ask({
        type: 'AskAgent',
        data: {
          turnId: newId(TurnId),
          objectiveId: objective?.objectiveId ?? newId(ObjectiveId),
          text: objective?.text ?? words,
          acceptance: [...(objective?.acceptance ?? [])],
          about: { stepId, words },
        },
      })
      if (isAsked) openTab('agent')
      return isAsked
    },
  }
}
