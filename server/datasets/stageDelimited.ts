/**
 * Delimited text as values: from a spread sample at first, read in one pass that fails where the guess is wrong;
 * then, or when a person corrected types, staged as text and proven on every row.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import { join } from 'node:path'
import { correctedSql, presentText, strictSql, type Reading } from '#server/datasets/columnReadings.ts'
import type { Refusal } from '#server/datasets/importMessages.ts'
import type { DelimitedText } from '#server/datasets/readDelimited.ts'
import type { StagedColumn, StagedTable } from '#server/datasets/stagedTable.ts'
import { guessColumns, isOpenOrder, typeColumns, type GuessedColumn } from '#server/datasets/typeColumns.ts'
import { quotedName, quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { err, ok, type Result } from '#shared/result.ts'

export async function stageDelimited(
  connection: DuckDBConnection,
  text: DelimitedText,
  scratch: string,
  isCorrected: boolean,
): Promise<Result<StagedTable, Refusal>> {
  const guessed = await guessColumns(
    connection,
    text.sample,
    text.names.map((_, at) => `c${at}`),
  )
  const prove = () => provenTable(connection, text, scratch, guessed)
  if (isCorrected || guessed.some(isOpenOrder)) return prove()
  if (text.needsRewrite) text.rewrite()
  const columns = text.names.map((name, at): StagedColumn => {
    const reading = guessed[at]?.readings[0]
    const sql = reading ? strictSql(`c${at}`, reading) : quotedName(`c${at}`)
    return columnOf(name, at, guessed[at], reading, sql)
  })
  const findings = [
    ...text.findings,
    ...text.names.flatMap((name, at) => findingOf(name, guessed[at]?.readings[0], false)),
  ]
  const { rows } = text
  const find: StagedTable['find'] = async (positions, found) => text.find(positions, found)
  return ok({ relation: text.relation(text.needsRewrite), columns, findings, guess: { rows, prove }, find })
}

async function provenTable(
  connection: DuckDBConnection,
  text: DelimitedText,
  scratch: string,
  guessed: readonly GuessedColumn[],
): Promise<Result<StagedTable, Refusal>> {
  const path = join(scratch, 'staged.parquet')
  const isDone = !text.needsRewrite && (await stageText(connection, text, false, path))
  if (!isDone) text.rewrite()
  if (!isDone && !(await stageText(connection, text, true, path))) {
    return err({ message: 'The file could not be read without losing rows, so nothing was imported.' })
  }
  const relation = `read_parquet(${quotedText(path)}, hive_partitioning = false, file_row_number = true)`
  const typed = await typeColumns(connection, relation, guessed)
  const columns = text.names.map((name, at): StagedColumn => {
    const reading = typed[at]?.reading
    const sql = reading ? reading.sql(`(${presentText(`c${at}`)})`) : quotedName(`c${at}`)
    return columnOf(name, at, guessed[at], reading, sql)
  })
  const findings = text.names.flatMap((name, at) =>
    findingOf(name, typed[at]?.reading, typed[at]?.isAmbiguous ?? false),
  )
  const find: StagedTable['find'] = async (positions, found) => text.find(positions, found)
  return ok({ relation, columns, findings: [...text.findings, ...findings], find })
}

function columnOf(
  name: string,
  at: number,
  guess: GuessedColumn | undefined,
  reading: Reading | undefined,
  sql: string,
): StagedColumn {
  const staged = `c${at}`
  return {
    name,
    type: reading?.type ?? 'VARCHAR',
    sql,
    as: (type) => ({
      type,
      sql: correctedSql(staged, type, guess?.isMonthFirst),
      present: presentText(staged),
    }),
  }
}

function findingOf(name: string, reading: Reading | undefined, isAmbiguous: boolean): readonly string[] {
  if (reading?.finding === undefined) return []
  const doubt = isAmbiguous ? '; this is ambiguous, month/day/year fits every value as well' : ''
  return [`${name}: ${reading.finding}${doubt}`]
}

/** False when DuckDB does not see the rows that our scanner saw. */
async function stageText(
  connection: DuckDBConnection,
  text: DelimitedText,
  isRewritten: boolean,
  path: string,
): Promise<boolean> {
  try {
    await connection.run(
      `COPY (FROM ${text.relation(isRewritten)}) TO ${quotedText(path)} (FORMAT parquet, COMPRESSION snappy)`,
    )
  } catch (error) {
    if (isRewritten) throw error
    return false
  }
  const counted = await connection.runAndReadAll(`SELECT count(*) FROM read_parquet(${quotedText(path)})`)
  return Number(counted.getRowsJson()[0]?.[0]) === text.rows
}
