/** The pages of one view of a table that are near what is on screen. Asks for each page once; forgets those unused longest. */
import type { Problem } from '#client/connection/problem.ts'
import type { TablePage } from '#client/connection/tablePage.ts'
import type { Result } from '#shared/result.ts'

export const PAGE_ROWS = 200
const MOST_PAGES = 60
/** Who drags the bar passes thousands of pages: only what is on screen when one answer is there is asked for next. */
const MOST_ASKED = 2

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
  let wanted: readonly number[] = []
  let isClosed = false

  const load = async (page: number): Promise<void> => {
    asked.add(page)
    const answer = await ask(page * PAGE_ROWS, PAGE_ROWS)
    asked.delete(page)
    if (isClosed) return
    if (answer.ok) keep(page, answer.value)
    else {
      wanted = wanted.filter((one) => one !== page)
      told.onProblem(answer.error)
    }
    askNext()
  }

  const keep = (page: number, answer: TablePage): void => {
    pages.set(page, answer.rows)
    for (const oldest of pages.keys()) {
      if (pages.size <= mostPages) break
      pages.delete(oldest)
    }
    told.onPage(answer)
  }

  const askNext = (): void => {
    for (const page of wanted) {
      if (asked.size >= MOST_ASKED) return
      if (!pages.has(page) && !asked.has(page)) void load(page)
    }
  }

  return {
    row: (at) => pages.get(Math.floor(at / PAGE_ROWS))?.[at % PAGE_ROWS],
    want(from, to) {
      isClosed = false
      const [first, last] = [Math.floor(from / PAGE_ROWS), Math.floor(to / PAGE_ROWS)]
      wanted = Array.from({ length: last - first + 1 }, (_, at) => first + at)
      for (const page of wanted) {
        const known = pages.get(page)
        if (!known) continue
        pages.delete(page)
        pages.set(page, known)
      }
      askNext()
    },
    close() {
      isClosed = true
    },
  }
}
