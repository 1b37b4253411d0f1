/** Under which objective the agent is asked about a step: its own, else the nearest above it on the page, else the nearest below. */
import type { Block } from '#client/workspace/blocks.ts'
import type { ObjectiveState, WorkspaceState } from '#shared/workspace.ts'

export const openObjectivesIn = (state: WorkspaceState): readonly ObjectiveState[] =>
  [...state.objectives.values()].filter((one) => !one.isRetired)

export function objectiveForStep(
  state: WorkspaceState,
  blocks: readonly Block[],
  stepId: string,
): ObjectiveState | undefined {
  const at = blocks.findIndex((block) => block.id === stepId)
  const block = blocks[at]
  const open = openObjectivesIn(state)
  const openNamed = (id: string | undefined): ObjectiveState | undefined =>
    open.find((one) => one.objectiveId === id)
  const own = openNamed(block?.kind === 'step' ? block.step?.objectiveId : undefined)
  if (own || at < 0) return own
  const inOrder = [...blocks.slice(0, at).toReversed(), ...blocks.slice(at)]
  return openNamed(inOrder.find((one) => one.kind === 'objective' && openNamed(one.id))?.id)
}
