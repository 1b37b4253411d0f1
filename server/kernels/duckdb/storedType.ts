/** The type as which a column of a result is kept: Parquet has no 128-bit integers, and DuckDB would round them to doubles. */
export const storedTypeOf = (type: string): string =>
  type.replaceAll(WIDE_INTEGER, (found) => (/^["']/.test(found) ? found : 'DECIMAL(38,0)'))

/** Only a type is followed by the end of its place; the same word as the name of a field is followed by a type. */
const WIDE_INTEGER = /"(?:[^"]|"")*"|'(?:[^']|'')*'|\bU?HUGEINT(?=[,)[]|$)/g
