/** Pages and statistics of tables kept as Parquet, read in one long-lived child that is started anew when it dies. */
import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { startChild, type Child } from '#server/kernels/childProcess.ts'
import type { PageQuery, TablePage, TableStatistics } from '#server/kernels/duckdb/tablePage.ts'
import { TablePagesAnswer, type TablePagesRequest } from '#server/kernels/duckdb/tablePagesMessages.ts'
import { err, ok, type Result } from '#shared/result.ts'

/** `invalid`: the question does not fit the table. `lost`: the child died or took too long; ask again. */
export interface PageTrouble {
  readonly kind: 'invalid' | 'lost'
  readonly message: string
}

export interface TablePages {
  /** `path` is a Parquet file inside the folder that was opened. */
  page(path: string, query: PageQuery): Promise<Result<TablePage, PageTrouble>>
  statistics(path: string): Promise<Result<TableStatistics, PageTrouble>>
  close(): Promise<void>
}

export interface TablePagesOptions {
  /** The only folder that the child can read. */
  readonly folder: string
  readonly memoryMb?: number
  readonly threads?: number
  readonly seconds?: number
}

export function openTablePages(options: TablePagesOptions): TablePages {
  const { folder, memoryMb = 1024, threads = availableParallelism(), seconds = 30 } = options
  const reach = { folder, memoryMb, threads }
  let child: Child<TablePagesRequest, TablePagesAnswer, never> | undefined

  const living = (): Child<TablePagesRequest, TablePagesAnswer, never> => {
    if (child) return child
    const started: Child<TablePagesRequest, TablePagesAnswer, never> = startChild({
      program: 'tablePagesChild',
      answer: TablePagesAnswer,
      progress: z.never(),
      memoryMb,
    })
    void started.gone.then(() => {
      if (child === started) child = undefined
    })
    child = started
    return started
  }

  const ask = async (request: TablePagesRequest): Promise<Result<TablePagesAnswer, PageTrouble>> => {
    const asked = living()
    const timer = setTimeout(() => asked.kill(), seconds * 1000)
    const answer = await asked.ask(request)
    clearTimeout(timer)
    if (!answer.ok)
      return err({ kind: 'lost', message: `The table could not be read. ${answer.error.message}` })
    return answer.value.kind === 'invalid'
      ? err({ kind: 'invalid', message: answer.value.message })
      : ok(answer.value)
  }

  return {
    page: async (path, query) => {
      const answer = await ask({ kind: 'page', ...reach, path, query })
      if (!answer.ok) return answer
      return answer.value.kind === 'page' ? ok(answer.value.page) : err(MISANSWERED)
    },
    statistics: async (path) => {
      const answer = await ask({ kind: 'statistics', ...reach, path })
      if (!answer.ok) return answer
      return answer.value.kind === 'statistics' ? ok(answer.value.statistics) : err(MISANSWERED)
    },
    close: async () => {
      const last = child
      child = undefined
      last?.kill()
      await last?.gone
    },
  }
}

const MISANSWERED: PageTrouble = { kind: 'lost', message: 'The reader of tables answered another question.' }
