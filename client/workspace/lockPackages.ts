/** A draft of packages is what a person wants; what is proposed is exactly what that comes to. */
import { z } from 'zod'
import { request } from '#client/connection/request.ts'
import type { Session } from '#client/connection/session.ts'
import type { DraftStep, RunFault } from '#client/workspace/planRun.ts'
import { readLock } from '#shared/packages.ts'
import { err, ok, type Result } from '#shared/result.ts'

const Locked = z.strictObject({ code: z.string() })

/** Other drafts as they are. */
export async function lockPackages(
  { workspaceId }: Pick<Session, 'workspaceId'>,
  draft: DraftStep,
): Promise<Result<DraftStep, RunFault>> {
  if (draft.language !== 'packages' || readLock(draft.code).ok) return ok(draft)
  if (draft.code.trim() === '') return err({ field: 'code', detail: 'Name a package, like statsmodels' })
  const path = `/api/workspaces/${workspaceId}/packages`
  const answer = await request(path, Locked, { method: 'POST', body: { wanted: draft.code } })
  return answer.ok
    ? ok({ ...draft, code: answer.value.code })
    : err({ field: 'code', detail: answer.error.detail })
}
