/** The program in which one foreign file is parsed, once. Only our own SQL runs here, and it reaches the file and one scratch folder. */
import { importTable } from '#server/datasets/importTable.ts'
import { ImportRequest, type ImportAnswer, type ImportProgress } from '#server/datasets/importMessages.ts'
import { answerParent } from '#server/kernels/answerParent.ts'
import { openDatabase } from '#server/kernels/duckdb/hardenedDatabase.ts'

const opened = await openDatabase()

answerParent<ImportRequest, ImportAnswer, ImportProgress>({
  request: ImportRequest,
  async answer(request, tell) {
    const { connection } = await opened.harden({
      allowedPaths: [request.path],
      allowedDirectories: [request.scratch],
      tempDirectory: request.scratch,
      memoryMb: request.memoryMb,
      threads: request.threads,
    })
    try {
      return await importTable(connection, request, tell)
    } catch (error) {
      return refusalOf(error instanceof Error ? error.message : String(error))
    }
  },
})

function refusalOf(said: string): ImportAnswer {
  if (/^Out of Memory|bad_alloc|Could not allocate/i.test(said)) {
    return {
      kind: 'refused',
      message: 'The file needs more memory than an import may use. Split it, or import it as Parquet.',
    }
  }
  const [first = said] = said.split('\n', 1)
  const line = /\bline[: ]+(\d+)/i.exec(said)?.[1]
  const message = `The file could not be read: ${first.replace(/^[A-Za-z -]+ Error: /, '').slice(0, 1000)}`
  return {
    kind: 'refused',
    message,
    ...(line === undefined || Number(line) < 1 ? {} : { line: Number(line) }),
  }
}
