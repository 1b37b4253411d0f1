/** The program that reads pages and statistics of tables: long-lived, reading only, with no SQL but our own. */
import { answerParent } from '#server/kernels/answerParent.ts'
import { openDatabase, type HardenedDatabase } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { readTablePage } from '#server/kernels/duckdb/readTablePage.ts'
import { readTableStatistics } from '#server/kernels/duckdb/readTableStatistics.ts'
import { TablePagesRequest, type TablePagesAnswer } from '#server/kernels/duckdb/tablePagesMessages.ts'

const opened = await openDatabase()
let hardened: HardenedDatabase | undefined

answerParent<TablePagesRequest, TablePagesAnswer, never>({
  request: TablePagesRequest,
  async answer(request) {
    hardened ??= await opened.harden({
      allowedDirectories: [request.folder],
      memoryMb: request.memoryMb,
      threads: request.threads,
    })
    try {
      return await read(hardened, request)
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error)
      return { kind: 'invalid', message: (said.split('\n', 1)[0] ?? said).slice(0, 2000) }
    }
  },
})

async function read(database: HardenedDatabase, request: TablePagesRequest): Promise<TablePagesAnswer> {
  if (request.kind === 'statistics') {
    const statistics = await readTableStatistics(database.connection, request.path)
    return { kind: 'statistics', statistics }
  }
  const page = await readTablePage(database.connection, request.path, request.query)
  return page.ok ? { kind: 'page', page: page.value } : { kind: 'invalid', message: page.error }
}
