/** Pages, spreads, copies and comparisons of tables kept as Parquet, read in two long-lived children that are started anew when they die. */
import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { livingChild, type LivingChild } from '#server/kernels/livingChild.ts'
import type { ColumnSpread, PageQuery, TablePage } from '#server/kernels/duckdb/tablePage.ts'
import { TablePagesAnswer, type TablePagesRequest } from '#server/kernels/duckdb/tablePagesMessages.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { TableDiff } from '#shared/tableDiff.ts'

/** `invalid`: the question does not fit the table. `lost`: the child died or took too long; ask again. */
export interface PageTrouble {
  readonly kind: 'invalid' | 'lost'
  readonly message: string
}

export interface TablePages {
  /** `path`, here and below, is a Parquet file inside the folder that was opened. */
  page(path: string, query: PageQuery): Promise<Result<TablePage, PageTrouble>>
  spread(path: string, column: string): Promise<Result<ColumnSpread, PageTrouble>>
  /** Writes `to`, a file in the scratch folder that is the caller's to remove; says its size. */
  csv(path: string, to: string): Promise<Result<number, PageTrouble>>
  /** `key`: the columns by which a person says that rows are the same row. */
  diff(before: string, after: string, key?: readonly string[]): Promise<Result<TableDiff, PageTrouble>>
  close(): Promise<void>
}

export interface TablePagesOptions {
  /** The only folder that the child can read. */
  readonly folder: string
  /** The only other one, where it writes. */
  readonly scratch: string
  readonly memoryMb?: number
  readonly threads?: number
  /** For a page. */
  readonly seconds?: number
  /** For what reads whole tables. */
  readonly wholeSeconds?: number
}

/** The largest file that is written for a download. */
const MOST_CSV_MB = 8192

export function openTablePages(options: TablePagesOptions): TablePages {
  const { folder, scratch, memoryMb = 1024, threads = availableParallelism() } = options
  const { seconds = 30, wholeSeconds = 120 } = options
  const open = (): Reader => ({
    child: livingChild({
      program: 'tablePagesChild',
      answer: TablePagesAnswer,
      progress: z.never(),
      memoryMb,
      fileMb: MOST_CSV_MB,
    }),
    asked: Promise.resolve(),
  })
  // A child answers one question after the other: who scrolls does not wait for who compares.
  const [quick, whole] = [open(), open()]
  const reach = { folder, scratch, memoryMb, threads }

  const ask = (
    reader: Reader,
    mostSeconds: number,
    request: TablePagesRequest,
  ): Promise<Result<TablePagesAnswer, PageTrouble>> => {
    const answered = reader.asked.then(() => askNow(reader, mostSeconds, request))
    reader.asked = answered
    return answered
  }

  return {
    page: async (path, query) => {
      const answer = await ask(quick, seconds, { kind: 'page', ...reach, path, query })
      if (!answer.ok) return answer
      return answer.value.kind === 'page' ? ok(answer.value.page) : err(MISANSWERED)
    },
    spread: async (path, column) => {
      const answer = await ask(whole, wholeSeconds, { kind: 'spread', ...reach, path, column })
      if (!answer.ok) return answer
      return answer.value.kind === 'spread' ? ok(answer.value.spread) : err(MISANSWERED)
    },
    csv: async (path, to) => {
      const answer = await ask(whole, wholeSeconds, { kind: 'csv', ...reach, path, to })
      if (!answer.ok) return answer
      return answer.value.kind === 'csv' ? ok(answer.value.bytes) : err(MISANSWERED)
    },
    diff: async (before, after, key) => {
      const request = { kind: 'diff' as const, ...reach, before, after, ...(key ? { key } : {}) }
      const answer = await ask(whole, wholeSeconds, request)
      if (!answer.ok) return answer
      return answer.value.kind === 'diff' ? ok(answer.value.diff) : err(MISANSWERED)
    },
    close: async () => {
      await Promise.all([quick.child.close(), whole.child.close()])
    },
  }
}

interface Reader {
  readonly child: LivingChild<TablePagesRequest, TablePagesAnswer, never>
  /** Settles when all that was asked before is answered: time is given to each question, not to its waiting. */
  asked: Promise<unknown>
}

async function askNow(
  { child }: Reader,
  mostSeconds: number,
  request: TablePagesRequest,
): Promise<Result<TablePagesAnswer, PageTrouble>> {
  const asked = child.get()
  const timer = setTimeout(() => asked.kill(), mostSeconds * 1000)
  const answer = await asked.ask(request)
  clearTimeout(timer)
  if (!answer.ok)
    return err({ kind: 'lost', message: `The table could not be read. ${answer.error.message}` })
  return answer.value.kind === 'invalid'
    ? err({ kind: 'invalid', message: answer.value.message })
    : ok(answer.value)
}

const MISANSWERED: PageTrouble = { kind: 'lost', message: 'The reader of tables answered another question.' }
