/** Pages of a table, as the server answers them. Cells are texts, so that no number is rounded on its way. */
import { z } from 'zod'
import { request } from '#client/connection/request.ts'
import type { Digest, WorkspaceId } from '#shared/ids.ts'
import { TableSchema } from '#shared/table.ts'

export type PageFilter =
  | {
      readonly op: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'starts-with'
      readonly column: string
      readonly value: string
    }
  | { readonly op: 'is-null' | 'is-not-null'; readonly column: string }
export type PageSort = { readonly column: string; readonly direction: 'ascending' | 'descending' }

export const TablePage = z.object({
  schema: TableSchema,
  total: z.int().nonnegative(),
  offset: z.int().nonnegative(),
  rows: z.array(z.array(z.string().nullable()).readonly()).readonly(),
})
export type TablePage = z.infer<typeof TablePage>

export type TableView = { readonly sort: readonly PageSort[]; readonly filters: readonly PageFilter[] }
export const WHOLE_TABLE: TableView = { sort: [], filters: [] }

export function askPage(
  workspaceId: WorkspaceId,
  artifact: Digest,
  { sort, filters }: TableView,
  offset: number,
  limit: number,
) {
  const query = new URLSearchParams({ offset: String(offset), limit: String(limit) })
  if (sort.length > 0) query.set('sort', JSON.stringify(sort))
  if (filters.length > 0) query.set('filter', JSON.stringify(filters))
  return request(`/api/workspaces/${workspaceId}/artifacts/${artifact}/rows?${query.toString()}`, TablePage)
}
