import type { Turn, WorkspaceState } from '#shared/workspace.ts'

export const runningTurnOf = (state: WorkspaceState, objectiveId: string): Turn | undefined =>
  [...state.turns.values()].findLast((turn) => turn.objectiveId === objectiveId && turn.end === undefined)
