/** What a name stands for. A name is defined by one dataset or one step; a step is defined by what was countersigned last. */
import { nameKey, type TableName } from '#shared/ids.ts'
import { isCountersigned, isPending } from '#shared/proposal.ts'
import { outputsOf } from '#shared/step.ts'
import type { TableSchema } from '#shared/table.ts'
import type { DatasetState, Proposal, Step, WorkspaceState } from '#shared/workspace.ts'

export type Named =
  | { readonly kind: 'dataset'; readonly name: TableName; readonly dataset: DatasetState }
  | {
      readonly kind: 'step'
      readonly name: TableName
      readonly step: Step
      readonly proposal: Proposal
    }

/** Name key → what it stands for. */
export type Scope = ReadonlyMap<string, Named>

const known = new WeakMap<WorkspaceState, Scope>()

export function scopeOf(state: WorkspaceState): Scope {
  const before = known.get(state)
  if (before) return before
  const scope = new Map<string, Named>()
  for (const step of state.steps.values()) {
    const proposal = candidateOf(state, step)
    if (!proposal) continue
    for (const name of outputsOf(proposal.content))
      scope.set(nameKey(name), { kind: 'step', name, step, proposal })
  }
  for (const dataset of state.datasets.values())
    scope.set(nameKey(dataset.name), { kind: 'dataset', name: dataset.name, dataset })
  known.set(state, scope)
  return scope
}

export const resolve = (state: WorkspaceState, name: string): Named | undefined =>
  scopeOf(state).get(nameKey(name))

/** The proposal that defines the step: the last one that was countersigned and not undone. */
export function definitionOf(state: WorkspaceState, step: Step): Proposal | undefined {
  return step.isRemoved
    ? undefined
    : lastOf(state, step, (one) => isCountersigned(one.status) && one.change !== 'remove')
}

/** What the step's name stands for: its definition, or while it has none, the proposal that waits to become it. */
export function candidateOf(state: WorkspaceState, step: Step): Proposal | undefined {
  if (step.isRemoved) return undefined
  return (
    definitionOf(state, step) ??
    lastOf(state, step, (one) => isPending(one.status) && one.change !== 'remove')
  )
}

/** The proposal that waits for preflight or a person, if one does. */
export function pendingOf(state: WorkspaceState, step: Step): Proposal | undefined {
  return lastOf(state, step, (one) => isPending(one.status))
}

/** The last proposal, whatever became of it. */
export const lastProposalOf = (state: WorkspaceState, step: Step): Proposal | undefined =>
  lastOf(state, step, () => true)

function lastOf(
  state: WorkspaceState,
  step: Step,
  fits: (proposal: Proposal) => boolean,
): Proposal | undefined {
  for (let at = step.proposalIds.length - 1; at >= 0; at -= 1) {
    const id = step.proposalIds[at]
    const proposal = id && state.proposals.get(id)
    if (proposal && fits(proposal)) return proposal
  }
  return undefined
}

/** The columns of what a name stands for, as far as they are known before anything ran. */
export function schemaOf(named: Named): TableSchema | undefined {
  if (named.kind === 'step') return named.proposal.preflight?.analysis.output
  return named.dataset.current.columns.map(({ name, type }) => ({ name, type }))
}
