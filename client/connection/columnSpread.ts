/** How a column's values are spread, as the server answers it: computed once for an artifact, which never changes. */
import { z } from 'zod'
import { request } from '#client/connection/request.ts'
import type { Digest, WorkspaceId } from '#shared/ids.ts'
import { HistogramBin } from '#shared/profile.ts'

export const ColumnSpread = z.object({
  rows: z.int().nonnegative(),
  nulls: z.int().nonnegative(),
  distinct: z.int().nonnegative(),
  min: z.string().nullable(),
  max: z.string().nullable(),
  histogram: z.array(HistogramBin).readonly(),
})
export type ColumnSpread = z.infer<typeof ColumnSpread>

export function askSpread(workspaceId: WorkspaceId, artifact: Digest, column: string) {
  const query = new URLSearchParams({ column })
  return request(
    `/api/workspaces/${workspaceId}/artifacts/${artifact}/spread?${query.toString()}`,
    ColumnSpread,
  )
}
