/** Records that approvals have lapsed. The gate refuses a lapsed approval anyway; this makes it visible. */
import type { Actor } from '#shared/actor.ts'
import type { Instant } from '#shared/ids.ts'
import { millisecondsOf } from '#shared/instant.ts'
import { newCommandId } from '#server/workspace/workspaceHost.ts'
import type { Workspaces } from '#server/workspace/workspaces.ts'

const CLOCK: Actor = { kind: 'system', id: 'clock' }
const EVERY_MILLISECONDS = 60_000

/** Returns the way to stop. */
export function expireApprovals(
  workspaces: Workspaces,
  now: () => Instant,
  report: (failure: unknown) => void,
): () => void {
  const look = async (): Promise<void> => {
    const at = millisecondsOf(now())
    for (const workspaceId of workspaces.list()) {
      const host = workspaces.host(workspaceId)
      for (const { status, permits, proposalId } of host?.state().proposals.values() ?? []) {
        const permit = permits.at(-1)
        if (!host || status !== 'approved' || !permit || at < millisecondsOf(permit.expiresAt)) continue
        await host.dispatch(newCommandId(), { type: 'ExpireApproval', data: { proposalId } }, CLOCK)
      }
    }
  }
  const timer = setInterval(() => void look().catch(report), EVERY_MILLISECONDS)
  timer.unref()
  return () => clearInterval(timer)
}
