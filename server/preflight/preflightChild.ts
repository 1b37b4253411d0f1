/** The program that inspects SQL: each request in a fresh, empty, hardened database of its own. */
import { answerParent } from '#server/kernels/answerParent.ts'
import { breaksDatabase } from '#server/kernels/duckdb/breaksDatabase.ts'
import { openDatabase } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { analyseSql } from '#server/preflight/analyseSql.ts'
import { failedAnalysis } from '#server/preflight/failedAnalysis.ts'
import { SqlAsked, type Analysed } from '#server/preflight/sqlPreflightMessages.ts'

/** Opening takes longer than inspecting, and does not depend on what is asked. */
let next = openDatabase()

answerParent<SqlAsked, Analysed, never>({
  request: SqlAsked,
  async answer(asked) {
    const database = await (await next).harden({ memoryMb: 256, threads: 1 })
    try {
      return await analyseSql(database.connection, asked)
    } catch (error) {
      // Thrown, it ends this child; the next statement is inspected by a new one.
      if (breaksDatabase(error)) throw error
      const said = error instanceof Error ? error.message : String(error)
      return failedAnalysis(asked, (said.split('\n', 1)[0] ?? said).slice(0, 1000))
    } finally {
      database.close()
      next = openDatabase()
    }
  },
})
