import type { Session } from '#client/connection/session.ts'
import {
  afterPreflight,
  proposalOfDraft,
  type AfterPreflight,
  type DraftStep,
} from '#client/workspace/planRun.ts'
import { lockPackages } from '#client/workspace/lockPackages.ts'
import type { PersonId, ProposalId } from '#shared/ids.ts'
import type { Finding } from '#shared/preflight.ts'

export type RunEnd =
  | { readonly end: 'started' | 'review' | 'gone' }
  | { readonly end: 'fault'; readonly field: string; readonly detail: string }
  | { readonly end: 'blocked'; readonly because: string; readonly findings: readonly Finding[] }

/** Long enough for a big preflight; then the card shows whatever comes of it. */
const PATIENCE = 60_000

/** Forced, it is computed anew where the same ran before. */
export async function runDraft(session: Session, draft: DraftStep, isForced = false): Promise<RunEnd> {
  const locked = await lockPackages(session, draft)
  if (!locked.ok) return { end: 'fault', ...locked.error }
  const proposed = proposalOfDraft(session.fold.state(), locked.value)
  if (!proposed.ok) return { end: 'fault', ...proposed.error }
  const sent = await session.send(proposed.value)
  if (!sent.ok) return { end: 'fault', field: sent.error.field ?? 'code', detail: sent.error.detail }
  const next = await preflightOf(session, proposed.value.data.proposalId, session.me.person.personId)
  switch (next.next) {
    case 'blocked':
      return { end: 'blocked', because: next.because, findings: next.findings }
    case 'decide': {
      const command = isForced
        ? { ...next.command, data: { ...next.command.data, force: true as const } }
        : next.command
      const decided = await session.send(command)
      // Something changed between: the card is there to be read.
      return { end: decided.ok ? 'started' : 'review' }
    }
    case 'review':
      return { end: 'review' }
    case 'wait':
    case 'gone':
      return { end: 'gone' }
  }
}

function preflightOf({ fold }: Session, proposalId: ProposalId, personId: PersonId): Promise<AfterPreflight> {
  return new Promise((resolve) => {
    const look = (): void => {
      const next = afterPreflight(fold.state(), proposalId, personId)
      if (next.next === 'wait') return
      stop()
      resolve(next)
    }
    const timer = setTimeout(() => {
      stop()
      resolve({ next: 'wait' })
    }, PATIENCE)
    const unsubscribe = fold.subscribe(look)
    const stop = (): void => {
      clearTimeout(timer)
      unsubscribe()
    }
    look()
  })
}
