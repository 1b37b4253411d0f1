import { request } from '#client/connection/request.ts'
import type { Digest, WorkspaceId } from '#shared/ids.ts'
import { TableDiff } from '#shared/tableDiff.ts'

/** `key`: the columns by which rows are the same row; without any, the server looks for them. */
export function askDiff(workspaceId: WorkspaceId, before: Digest, after: Digest, key: readonly string[]) {
  const query = new URLSearchParams({ before })
  for (const column of key) query.append('key', column)
  return request(`/api/workspaces/${workspaceId}/artifacts/${after}/diff?${query.toString()}`, TableDiff)
}
