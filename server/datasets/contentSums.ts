/** The sums of the content digest with one MD5 a row instead of two: DuckDB gives the halves of a hash only by hashing again. */
import { quotedName } from '#server/kernels/duckdb/hardenedDatabase.ts'
import type { TableSchema } from '#shared/table.ts'

/** Answers what `contentDigestSql` answers. */
export function contentSumsSql(relation: string, schema: TableSchema): string {
  const values = schema.map((column) => quotedName(column.name)).join(', ')
  // What DuckDB calls the lower half stands in the upper bits of the number.
  return `SELECT count(*)::VARCHAR,
    coalesce(sum((hash >> 64)::UBIGINT), 0)::VARCHAR,
    coalesce(sum((hash & 18446744073709551615::UHUGEINT)::UBIGINT), 0)::VARCHAR
  FROM (SELECT md5_number(to_json(row(${values}))::VARCHAR) AS hash FROM ${relation})`
}
