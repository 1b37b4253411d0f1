/** Every name that a step can read: what it stands for, how large it is, what defines it, and what reads it. */
import { artifactNamed } from '#shared/artifact.ts'
import type { Language } from '#shared/constraint.ts'
import { readsOf } from '#shared/graph.ts'
import { nameKey, type StepId } from '#shared/ids.ts'
import { scopeOf, type Named } from '#shared/scope.ts'
import { latestResultOf, stalenessOf } from '#shared/staleness.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export type Variable = {
  readonly name: string
  readonly kind: 'dataset' | 'table' | 'chart'
  /** Undefined while there is no result, and of charts. */
  readonly shape: { readonly rows: number; readonly columns: number } | undefined
  /** The step that defines it; undefined of datasets. */
  readonly stepId: StepId | undefined
  readonly isStale: boolean
  readonly usedBy: readonly { readonly name: string; readonly stepId: StepId }[]
}

const KIND: Readonly<Record<Language, Variable['kind']>> = {
  packages: 'table',
  sql: 'table',
  python: 'table',
  chart: 'chart',
}

/** Packages are no value: what they are is in the environment of the steps. */
const isReadable = (named: Named): boolean =>
  named.kind === 'dataset' || named.proposal.content.language !== 'packages'

/** Datasets first, then steps, each in the order in which they came. */
export function variablesOf(state: WorkspaceState): readonly Variable[] {
  const scope = [...scopeOf(state).values()].filter(isReadable)
  const readers = new Map<string, Variable['usedBy'][number][]>()
  for (const named of scope) {
    if (named.kind !== 'step') continue
    const reader = { name: named.name, stepId: named.step.stepId }
    for (const read of new Set(readsOf(state, named.step).map(nameKey)))
      readers.set(read, [...(readers.get(read) ?? []), reader])
  }
  const usedBy = (name: string) => readers.get(nameKey(name)) ?? []
  const variables = scope.map((named): Variable => {
    const { name } = named
    if (named.kind === 'dataset') {
      const { rows, columns } = named.dataset.current
      const shape = { rows, columns: columns.length }
      return { name, kind: 'dataset', shape, stepId: undefined, isStale: false, usedBy: usedBy(name) }
    }
    const { step, proposal } = named
    const artifact = artifactNamed(latestResultOf(state, step) ?? {}, name)
    return {
      name,
      kind: KIND[proposal.content.language],
      shape:
        artifact?.kind === 'table' ? { rows: artifact.rows, columns: artifact.schema.length } : undefined,
      stepId: step.stepId,
      isStale: stalenessOf(state, step).length > 0,
      usedBy: usedBy(name),
    }
  })
  return [
    ...variables.filter((one) => one.kind === 'dataset'),
    ...variables.filter((one) => one.kind !== 'dataset'),
  ]
}
