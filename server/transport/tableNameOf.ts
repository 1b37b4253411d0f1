/** The name under which the record knows a table: what a downloaded file is called. Undefined for what is no table. */
import { artifactsIn } from '#shared/artifact.ts'
import type { Digest } from '#shared/ids.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export function tableNameOf(state: WorkspaceState, digest: Digest): string | undefined {
  for (const { name, current } of state.datasets.values()) if (current.digest === digest) return name
  const runs = [...state.runs.values()]
  const made = runs.flatMap(artifactsIn).findLast((one) => one.kind === 'table' && one.digest === digest)
  if (made) return made.name
  return runs.flatMap(({ inputs }) => inputs).find(({ artifact }) => artifact === digest)?.name
}
