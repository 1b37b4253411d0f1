/** Turns one foreign file into our Parquet: read it, give the columns types, set aside what does not fit, write, digest, profile. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { join } from 'node:path'
import {
  REJECTS_FILE,
  TABLE_FILE,
  type ImportAnswer,
  type ImportProgress,
  type ImportRequest,
} from '#server/datasets/importMessages.ts'
import { profileTable } from '#server/datasets/profileTable.ts'
import { openRejectLog, type RejectLog } from '#server/datasets/rejectLog.ts'
import { headOf } from '#server/datasets/scanFile.ts'
import { sourceKindOf } from '#server/datasets/sourceKind.ts'
import type { StagedColumn, StagedTable } from '#server/datasets/stagedTable.ts'
import { stageSource } from '#server/datasets/stageSource.ts'
import { quotedName, quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { ContentSums, contentDigestOf, contentDigestSql } from '#server/kernels/duckdb/contentDigest.ts'
import { schemaOf } from '#server/datasets/schemaOf.ts'
import { err, ok, type Result } from '#shared/result.ts'

type Tell = (progress: ImportProgress) => void

export async function importTable(
  connection: DuckDBConnection,
  request: ImportRequest,
  tell: Tell,
): Promise<ImportAnswer> {
  const kind = sourceKindOf(headOf(request.path, 65_536), request.fileName, request.format)
  if (!kind.ok) return { kind: 'refused', ...kind.error }
  const rejects = openRejectLog(join(request.scratch, 'rejects.ndjson'))
  const staged = await stageSource(connection, request, kind.value, rejects, tell)
  if (!staged.ok) return { kind: 'refused', ...staged.error }
  tell({ stage: 'writing', percentage: -1 })
  const path = join(request.scratch, TABLE_FILE)
  const target = `read_parquet(${quotedText(path)}, hive_partitioning = false)`
  const { guess } = staged.value
  const isGuessRight = guess !== undefined && (await isWritten(connection, staged.value, guess.rows, path))
  const proven = guess === undefined || isGuessRight ? staged : await guess.prove()
  if (!proven.ok) return { kind: 'refused', ...proven.error }
  const { findings } = proven.value
  if (!isGuessRight) {
    const corrected = correctionsOf(proven.value, request.types)
    if (!corrected.ok) return { kind: 'refused', message: corrected.error }
    const kept = await withoutUnfit(connection, proven.value, corrected.value, rejects)
    await connection.run(copySql(corrected.value, `${proven.value.relation} ${kept}`, path))
  }
  rejects.close()
  await writeRejects(connection, rejects, join(request.scratch, REJECTS_FILE))

  const columns = await schemaOf(connection, target)
  const sums = ContentSums.parse(
    (await connection.runAndReadAll(contentDigestSql(target, columns))).getRowsJson()[0],
  )
  const rows = Number(sums[0])
  if (rows === 0)
    return { kind: 'refused', message: 'No row is left: none fits the types that were asked for.' }
  tell({ stage: 'profiling', percentage: -1 })
  const profile = await profileTable(connection, target, columns)
  return {
    kind: 'imported',
    contentDigest: contentDigestOf(sums, columns),
    rows,
    rejects: rejects.count(),
    columns: [...columns],
    profile,
    findings: [...findings],
  }
}

const copySql = (columns: readonly StagedColumn[], from: string, path: string): string =>
  `COPY (SELECT ${columns.map(({ sql, name }) => `${sql} AS ${quotedName(name)}`).join(', ')} FROM ${from}) TO ${quotedText(path)} (FORMAT parquet, COMPRESSION zstd)`

/** False when a guessed type does not hold, or DuckDB does not see the rows that our scanner saw. */
async function isWritten(
  connection: DuckDBConnection,
  { columns, relation }: StagedTable,
  rows: number,
  path: string,
): Promise<boolean> {
  try {
    await connection.run(copySql(columns, relation, path))
  } catch (error) {
    // Memory does not come back by reading again.
    if (error instanceof Error && error.message.startsWith('Out of Memory')) throw error
    return false
  }
  const counted = await connection.runAndReadAll(`SELECT count(*) FROM read_parquet(${quotedText(path)})`)
  return Number(counted.getRowsJson()[0]?.[0]) === rows
}

/** What a person may ask for; it becomes part of our SQL, so it is a closed list. */
const CORRECTABLE =
  /^(VARCHAR|BOOLEAN|SMALLINT|INTEGER|BIGINT|DOUBLE|DATE|TIME|TIMESTAMP|TIMESTAMP WITH TIME ZONE|DECIMAL\([1-9]\d?, ?\d{1,2}\))$/

function correctionsOf(
  { columns }: StagedTable,
  types: Readonly<Record<string, string>>,
): Result<readonly StagedColumn[], string> {
  const unknown = Object.keys(types).find((name) => !columns.some((column) => column.name === name))
  if (unknown !== undefined) return err(`There is no column ${unknown}, whose type was to be corrected.`)
  const odd = Object.values(types).find((type) => !CORRECTABLE.test(type))
  if (odd !== undefined)
    return err(`${odd} is not a type that a column can be given. Choose e.g. VARCHAR, BIGINT, DATE.`)
  return ok(
    columns.map((column) => {
      const type = Object.hasOwn(types, column.name) ? types[column.name] : undefined
      return type === undefined ? column : { ...column, ...column.as(type) }
    }),
  )
}

/** Sets aside the rows with a value that fails its type; answers the SQL that keeps the others. */
async function withoutUnfit(
  connection: DuckDBConnection,
  staged: StagedTable,
  columns: readonly StagedColumn[],
  rejects: RejectLog,
): Promise<string> {
  const checked = columns.filter((column) => column.present !== undefined)
  if (checked.length === 0) return ''
  const isUnfit = checked.map(({ present, sql }) => `(${present} IS NOT NULL AND (${sql}) IS NULL)`)
  const which = `CASE ${checked.map(({ name }, at) => `WHEN ${isUnfit[at]} THEN ${quotedText(name)}`).join(' ')} END`
  await connection.run(
    `CREATE TEMP TABLE unfit AS SELECT file_row_number AS position, ${which} AS name FROM ${staged.relation} WHERE ${isUnfit.join(' OR ')}`,
  )
  const rows = (
    await connection.runAndReadAll('SELECT position, name FROM unfit ORDER BY position')
  ).getRowsJson()
  if (rows.length === 0) return ''
  const typeOf = new Map(checked.map(({ name, type }) => [name, type]))
  const names = new Map(
    rows.map(([position, name]) => [Number(position), typeof name === 'string' ? name : '']),
  )
  await staged.find([...names.keys()], (position, line, text) => {
    const name = names.get(position) ?? ''
    rejects.add({ line, reason: `the value of ${name} is not ${typeOf.get(name) ?? 'of its type'}`, text })
  })
  return 'WHERE file_row_number NOT IN (SELECT position FROM unfit)'
}

async function writeRejects(connection: DuckDBConnection, rejects: RejectLog, path: string): Promise<void> {
  if (rejects.count() === 0) return
  await connection.run(
    `COPY (SELECT line, reason, text FROM read_json(${quotedText(rejects.path)}, format = 'newline_delimited',
      columns = {line: 'BIGINT', reason: 'VARCHAR', text: 'VARCHAR'}) ORDER BY line) TO ${quotedText(path)} (FORMAT parquet, COMPRESSION zstd)`,
  )
}
