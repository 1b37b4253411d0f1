/** What a block is called where it is spoken of elsewhere: its result's name, or the beginning of its words. */
import { candidateOf, lastProposalOf } from '#shared/scope.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

const MOST = 60

export function blockTitleOf(state: WorkspaceState, id: string): string {
  for (const step of state.steps.values())
    if (step.stepId === id)
      return (candidateOf(state, step) ?? lastProposalOf(state, step))?.content.output ?? 'a step'
  for (const dataset of state.datasets.values()) if (dataset.datasetId === id) return dataset.name
  for (const { objectiveId, text } of state.objectives.values()) if (objectiveId === id) return short(text)
  for (const { constraintId, text } of state.constraints.values()) if (constraintId === id) return short(text)
  return 'a block that is not recorded yet'
}

function short(text: string): string {
  const line = text.split('\n', 1)[0] ?? ''
  return line.length > MOST ? `${line.slice(0, MOST)} …` : line
}
