/** The gate's first half: whose verdict counts, on exactly what, and when a quorum grants the permit to run it once. */
import { checksOf } from '#shared/checks.ts'
import type { CommandOf } from '#shared/command.ts'
import { events, refuse, type Context, type Verdict } from '#shared/decide/context.ts'
import { MEANING, type Decision } from '#shared/decision.ts'
import type { WorkspaceEvent } from '#shared/event.ts'
import { cycleOf } from '#shared/graph.ts'
import type { Digest, PermitId, PersonId } from '#shared/ids.ts'
import { later, millisecondsOf } from '#shared/instant.ts'
import { isAbove, SOLO_DELAY_MINUTES, SOLO_TIER, type Tier } from '#shared/policy.ts'
import type { Refusal } from '#shared/refusal.ts'
import { identityOf } from '#shared/stepDigest.ts'
import { tierOf } from '#shared/tiers.ts'
import { viewDigestOf } from '#shared/view.ts'
import { isSolo, type Preflight, type Proposal, type WorkspaceState } from '#shared/workspace.ts'

type DecideProposal = CommandOf<'DecideProposal'>

export function decideReview(
  state: WorkspaceState,
  command: DecideProposal | CommandOf<'RevokeApproval' | 'ExpireApproval'>,
  context: Context,
): Verdict {
  const proposal = state.proposals.get(command.data.proposalId)
  if (!proposal) return refuse('not-found', 'There is no such proposal')
  switch (command.type) {
    case 'DecideProposal':
      return decideProposal(state, proposal, command, context)
    case 'RevokeApproval':
      if (proposal.status !== 'approved') return refuse('not-approved', `The proposal is ${proposal.status}`)
      return events({ type: 'ApprovalRevoked', data: command.data })
    case 'ExpireApproval': {
      const permit = proposal.permits.at(-1)
      if (proposal.status !== 'approved' || !permit)
        return refuse('not-approved', `The proposal is ${proposal.status}`)
      if (millisecondsOf(context.at) < millisecondsOf(permit.expiresAt))
        return refuse('wait-longer', `The approval is good until ${permit.expiresAt}`)
      return events({ type: 'ApprovalExpired', data: command.data })
    }
  }
}

function decideProposal(
  state: WorkspaceState,
  proposal: Proposal,
  { data }: DecideProposal,
  context: Context,
): Verdict {
  const { actor } = context
  if (actor.kind !== 'human') return refuse('not-allowed', 'Only a person decides')
  const { preflight } = proposal
  if (proposal.status !== 'in-review' || !preflight)
    return refuse('not-in-review', `The proposal is ${proposal.status}; there is nothing to decide`)
  const seen = wrongSight(state, proposal, data)
  if (seen) return refuse(seen.code, seen.detail, seen.field)
  const { tier } = tierOf(state, preflight.analysis)
  const barred = wrongPerson(state, proposal, data, tier, actor.id, context)
  if (barred) return refuse(barred.code, barred.detail)
  if (isPermitKnown(state, data.permitId))
    return refuse('already-exists', 'This permit was granted before; a permit is new each time', 'permitId')
  if (data.verdict !== 'approve' && !data.reason)
    return refuse('reason-needed', 'Say why, so that the author can do better', 'reason')

  const decision: Decision = {
    decisionId: data.decisionId,
    proposalId: data.proposalId,
    stepDigest: data.stepDigest,
    viewDigest: data.viewDigest,
    policyVersion: state.policy.version,
    tier,
    verdict: data.verdict,
    meaning: MEANING[data.verdict],
    ...(data.reason ? { reason: data.reason } : {}),
    overrides: data.overrides,
  }
  const recorded: WorkspaceEvent = { type: 'DecisionRecorded', data: decision }
  if (data.verdict !== 'approve') return turnDown(state, proposal, recorded, decision)
  const unsound = wrongToApprove(state, proposal, preflight, data, actor.id)
  if (unsound) return refuse(unsound.code, unsound.detail, unsound.field)
  return events(recorded, ...approval(state, proposal, tier, data, context))
}

/** The verdict is on what was on the screen; if that is not what stands here, nothing is recorded. */
function wrongSight(
  state: WorkspaceState,
  proposal: Proposal,
  data: DecideProposal['data'],
): Refusal | undefined {
  const identity = identityOf(state, proposal)
  if (identity.state !== 'known' && data.verdict === 'approve')
    return { code: 'not-ready', detail: 'What it reads is not there any more; it is being analysed again' }
  const current = identity.state === 'known' ? identity.digest : proposal.preflight?.stepDigest
  if (data.stepDigest !== current)
    return {
      code: 'digest-changed',
      detail: 'What would run is not what was on your screen; look again',
      field: 'stepDigest',
    }
  if (data.viewDigest !== viewDigestOf(state, proposal))
    return {
      code: 'view-changed',
      detail: 'What stands on the card has changed since you saw it; look again',
      field: 'viewDigest',
    }
  return undefined
}

function wrongPerson(
  state: WorkspaceState,
  proposal: Proposal,
  data: DecideProposal['data'],
  tier: Tier,
  personId: PersonId,
  { at }: Context,
): Refusal | undefined {
  const { stepDigest } = data
  if (proposal.decisions.some((one) => one.by === personId && one.stepDigest === stepDigest))
    return { code: 'decided-already', detail: 'You have decided on this; another person is needed' }
  if (isSolo(state)) return wrongAlone(proposal, tier, at)
  const wrote = proposal.contributors.includes(personId)
  const mayDecideOwn = state.policy.tiers[tier].authorsMayDecide && !isAbove(tier, 'R1')
  if (wrote && !mayDecideOwn)
    return { code: 'own-work', detail: `At ${tier} somebody decides who wrote no part of it` }
  const askedForIt = proposal.author.kind === 'agent' && proposal.author.onBehalfOf === personId
  if (state.members.get(personId)?.role === 'editor' && !((wrote || askedForIt) && mayDecideOwn))
    return { code: 'not-allowed', detail: 'An editor decides on own steps only, up to R1' }
  return undefined
}

/** Solo: alone up to R2, at R3 after a delay, at R4 never. Every record of it is stamped. */
function wrongAlone(proposal: Proposal, tier: Tier, at: Context['at']): Refusal | undefined {
  if (!isAbove(tier, SOLO_TIER)) return undefined
  if (tier === 'R4') return { code: 'needs-two-people', detail: 'This can not be undone: two people decide' }
  const since = proposal.reviewSince ?? at
  return millisecondsOf(at) < millisecondsOf(later(since, SOLO_DELAY_MINUTES))
    ? {
        code: 'wait-longer',
        detail: `Alone, you decide on this ${SOLO_DELAY_MINUTES} minutes after it came up`,
      }
    : undefined
}

function wrongToApprove(
  state: WorkspaceState,
  proposal: Proposal,
  preflight: Preflight,
  data: DecideProposal['data'],
  personId: PersonId,
): Refusal | undefined {
  const broken = checksOf(state, proposal).filter((check) => check.status === 'broken')
  const standing = broken.find(
    (check) => !data.overrides.some((one) => one.constraintId === check.constraintId),
  )
  if (standing)
    return {
      code: 'constraint-broken',
      detail: `It breaks a constraint (${standing.check}): ${standing.because}. The owner may override it with a reason`,
      field: 'overrides',
    }
  if (data.overrides.length > 0 && state.members.get(personId)?.role !== 'owner')
    return { code: 'not-allowed', detail: 'Only an owner overrides a constraint', field: 'overrides' }
  const reads = preflight.analysis.reads.map((read) => read.name)
  const cycle = cycleOf(state, proposal, reads)
  return cycle ? { code: 'cycle', detail: `It would read its own output: ${cycle.join(' → ')}` } : undefined
}

function turnDown(
  state: WorkspaceState,
  proposal: Proposal,
  recorded: WorkspaceEvent,
  { verdict, reason }: Decision,
): Verdict {
  if (!reason) return refuse('reason-needed', 'Say why, so that the author can do better', 'reason')
  const { proposalId, stepId } = proposal
  if (verdict === 'reject')
    return events(recorded, { type: 'ProposalRejected', data: { proposalId, reason } })
  const requests = (state.steps.get(stepId)?.changesRequested ?? 0) + 1
  const escalated = proposal.author.kind === 'agent' && requests > state.policy.agentAnswers
  return events(
    recorded,
    { type: 'ChangesRequested', data: { proposalId, reason } },
    ...(escalated ? [{ type: 'StepEscalated' as const, data: { stepId, proposalId } }] : []),
  )
}

function approval(
  state: WorkspaceState,
  proposal: Proposal,
  tier: Tier,
  { proposalId, permitId, stepDigest, force }: DecideProposal['data'],
  { at }: Context,
): readonly WorkspaceEvent[] {
  const singleOperator = isSolo(state)
  const { quorum, expiresAfterMinutes } = state.policy.tiers[tier]
  const approvals = 1 + standingApprovals(state, proposal, stepDigest)
  if (approvals < quorum && !singleOperator) return []
  const expiresAt = later(at, expiresAfterMinutes)
  const approved: WorkspaceEvent = {
    type: 'ProposalApproved',
    data: { proposalId, permitId, stepDigest, expiresAt, singleOperator, ...(force ? { force } : {}) },
  }
  if (proposal.change !== 'remove') return [approved]
  return [approved, { type: 'StepRemoved', data: { stepId: proposal.stepId, proposalId } }]
}

/** Approvals by others who are still eligible, of the same digest, under the same policy. */
function standingApprovals(state: WorkspaceState, proposal: Proposal, stepDigest: Digest): number {
  const counted = proposal.decisions.filter((one) => {
    const role = state.members.get(one.by)?.role
    return (
      one.verdict === 'approve' &&
      one.stepDigest === stepDigest &&
      one.policyVersion === state.policy.version &&
      (role === 'owner' || role === 'reviewer')
    )
  })
  return new Set(counted.map((one) => one.by)).size
}

const isPermitKnown = (state: WorkspaceState, permitId: PermitId): boolean =>
  [...state.proposals.values()].some((one) => one.permits.some((permit) => permit.permitId === permitId))
