/** The type that a column of a result has once it is kept: Parquet knows fewer types than DuckDB, and gives the nearest. */
import { storedTypeOf } from '#server/kernels/duckdb/storedType.ts'

/** Only a type is followed by the end of its place; the same word as the name of a field is followed by a type. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/"(?:[^"]|"")*"|\bENUM\((?:'(?:[^']|'')*'(?:, )?)*\)/g, 'VARCHAR'],
  [/"(?:[^"]|"")*"|\bTIMESTAMP_M?S(?=[,)[]|$)/g, 'TIMESTAMP'],
  [/"(?:[^"]|"")*"|\b(?:BIT|BIGNUM)(?=[,)[]|$)/g, 'VARCHAR'],
  [/"(?:[^"]|"")*"|\[\d+\]/g, '[]'],
]

export function keptTypeOf(type: string): string {
  let kept = storedTypeOf(type)
  for (const [pattern, replacement] of REPLACEMENTS)
    kept = kept.replaceAll(pattern, (found) => (found.startsWith('"') ? found : replacement))
  return kept
}

/** What DuckDB would take apart on its way to Parquet. */
export const isKeptExactly = (type: string): boolean =>
  !/\bUNION\(/.test(type.replaceAll(/"(?:[^"]|"")*"/g, '""'))
