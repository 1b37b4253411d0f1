import type { Digest, StepId } from '#shared/ids.ts'
import type { Turn, WorkspaceState } from '#shared/workspace.ts'

export const runningTurnOf = (state: WorkspaceState, objectiveId: string): Turn | undefined =>
  [...state.turns.values()].findLast((turn) => turn.objectiveId === objectiveId && turn.end === undefined)

/** The step whose run produced an artifact: where a citation leads. */
export const stepOfArtifact = (state: WorkspaceState, digest: Digest): StepId | undefined =>
  [...state.runs.values()].findLast((run) => run.artifact?.digest === digest)?.stepId
