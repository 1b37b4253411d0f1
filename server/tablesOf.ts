/** Pages of table artifacts as the transport asks for them: sort and filter arrive as JSON text and are parsed here. */
import { z } from 'zod'
import { PageFilter, PageSort } from '#server/kernels/duckdb/tablePage.ts'
import type { TablePages } from '#server/kernels/duckdb/tablePages.ts'
import type { IntactPath } from '#server/reactors/intactPath.ts'
import type { Tables } from '#server/transport/ports.ts'
import { err } from '#shared/result.ts'

const Sorts = z.array(PageSort)
const Filters = z.array(PageFilter)

export const tablesOf = (intactPath: IntactPath, pages: TablePages): Tables => ({
  async page(digest, { offset, limit, sort, filter }) {
    const sorts = Sorts.safeParse(parseJson(sort))
    if (!sorts.success)
      return err({ code: 'invalid', detail: 'sort is a JSON list of { column, direction }', field: 'sort' })
    const filters = Filters.safeParse(parseJson(filter))
    if (!filters.success)
      return err({
        code: 'invalid',
        detail: 'filter is a JSON list of { column, op, value }',
        field: 'filter',
      })
    const query = { offset, limit, sort: sorts.data, filters: filters.data }
    const page = await pages.page(await intactPath(digest), query)
    return page.ok ? page : err({ code: page.error.kind, detail: page.error.message })
  },
})

function parseJson(text: string | undefined): unknown {
  if (text === undefined || text === '') return []
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
