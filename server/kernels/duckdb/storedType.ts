/** The type as which a column of a result is kept: Parquet has no 128-bit integers, and DuckDB would round them to doubles. */
export function storedTypeOf(type: string): string {
  return type === 'HUGEINT' || type === 'UHUGEINT' ? 'DECIMAL(38,0)' : type
}
