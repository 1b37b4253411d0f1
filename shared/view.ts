/** What a reviewer has on screen when deciding: rebuilt from the ledger for any past decision, and bound by its digest. */
import { checksOf } from '#shared/checks.ts'
import { digestOfJson } from '#shared/digest.ts'
import { downstreamOf } from '#shared/graph.ts'
import type { Digest, ProposalId } from '#shared/ids.ts'
import type { Json } from '#shared/ledger/canonicalJson.ts'
import { candidateOf, definitionOf } from '#shared/scope.ts'
import { identityOf, isSameContent } from '#shared/stepDigest.ts'
import { tierOf } from '#shared/tiers.ts'
import type { Proposal, WorkspaceState } from '#shared/workspace.ts'

/** The content of the definition that the proposal would replace: the left side of its diff. */
export function baseOf(state: WorkspaceState, proposal: Proposal): Proposal | undefined {
  const step = state.steps.get(proposal.stepId)
  const definition = step && definitionOf(state, step)
  return definition && definition.proposalId !== proposal.proposalId ? definition : undefined
}

/** Outputs that would become stale if the proposal defined its step. */
export function wouldBecomeStale(state: WorkspaceState, proposal: Proposal): readonly string[] {
  return downstreamOf(state, proposal.stepId)
    .flatMap((stepId) => {
      const step = state.steps.get(stepId)
      const candidate = step && candidateOf(state, step)
      return candidate ? [candidate.content.output as string] : []
    })
    .sort()
}

/** Earlier proposals of the same content that a person turned down: shown, so that a new rationale can't hide them. */
export function turnedDownBefore(state: WorkspaceState, proposal: Proposal): readonly ProposalId[] {
  return [...state.proposals.values()]
    .filter(
      (one) =>
        one.seq < proposal.seq &&
        (one.status === 'rejected' || one.status === 'changes-requested') &&
        one.content.output === proposal.content.output &&
        isSameContent(one.content, proposal.content),
    )
    .map((one) => one.proposalId)
}

export function viewOf(state: WorkspaceState, proposal: Proposal): Json {
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
    turnedDownBefore: turnedDownBefore(state, proposal),
  }
}

export const viewDigestOf = (state: WorkspaceState, proposal: Proposal): Digest =>
  digestOfJson(viewOf(state, proposal))
