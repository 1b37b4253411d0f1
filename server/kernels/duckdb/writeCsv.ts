import { stat } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'

/**
 * Writes a table as RFC 4180 with a header line, in the order of its file. Cells are exact: null is nothing between the
 * commas, an empty text is `""`, and a text that a spreadsheet would read as a formula is left as it is, because data that
 * is changed on its way out is wrong for every other reader.
 */
export async function writeCsv(connection: DuckDBConnection, path: string, to: string): Promise<number> {
  await connection.run(
    `COPY (FROM read_parquet(${quotedText(path)}, hive_partitioning = false))
    TO ${quotedText(to)} (FORMAT csv, HEADER, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')`,
  )
  return (await stat(to)).size
}
