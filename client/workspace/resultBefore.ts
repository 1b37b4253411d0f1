import { artifactNamed, type Artifact } from '#shared/artifact.ts'
import type { Run, WorkspaceState } from '#shared/workspace.ts'

export type TableBefore = {
  readonly run: Run
  readonly artifact: Extract<Artifact, { kind: 'table' }>
}

/**
 * The table that the last run of the same step before this one gave under this name: what a result is compared with. A
 * step's first result may have been called otherwise.
 */
export function tableBefore(state: WorkspaceState, result: Run, name: string): TableBefore | undefined {
  const isFirst = result.artifact?.name === name
  let before: TableBefore | undefined
  for (const proposalId of state.steps.get(result.stepId)?.proposalIds ?? [])
    for (const runId of state.proposals.get(proposalId)?.runIds ?? []) {
      const run = state.runs.get(runId)
      if (run?.status !== 'succeeded' || run.seq >= result.seq) continue
      const artifact = artifactNamed(run, name) ?? (isFirst ? run.artifact : undefined)
      if (artifact?.kind === 'table' && (!before || run.seq > before.run.seq)) before = { run, artifact }
    }
  return before
}
