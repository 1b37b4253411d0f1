/** Which artifacts a workspace may show: those that its own record names. A digest alone opens nothing. */
import type { Digest } from '#shared/ids.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export function artifactsOf(state: WorkspaceState): ReadonlySet<Digest> {
  const named = new Set<Digest>()
  for (const { current } of state.datasets.values()) {
    for (const digest of [current.digest, current.profile, current.source.digest]) named.add(digest)
    if (current.rejects) named.add(current.rejects.digest)
  }
  for (const run of state.runs.values()) {
    if (run.artifact) named.add(run.artifact.digest)
    for (const input of run.inputs) named.add(input.artifact)
  }
  return named
}
