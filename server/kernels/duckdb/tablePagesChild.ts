/** The program that reads of tables what pages show, compare and download: long-lived, with no SQL but our own. */
import { answerParent } from '#server/kernels/answerParent.ts'
import { breaksDatabase } from '#server/kernels/duckdb/breaksDatabase.ts'
import { openDatabase, type HardenedDatabase } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { readTablePage } from '#server/kernels/duckdb/readTablePage.ts'
import { readColumnSpread } from '#server/kernels/duckdb/readColumnSpread.ts'
import { readTableDiff } from '#server/kernels/duckdb/readTableDiff.ts'
import { TablePagesRequest, type TablePagesAnswer } from '#server/kernels/duckdb/tablePagesMessages.ts'
import { writeCsv } from '#server/kernels/duckdb/writeCsv.ts'
import type { Result } from '#shared/result.ts'

const opened = await openDatabase()
let hardened: HardenedDatabase | undefined

answerParent<TablePagesRequest, TablePagesAnswer, never>({
  request: TablePagesRequest,
  async answer(request) {
    hardened ??= await opened.harden({
      allowedDirectories: [request.folder, request.scratch],
      tempDirectory: request.scratch,
      memoryMb: request.memoryMb,
      threads: request.threads,
    })
    try {
      return await read(hardened, request)
    } catch (error) {
      // Thrown, it ends this child; the next question starts a new one.
      if (breaksDatabase(error)) throw error
      const said = error instanceof Error ? error.message : String(error)
      return { kind: 'invalid', message: (said.split('\n', 1)[0] ?? said).slice(0, 2000) }
    }
  },
})

async function read({ connection }: HardenedDatabase, request: TablePagesRequest): Promise<TablePagesAnswer> {
  switch (request.kind) {
    case 'page':
      return answerOf(await readTablePage(connection, request.path, request.query), (page) => ({
        kind: 'page',
        page,
      }))
    case 'spread':
      return answerOf(await readColumnSpread(connection, request.path, request.column), (spread) => ({
        kind: 'spread',
        spread,
      }))
    case 'csv':
      return { kind: 'csv', bytes: await writeCsv(connection, request.path, request.to) }
    case 'diff':
      return answerOf(await readTableDiff(connection, request, request.key), (diff) => ({
        kind: 'diff',
        diff,
      }))
  }
}

const answerOf = <T>(read: Result<T, string>, answer: (value: T) => TablePagesAnswer): TablePagesAnswer =>
  read.ok ? answer(read.value) : { kind: 'invalid', message: read.error.slice(0, 2000) }
