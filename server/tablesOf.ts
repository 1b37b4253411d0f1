/** Table artifacts as the transport asks for them: sort and filter arrive as JSON text and are parsed here. */
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { PageFilter, PageSort } from '#server/kernels/duckdb/tablePage.ts'
import type { PageTrouble, TablePages } from '#server/kernels/duckdb/tablePages.ts'
import type { IntactPath } from '#server/reactors/intactPath.ts'
import type { ImportTrouble, Tables } from '#server/transport/ports.ts'
import { err, ok } from '#shared/result.ts'

const Sorts = z.array(PageSort)
const Filters = z.array(PageFilter)

export const tablesOf = (intactPath: IntactPath, pages: TablePages, scratch: string): Tables => ({
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
    return page.ok ? page : err(troubleOf(page.error))
  },
  async spread(digest, column) {
    const spread = await pages.spread(await intactPath(digest), column)
    return spread.ok ? spread : err(troubleOf(spread.error))
  },
  async csv(digest) {
    const file = join(scratch, `${uuidv7()}.csv`)
    const written = await pages.csv(await intactPath(digest), file)
    if (!written.ok) {
      await rm(file, { force: true })
      return err(troubleOf(written.error))
    }
    const content = createReadStream(file)
    content.once('close', () => void rm(file, { force: true }))
    return ok({ content, bytes: written.value })
  },
  async diff(before, after, key) {
    const diff = await pages.diff(await intactPath(before), await intactPath(after), key)
    return diff.ok ? diff : err(troubleOf(diff.error))
  },
})

const troubleOf = ({ kind, message }: PageTrouble): ImportTrouble => ({ code: kind, detail: message })

function parseJson(text: string | undefined): unknown {
  if (text === undefined || text === '') return []
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
