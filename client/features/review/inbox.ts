/** Which of the waiting proposals the inbox lists. Their order is `inboxOf`'s, which the key for the next one follows too. */
import type { Tier } from '#shared/policy.ts'
import { tierOf } from '#shared/tiers.ts'
import type { Proposal, WorkspaceState } from '#shared/workspace.ts'
import { outputsAsText } from '#shared/step.ts'

export type InboxFilter = {
  readonly tier: string
  readonly objective: string
  readonly author: string
  readonly text: string
}

export const NO_FILTER: InboxFilter = { tier: '', objective: '', author: '', text: '' }

export const tierNow = (state: WorkspaceState, { preflight }: Proposal): Tier | undefined =>
  preflight && tierOf(state, preflight.analysis).tier

export function passes(state: WorkspaceState, proposal: Proposal, filter: InboxFilter): boolean {
  const { tier, objective, author, text } = filter
  if (tier !== '' && tierNow(state, proposal) !== tier) return false
  if (objective !== '' && (proposal.objectiveId ?? '') !== objective) return false
  if (author !== '' && proposal.author.kind !== author) return false
  const { title, content, rationale } = proposal
  const words = [title, outputsAsText(content), content.code, rationale].join('\n').toLowerCase()
  return words.includes(text.trim().toLowerCase())
}
