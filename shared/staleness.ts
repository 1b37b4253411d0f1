/** Is the result that a step shows still that of its definition? If not, why not. */
import { environmentFor } from '#shared/packages.ts'
import { nameKey } from '#shared/ids.ts'
import { digestOfJson } from '#shared/digest.ts'
import { definitionOf } from '#shared/scope.ts'
import { identityOf, isSameContent } from '#shared/stepDigest.ts'
import type { Proposal, Run, Step, WorkspaceState } from '#shared/workspace.ts'

export type StaleReason =
  | { readonly kind: 'code' }
  | { readonly kind: 'data'; readonly name: string }
  | { readonly kind: 'environment' }
  | { readonly kind: 'policy' }
  | { readonly kind: 'missing'; readonly name: string }

/** The latest run of the step that gave a result, whatever was tried since. */
export function latestResultOf(state: WorkspaceState, step: Step): Run | undefined {
  return latestRunOf(state, step, (run) => run.status === 'succeeded')
}

export function latestRunOf(
  state: WorkspaceState,
  step: Step,
  fits: (run: Run) => boolean = () => true,
): Run | undefined {
  let latest: Run | undefined
  for (const proposalId of step.proposalIds)
    for (const runId of state.proposals.get(proposalId)?.runIds ?? []) {
      const run = state.runs.get(runId)
      if (run && fits(run) && (!latest || run.seq > latest.seq)) latest = run
    }
  return latest
}

/** Empty when the result is fresh. A step that has no result is not stale. */
export function stalenessOf(state: WorkspaceState, step: Step): readonly StaleReason[] {
  const result = latestResultOf(state, step)
  const definition = definitionOf(state, step)
  if (!result || !definition) return []
  const identity = identityOf(state, definition)
  if (identity.state === 'known' && identity.digest === result.stepDigest) return []
  if (identity.state === 'missing') return [{ kind: 'missing', name: identity.name }]
  return reasonsOf(state, definition, result)
}

function reasonsOf(state: WorkspaceState, definition: Proposal, result: Run): readonly StaleReason[] {
  const reasons: StaleReason[] = []
  const before = state.proposals.get(result.proposalId)
  if (before && !isSameContent(before.content, definition.content)) reasons.push({ kind: 'code' })
  const identity = identityOf(state, definition)
  if (identity.state === 'known')
    for (const { name, digest } of identity.inputs) {
      const was = result.inputs.find((input) => nameKey(input.name) === nameKey(name))
      if (was && was.digest !== digest) reasons.push({ kind: 'data', name })
    }
  const environment = environmentFor(state, definition.content.language)
  if (digestOfJson(environment) !== digestOfJson(result.environment)) reasons.push({ kind: 'environment' })
  if (state.policy.version !== result.policyVersion) reasons.push({ kind: 'policy' })
  return reasons
}
