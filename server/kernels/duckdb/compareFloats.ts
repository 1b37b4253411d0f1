/** Whether two tables differ in nothing but the last digits of their floats, as sums in another order do. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { sideSql, type ComparedTables } from '#server/kernels/duckdb/comparedTables.ts'
import type { TableDiff } from '#shared/tableDiff.ts'

/** Relative to the larger of the two; about half of the digits that the type has. */
const TOLERANCE: Readonly<Record<string, number>> = { DOUBLE: 1e-9, FLOAT: 1e-4 }
/** What is nearer than this to the other is the same, whatever its size: what should be 0 often is not quite. */
const NEAR = 1e-12

/**
 * Rows are put side by side in the order of their exact values, then of their floats. Where two rows of the same exact
 * values have floats that change places, they may be called apart though they are close; never the other way round.
 * Undefined where the columns, their types or the number of rows differ, or nothing is a float.
 */
export async function compareFloats(
  connection: DuckDBConnection,
  tables: ComparedTables,
): Promise<TableDiff['floats']> {
  const { columns, rows } = tables
  if (rows.before !== rows.after || columns.some(({ before, after }) => before !== after)) return undefined
  const places = columns.map((_, at) => at)
  const floats = places.filter((at) => TOLERANCE[columns[at]?.after ?? ''] !== undefined)
  if (floats.length === 0) return undefined
  const exact = places.filter((at) => !floats.includes(at))
  const numbered = (letter: 'a' | 'b'): string => {
    const order = [...exact, ...floats].map((at) => `${letter}${at} NULLS FIRST`).join(', ')
    const side = sideSql(tables, letter === 'b' ? 'before' : 'after')
    return `(SELECT *, row_number() OVER (ORDER BY ${order}) AS ${letter}_place FROM (${side}))`
  }
  const apart = floats.map((at) => apartSql(`b${at}`, `a${at}`))
  const isApart = floats.map((at, nth) => `${apart[nth]} > ${TOLERANCE[columns[at]?.after ?? ''] ?? 0}`)
  const isOther = [...exact.map((at) => `b${at} IS DISTINCT FROM a${at}`), ...isApart].join(' OR ')
  const read = await connection.runAndReadAll(
    `SELECT (count(*) FILTER (${isOther}))::VARCHAR, format('{:.1e}', max(greatest(${apart.join(', ')})))
     FROM ${numbered('b')} JOIN ${numbered('a')} ON b_place = a_place`,
  )
  const [others, largest] = z.tuple([z.coerce.number(), z.string().nullable()]).parse(read.getRowsJson()[0])
  return { isClose: others === 0, largest: largest ?? '0' }
}

/** The distance relative to the larger of the two; infinite to what is no number. */
const apartSql = (before: string, after: string): string =>
  `CASE WHEN ${before} IS NOT DISTINCT FROM ${after} THEN 0::DOUBLE
    WHEN ${before} IS NULL OR ${after} IS NULL OR NOT isfinite(${before}) OR NOT isfinite(${after}) THEN 'infinity'::DOUBLE
    WHEN abs(${before} - ${after}) <= ${NEAR} THEN 0::DOUBLE
    ELSE abs(${before} - ${after}) / greatest(abs(${before}), abs(${after})) END`
