/** Folds a proposal's way from proposed to countersigned, or to one of its ends. */
import type { Actor } from '#shared/actor.ts'
import type { Draft } from '#shared/evolve/draft.ts'
import type { EventOf } from '#shared/event.ts'
import type { ProposalId } from '#shared/ids.ts'
import type { ProposalStatus, ProposedStep } from '#shared/proposal.ts'
import { isSameContent } from '#shared/stepDigest.ts'
import type { Proposal, RecordedEvent } from '#shared/workspace.ts'

type ProposalEvent = EventOf<
  | 'StepProposed'
  | 'StepEscalated'
  | 'PreflightCompleted'
  | 'ProposalBlocked'
  | 'DecisionRecorded'
  | 'ProposalApproved'
  | 'ProposalRejected'
  | 'ChangesRequested'
  | 'ProposalWithdrawn'
  | 'ProposalSuperseded'
  | 'ProposalVoided'
  | 'ApprovalExpired'
  | 'ApprovalRevoked'
  | 'StepRemoved'
  | 'RetryPermitted'
>

export function evolveProposals(draft: Draft, event: ProposalEvent, recorded: RecordedEvent): void {
  const { seq, at, actor } = recorded
  const end = (proposalId: ProposalId, status: ProposalStatus, because: string): void =>
    draft.proposals.change(proposalId, (proposal) => ({ ...proposal, status, because }))

  switch (event.type) {
    case 'StepProposed':
      return propose(draft, event.data, recorded)
    case 'StepEscalated':
      draft.steps.change(event.data.stepId, (step) => ({ ...step, isEscalated: true }))
      return
    case 'PreflightCompleted': {
      const preflight = { ...event.data, seq }
      draft.proposals.change(event.data.proposalId, (proposal) => ({
        ...proposal,
        preflight,
        status: proposal.status === 'proposed' ? 'in-review' : proposal.status,
        reviewSince: proposal.reviewSince ?? at,
      }))
      return
    }
    case 'ProposalBlocked':
      return end(event.data.proposalId, 'blocked', event.data.because.join(' '))
    case 'DecisionRecorded': {
      if (actor.kind !== 'human') throw new Error('The ledger holds a decision that no person made')
      const decision = { ...event.data, by: actor.id, at }
      draft.proposals.change(event.data.proposalId, (proposal) => ({
        ...proposal,
        decisions: [...proposal.decisions, decision],
      }))
      return
    }
    case 'ProposalApproved':
    case 'RetryPermitted': {
      const { permitId, stepDigest, expiresAt } = event.data
      const isApproval = event.type === 'ProposalApproved'
      const singleOperator = isApproval && event.data.singleOperator
      const force = isApproval && event.data.force === true
      draft.proposals.change(event.data.proposalId, (proposal) => ({
        ...proposal,
        status: 'approved',
        permits: [...proposal.permits, { permitId, stepDigest, expiresAt, singleOperator, force }],
      }))
      return
    }
    case 'ProposalRejected': {
      const { reason } = event.data
      draft.proposals.change(event.data.proposalId, (proposal) => ({
        ...proposal,
        status: 'rejected',
        reason,
      }))
      return
    }
    case 'ChangesRequested': {
      const { reason } = event.data
      const stepId = draft.proposals.get(event.data.proposalId)?.stepId
      draft.proposals.change(event.data.proposalId, (proposal) => ({
        ...proposal,
        status: 'changes-requested',
        reason,
      }))
      if (stepId)
        draft.steps.change(stepId, (step) => ({ ...step, changesRequested: step.changesRequested + 1 }))
      return
    }
    case 'ProposalWithdrawn':
      return end(event.data.proposalId, 'withdrawn', 'Its author withdrew it')
    case 'ProposalSuperseded':
      return end(event.data.proposalId, 'superseded', 'A newer proposal took its place')
    case 'ProposalVoided':
      return end(event.data.proposalId, 'voided', event.data.because)
    case 'ApprovalExpired':
      return end(event.data.proposalId, 'expired', 'The approval was not used in time')
    case 'ApprovalRevoked':
      return end(event.data.proposalId, 'revoked', event.data.reason)
    case 'StepRemoved':
      draft.steps.change(event.data.stepId, (step) => ({ ...step, isRemoved: true }))
      return end(event.data.proposalId, 'accepted', 'The step was removed')
  }
}

function propose(draft: Draft, proposed: ProposedStep, { seq, at, actor }: RecordedEvent): void {
  const earlier = proposed.supersedes && draft.proposals.get(proposed.supersedes)
  const proposal: Proposal = {
    ...proposed,
    seq,
    at,
    author: actor,
    contributors: contributorsOf(proposed, actor, earlier || undefined),
    status: 'proposed',
    decisions: [],
    permits: [],
    runIds: [],
  }
  draft.proposals.set(proposed.proposalId, proposal)
  const step = draft.steps.get(proposed.stepId)
  draft.steps.set(proposed.stepId, {
    stepId: proposed.stepId,
    changesRequested: step?.changesRequested ?? 0,
    isEscalated: actor.kind === 'human' ? false : (step?.isEscalated ?? false),
    isRemoved: false,
    proposalIds: [...(step?.proposalIds ?? []), proposed.proposalId],
    ...objectiveOf(proposed, step?.objectiveId),
  })
}

const objectiveOf = (proposed: ProposedStep, before: ProposedStep['objectiveId']) => {
  const objectiveId = proposed.objectiveId ?? before
  return objectiveId ? { objectiveId } : {}
}

/** Whoever changes a text has written a part of it; whoever proposes the same text again has not. */
function contributorsOf(proposed: ProposedStep, actor: Actor, earlier: Proposal | undefined): string[] {
  const self = actor.kind === 'human' ? actor.id : `${actor.kind}:${actor.id}`
  if (!earlier) return [self]
  if (isSameContent(earlier.content, proposed.content)) return [...earlier.contributors]
  return [...new Set([...earlier.contributors, self])]
}
