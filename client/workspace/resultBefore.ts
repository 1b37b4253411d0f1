import type { Run, WorkspaceState } from '#shared/workspace.ts'

/** The last run of the same step, before this one, that gave a table: what a result is compared with. */
export function resultBefore(state: WorkspaceState, result: Run): Run | undefined {
  let before: Run | undefined
  for (const proposalId of state.steps.get(result.stepId)?.proposalIds ?? [])
    for (const runId of state.proposals.get(proposalId)?.runIds ?? []) {
      const run = state.runs.get(runId)
      if (run?.artifact?.kind !== 'table' || run.status !== 'succeeded' || run.seq >= result.seq) continue
      if (!before || run.seq > before.seq) before = run
    }
  return before
}
