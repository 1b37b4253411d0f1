/** What code may read now, as preflight is told of it. */
import { artifactNamed } from '#shared/artifact.ts'
import type { TableName } from '#shared/ids.ts'
import { resolve, schemaOf, scopeOf, type Named } from '#shared/scope.ts'
import { latestResultOf } from '#shared/staleness.ts'
import { digestOfName } from '#shared/stepDigest.ts'
import type { TableSchema } from '#shared/table.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export type TableInScope = {
  readonly name: TableName
  readonly schema: TableSchema
  /** Absent while it can't be known. */
  readonly rows?: number
}

/** Everything that has a schema and a digest now. */
export function tablesInScope(
  state: WorkspaceState,
  isLeftOut: (named: Named) => boolean = () => false,
): readonly TableInScope[] {
  return [...scopeOf(state).values()].flatMap((named) => {
    const schema = schemaOf(named) ?? schemaOfResult(state, named)
    if (isLeftOut(named) || !schema || digestOfName(state, named.name) === undefined) return []
    const rows = rowsOf(state, named.name)
    return [{ name: named.name, schema, ...(rows === undefined ? {} : { rows }) }]
  })
}

/** Of Python only a run tells which columns come out. */
function schemaOfResult(state: WorkspaceState, named: Named): TableSchema | undefined {
  if (named.kind !== 'step' || named.proposal.content.language !== 'python') return undefined
  const artifact = artifactNamed(latestResultOf(state, named.step) ?? {}, named.name)
  return artifact?.kind === 'table' ? artifact.schema : undefined
}

function rowsOf(state: WorkspaceState, name: string): number | undefined {
  const named = resolve(state, name)
  if (named?.kind === 'dataset') return named.dataset.current.rows
  const artifact = named && artifactNamed(latestResultOf(state, named.step) ?? {}, name)
  return artifact?.kind === 'table' ? artifact.rows : undefined
}
