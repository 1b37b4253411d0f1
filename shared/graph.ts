/** Which step reads which: derived from what preflight read in the code, never drawn by hand. */
import { nameKey, type StepId } from '#shared/ids.ts'
import { candidateOf, resolve } from '#shared/scope.ts'
import { outputsOf, type Outputs } from '#shared/step.ts'
import type { Proposal, Step, WorkspaceState } from '#shared/workspace.ts'

/** The names that a step's candidate reads. */
export function readsOf(state: WorkspaceState, step: Step): readonly string[] {
  return candidateOf(state, step)?.preflight?.analysis.reads.map((read) => read.name) ?? []
}

/**
 * The way round, as names from the step's output back to itself, that there would be if `proposal` with these reads
 * defined its step; undefined when there is none.
 */
export function cycleOf(
  state: WorkspaceState,
  proposal: Pick<Proposal, 'stepId'> & { readonly content: Outputs },
  reads: readonly string[],
): readonly string[] | undefined {
  const targets = new Set(outputsOf(proposal.content).map(nameKey))
  const seen = new Set<string>()
  const walk = (names: readonly string[], path: readonly string[]): readonly string[] | undefined => {
    for (const name of names) {
      const key = nameKey(name)
      if (targets.has(key)) return [...path, name]
      if (seen.has(key)) continue
      seen.add(key)
      const named = resolve(state, key)
      if (named?.kind !== 'step') continue
      if (named.step.stepId === proposal.stepId) return [...path, name]
      const found = walk(readsOf(state, named.step), [...path, name])
      if (found) return found
    }
    return undefined
  }
  return walk(reads, [proposal.content.output])
}

/** Steps that read an output of this one, directly or through others, in no particular order; without itself. */
export function downstreamOf(state: WorkspaceState, stepId: StepId): readonly StepId[] {
  const readers = new Map<string, StepId[]>()
  for (const step of state.steps.values())
    for (const name of readsOf(state, step)) {
      const named = resolve(state, name)
      const key = named ? nameKey(named.name) : nameKey(name)
      readers.set(key, [...(readers.get(key) ?? []), step.stepId])
    }
  const found = new Set<StepId>()
  const visit = (id: StepId): void => {
    const step = state.steps.get(id)
    const candidate = step && candidateOf(state, step)
    const names = candidate ? outputsOf(candidate.content) : []
    for (const reader of names.flatMap((name) => readers.get(nameKey(name)) ?? [])) {
      if (reader === stepId || found.has(reader)) continue
      found.add(reader)
      visit(reader)
    }
  }
  visit(stepId)
  return [...found]
}
