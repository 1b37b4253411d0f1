/** What became of each planned step: matched with the proposals of its objective by title, else by order. */
import type { PlannedStep } from '#shared/agentTurn.ts'
import type { StepId } from '#shared/ids.ts'
import { stepFactsOf, type StepStatus } from '#client/workspace/stepStatus.ts'
import type { Turn, WorkspaceState } from '#shared/workspace.ts'

export type PlanState = {
  readonly planned: PlannedStep
  readonly stepId: StepId | undefined
  readonly status: StepStatus | undefined
}

export function planStates(state: WorkspaceState, turn: Turn): readonly PlanState[] {
  const proposals = [...state.proposals.values()].filter(
    (one) => one.objectiveId === turn.objectiveId && one.author.kind === 'agent',
  )
  return turn.plan.map((planned) => {
    const match = proposals.findLast((one) => one.title.toLowerCase() === planned.title.toLowerCase())
    const step = match && state.steps.get(match.stepId)
    return { planned, stepId: match?.stepId, status: step && stepFactsOf(state, step).status }
  })
}
