/** What events undo elsewhere: an unspent approval whose digest, checks or tier are no longer those decided on is void. */
import { checksOf } from '#shared/checks.ts'
import type { Context } from '#shared/decide/context.ts'
import type { WorkspaceEvent } from '#shared/event.ts'
import { evolve } from '#shared/evolve.ts'
import { isAbove } from '#shared/policy.ts'
import { identityOf } from '#shared/stepDigest.ts'
import { tierOf } from '#shared/tiers.ts'
import type { Proposal, WorkspaceState } from '#shared/workspace.ts'

export function consequencesOf(
  before: WorkspaceState,
  events: readonly WorkspaceEvent[],
  context: Context,
): readonly WorkspaceEvent[] {
  if (events.length === 0 || !events.some(mayUndo)) return []
  const voided: WorkspaceEvent[] = []
  let state = fold(before, events, context)
  for (;;) {
    const found = firstUndone(state)
    if (!found) return voided
    voided.push(found)
    state = fold(state, [found], context)
  }
}

/** Calls of an agent and progress of runs are frequent and undo nothing. */
const mayUndo = ({ type }: WorkspaceEvent): boolean =>
  type !== 'AgentCallRecorded' && type !== 'ArtifactRecorded' && type !== 'RunHaltRequested'

const fold = (
  state: WorkspaceState,
  events: readonly WorkspaceEvent[],
  { at, actor }: Context,
): WorkspaceState =>
  evolve(
    state,
    events.map((event, index) => ({ seq: state.seq + 1 + index, at, actor, event })),
  )

function firstUndone(state: WorkspaceState): WorkspaceEvent | undefined {
  for (const proposal of state.proposals.values()) {
    if (proposal.status !== 'approved') continue
    const because = undoneBecause(state, proposal)
    if (because) return { type: 'ProposalVoided', data: { proposalId: proposal.proposalId, because } }
  }
  return undefined
}

function undoneBecause(state: WorkspaceState, proposal: Proposal): string | undefined {
  const permit = proposal.permits.at(-1)
  if (!permit || permit.spentBy) return undefined
  const identity = identityOf(state, proposal)
  if (identity.state === 'missing') return `${identity.name}, which it reads, is gone.`
  if (identity.state !== 'known' || identity.digest !== permit.stepDigest)
    return changeOf(state, proposal, identity.state === 'known' ? identity.inputs : [])
  const decided = proposal.decisions.findLast((one) => one.verdict === 'approve')
  const overridden = new Set(decided?.overrides.map((one) => one.constraintId))
  const broken = checksOf(state, proposal).find(
    (check) => check.status === 'broken' && !overridden.has(check.constraintId),
  )
  if (broken) return `It now breaks a constraint: ${broken.because}.`
  const tier = proposal.preflight && tierOf(state, proposal.preflight.analysis).tier
  if (decided && tier && isAbove(tier, decided.tier)) return `It now needs more review (${tier}).`
  return undefined
}

function changeOf(
  state: WorkspaceState,
  proposal: Proposal,
  inputs: readonly { readonly name: string; readonly digest: string }[],
): string {
  const before = proposal.preflight?.inputs ?? []
  const moved = inputs.filter(({ name, digest }) =>
    before.some((one) => one.name === name && one.digest !== digest),
  )
  if (moved.length > 0) return `${moved.map((one) => one.name).join(', ')} changed after it was approved.`
  const decided = proposal.decisions.findLast((one) => one.verdict === 'approve')
  return decided && decided.policyVersion !== state.policy.version
    ? 'The policy changed after it was approved.'
    : 'The environment changed after it was approved.'
}
