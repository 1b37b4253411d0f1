/**
 * The order-free digest of a table: equal for equal rows, whatever their order and whatever the file's encoding.
 * Each row is written as JSON text of its values in column order and
 * hashed with MD5; the upper and lower halves of the hashes are summed as 128-bit integers, so that a row that stands
 * twice counts twice. The digest is SHA-256 over the canonical JSON of the sums, the number of rows and the schema.
 * It compares two runs; it is no proof against someone who builds rows on purpose to have the same sums.
 */
import { z } from 'zod'
import { quotedName } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { digestOfJson } from '#shared/digest.ts'
import type { Digest } from '#shared/ids.ts'
import type { TableSchema } from '#shared/table.ts'

/** What the SQL below answers: one row of three texts. */
export const ContentSums = z.tuple([z.string(), z.string(), z.string()])
export type ContentSums = z.infer<typeof ContentSums>

/** `relation` is SQL that can follow FROM and has the columns of `schema`. Its one row is `ContentSums`: rows, lower, upper. */
export function contentDigestSql(relation: string, schema: TableSchema): string {
  const values = schema.map((column) => quotedName(column.name)).join(', ')
  // One MD5 a row: what DuckDB calls the lower half stands in the upper bits of the number.
  return `SELECT count(*)::VARCHAR,
    coalesce(sum((hash >> 64)::UBIGINT), 0)::VARCHAR,
    coalesce(sum((hash & 18446744073709551615::UHUGEINT)::UBIGINT), 0)::VARCHAR
  FROM (SELECT md5_number(to_json(row(${values}))::VARCHAR) AS hash FROM ${relation})`
}

export function contentDigestOf([rows, lower, upper]: ContentSums, schema: TableSchema): Digest {
  return digestOfJson({
    rows,
    lower,
    upper,
    schema: schema.map((column) => ({ name: column.name, type: column.type })),
  })
}
