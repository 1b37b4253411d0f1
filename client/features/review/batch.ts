/** One act on several proposals: each by its own id and the digests that were on screen when it was chosen. */
import { decisionOn } from '#client/workspace/planRun.ts'
import { checksOf } from '#shared/checks.ts'
import type { CommandOf } from '#shared/command.ts'
import type { Reason } from '#shared/decision.ts'
import type { Digest, ProposalId } from '#shared/ids.ts'
import { isAbove } from '#shared/policy.ts'
import { tierOf } from '#shared/tiers.ts'
import { viewDigestOf } from '#shared/view.ts'
import type { Proposal, WorkspaceState } from '#shared/workspace.ts'

/** Which proposals were chosen, and the view of each as it was then. */
export type Chosen = ReadonlyMap<ProposalId, Digest>

/** Why it can only be decided on by itself; undefined when it may be one of several. */
export function onlyAlone(state: WorkspaceState, proposal: Proposal): string | undefined {
  const analysis = proposal.preflight?.analysis
  if (!analysis) return 'It is being analysed'
  const { tier } = tierOf(state, analysis)
  if (isAbove(tier, 'R1')) return `At ${tier} each is decided by itself`
  return checksOf(state, proposal).some((check) => check.status === 'broken')
    ? 'It breaks a constraint: decide on it by itself'
    : undefined
}

export type LeftOut = { readonly title: string; readonly because: string }

export type Batch = {
  readonly commands: readonly { readonly title: string; readonly command: CommandOf<'DecideProposal'> }[]
  readonly leftOut: readonly LeftOut[]
}

/** What changed since it was chosen drops out, by name. */
export function batchOf(
  state: WorkspaceState,
  chosen: Chosen,
  verdict: { readonly verdict: 'approve' } | { readonly verdict: 'reject'; readonly reason: Reason },
): Batch {
  const commands: Batch['commands'][number][] = []
  const leftOut: LeftOut[] = []
  for (const [proposalId, viewDigest] of chosen) {
    const proposal = state.proposals.get(proposalId)
    if (!proposal) continue
    const { title } = proposal
    const because =
      proposal.status === 'in-review' ? onlyAlone(state, proposal) : `it is ${proposal.status} by now`
    const command = because ? undefined : decisionOn(state, proposal, { ...verdict, overrides: [] })
    if (viewDigestOf(state, proposal) !== viewDigest && proposal.status === 'in-review')
      leftOut.push({ title, because: 'it changed since you chose it' })
    else if (command) commands.push({ title, command })
    else leftOut.push({ title, because: because ?? 'what it reads is not there any more' })
  }
  return { commands, leftOut }
}
