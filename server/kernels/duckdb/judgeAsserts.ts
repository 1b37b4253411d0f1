/** Judges asserts on a result: a predicate that is not true of a row, unknown included, is broken by it. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { inspectQuery } from '#server/kernels/duckdb/inspectQuery.ts'
import type { JudgedAssert, SqlJob } from '#server/kernels/kernel.ts'

/** `relation` has the result's rows; the twin of its columns is made here, as predicates are no less foreign than SQL. */
export async function judgeAsserts(
  connection: DuckDBConnection,
  relation: string,
  rows: number,
  job: SqlJob,
): Promise<JudgedAssert[]> {
  if (job.asserts.length === 0) return []
  await connection.run(`CREATE TABLE ${TWIN} AS FROM ${relation} LIMIT 0`)
  const judged: JudgedAssert[] = []
  for (const { key, predicate } of job.asserts) {
    const asked = (table: string): string =>
      `SELECT count(*) AS violations FROM ${table} WHERE (\n${predicate}\n) IS NOT TRUE`
    const inspected = await inspectQuery(connection, asked(TWIN), {})
    judged.push(
      inspected.ok
        ? await judge(connection, key, asked(relation), rows)
        : {
            key,
            holds: false,
            violations: rows,
            isUnbound: true,
            trouble: inspected.error.message.slice(0, 2000),
          },
    )
  }
  return judged
}

const TWIN = '"the twin of the result"'

async function judge(
  connection: DuckDBConnection,
  key: string,
  sql: string,
  rows: number,
): Promise<JudgedAssert> {
  try {
    const counted = await connection.runAndReadAll(sql)
    const violations = Number(counted.getRowsJson()[0]?.[0])
    return { key, holds: violations === 0, violations }
  } catch (error) {
    // The result stands; the predicate, e.g. with a cast that fails on some row, is what could not be judged.
    return { key, holds: false, violations: rows, trouble: String(error).slice(0, 2000) }
  }
}
