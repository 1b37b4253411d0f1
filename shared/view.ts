/** What a reviewer has on screen when deciding: rebuilt from the ledger for any past decision, and bound by its digest. */
import { checksOf } from '#shared/checks.ts'
import { digestOfJson } from '#shared/digest.ts'
import { downstreamOf } from '#shared/graph.ts'
import { nameKey, type Digest, type ProposalId, type StepId } from '#shared/ids.ts'
import type { Json } from '#shared/ledger/canonicalJson.ts'
import { definitionOf } from '#shared/scope.ts'
import { outputsOf, type Outputs } from '#shared/step.ts'
import { identityOf, isSameContent } from '#shared/stepDigest.ts'
import { tierOf } from '#shared/tiers.ts'
import type { Proposal, WorkspaceState } from '#shared/workspace.ts'

/** The content of the definition that the proposal would replace: the left side of its diff. */
export function baseOf(state: WorkspaceState, proposal: Proposal): Proposal | undefined {
  const step = state.steps.get(proposal.stepId)
  const definition = step && definitionOf(state, step)
  return definition && definition.proposalId !== proposal.proposalId ? definition : undefined
}

/** Outputs that would become stale if the proposal defined its step; what only waits for a decision has nothing to lose. */
export function wouldBecomeStale(state: WorkspaceState, proposal: Proposal): readonly string[] {
  return [...new Set([...downstreamOf(state, proposal.stepId), ...runWith(state, proposal)])]
    .flatMap((stepId) => {
      const step = state.steps.get(stepId)
      const definition = step && definitionOf(state, step)
      return definition ? outputsOf(definition.content).map(String) : []
    })
    .sort()
}

/** Packages are in the environment of every Python step; what reads those comes after them. */
function runWith(state: WorkspaceState, proposal: Proposal): readonly StepId[] {
  if (proposal.content.language !== 'packages') return []
  const python = [...state.steps.values()].filter(
    (step) => definitionOf(state, step)?.content.language === 'python',
  )
  return python.flatMap(({ stepId }) => [stepId, ...downstreamOf(state, stepId)])
}

/** Earlier proposals of the same content that a person turned down: shown, so that a new rationale can't hide them. */
export const turnedDownBefore = (state: WorkspaceState, proposal: Proposal): readonly ProposalId[] =>
  earlierVersions(state, proposal).flatMap(({ earlier, isSame }) => (isSame ? [earlier.proposalId] : []))

const namesOverlap = (one: Outputs, other: Outputs): boolean => {
  const names = new Set(outputsOf(one).map(nameKey))
  return outputsOf(other).some((name) => names.has(nameKey(name)))
}

export type EarlierVersion = { readonly earlier: Proposal; readonly isSame: boolean }

/** What a person turned down of the same idea: the same step, or another one that would have given the same name. Newest first. */
export function earlierVersions(state: WorkspaceState, proposal: Proposal): readonly EarlierVersion[] {
  return [...state.proposals.values()]
    .filter(
      (one) =>
        one.seq < proposal.seq &&
        (one.status === 'rejected' || one.status === 'changes-requested') &&
        (one.stepId === proposal.stepId || namesOverlap(one.content, proposal.content)),
    )
    .sort((one, other) => other.seq - one.seq)
    .map((earlier) => ({ earlier, isSame: isSameContent(earlier.content, proposal.content) }))
}

/** The parts of a view by name, so that what changed of it can be told. */
export type View = { readonly [part: string]: Json }

export function viewOf(state: WorkspaceState, proposal: Proposal): View {
  const identity = identityOf(state, proposal)
  const analysis = proposal.preflight?.analysis
  const given = analysis && tierOf(state, analysis)
  return {
    kind: 'view',
    proposalId: proposal.proposalId,
    change: proposal.change,
    title: proposal.title,
    rationale: proposal.rationale,
    contributors: proposal.contributors,
    taint: proposal.taint,
    content: proposal.content,
    base: baseOf(state, proposal)?.content ?? null,
    analysis: analysis ?? null,
    step: identity.state === 'known' ? { digest: identity.digest, inputs: identity.inputs } : identity.state,
    tier: given?.tier ?? null,
    tierReasons: given?.reasons ?? [],
    checks: checksOf(state, proposal),
    stale: wouldBecomeStale(state, proposal),
    earlier: earlierVersions(state, proposal).map(({ earlier, isSame }) => ({
      proposalId: earlier.proposalId,
      isSame,
    })),
  }
}

export const viewDigestOf = (state: WorkspaceState, proposal: Proposal): Digest =>
  digestOfJson(viewOf(state, proposal))
