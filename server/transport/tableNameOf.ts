/** The name under which the record knows a table: what a downloaded file is called. Undefined for what is no table. */
import type { Digest } from '#shared/ids.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export function tableNameOf(state: WorkspaceState, digest: Digest): string | undefined {
  for (const { name, current } of state.datasets.values()) if (current.digest === digest) return name
  const runs = [...state.runs.values()]
  const made = runs.findLast(({ artifact }) => artifact?.kind === 'table' && artifact.digest === digest)
  if (made?.artifact) return made.artifact.name
  return runs.flatMap(({ inputs }) => inputs).find(({ artifact }) => artifact === digest)?.name
}
