/** The pages of one view of a table that are near what is on screen. Asks for each page once; forgets those unused longest. */
import type { Problem } from '#client/connection/problem.ts'
import type { TablePage } from '#client/connection/tablePage.ts'
import type { Result } from '#shared/result.ts'

export const PAGE_ROWS = 200
const MOST_PAGES = 60

export type PageCache = {
  readonly row: (at: number) => readonly (string | null)[] | undefined
  /** Asks for what is missing of these rows, both ends included. */
  readonly want: (from: number, to: number) => void
  /** Late answers are no longer told, until rows are wanted again: a view that was left must not speak for the next. */
  readonly close: () => void
}

type Ask = (offset: number, limit: number) => Promise<Result<TablePage, Problem>>
type Told = { readonly onPage: (page: TablePage) => void; readonly onProblem: (problem: Problem) => void }

export function createPageCache(ask: Ask, told: Told, mostPages = MOST_PAGES): PageCache {
  /** In the order of their last use. */
  const pages = new Map<number, TablePage['rows']>()
  const asked = new Set<number>()
  let isClosed = false

  const load = async (page: number): Promise<void> => {
    asked.add(page)
    const answer = await ask(page * PAGE_ROWS, PAGE_ROWS)
    asked.delete(page)
    if (isClosed) return
    if (!answer.ok) return told.onProblem(answer.error)
    pages.set(page, answer.value.rows)
    for (const oldest of pages.keys()) {
      if (pages.size <= mostPages) break
      pages.delete(oldest)
    }
    told.onPage(answer.value)
  }

  return {
    row: (at) => pages.get(Math.floor(at / PAGE_ROWS))?.[at % PAGE_ROWS],
    want(from, to) {
      isClosed = false
      for (let page = Math.floor(from / PAGE_ROWS); page <= Math.floor(to / PAGE_ROWS); page += 1) {
        const known = pages.get(page)
        if (known) {
          pages.delete(page)
          pages.set(page, known)
        } else if (!asked.has(page)) void load(page)
      }
    },
    close() {
      isClosed = true
    },
  }
}
