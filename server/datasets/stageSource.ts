/** Reads a source of any format into one Parquet file of its rows in order, so that all formats go one way from there. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { join } from 'node:path'
import { uniqueColumnNames } from '#server/datasets/columnNames.ts'
import { correctedSql, presentText } from '#server/datasets/columnReadings.ts'
import type { ImportProgress, ImportRequest, Refusal } from '#server/datasets/importMessages.ts'
import { readDelimited } from '#server/datasets/readDelimited.ts'
import { readJsonLines } from '#server/datasets/readJsonLines.ts'
import type { RejectLog } from '#server/datasets/rejectLog.ts'
import { schemaOf } from '#server/datasets/schemaOf.ts'
import type { SourceKind } from '#server/datasets/sourceKind.ts'
import { stageDelimited } from '#server/datasets/stageDelimited.ts'
import type { StagedColumn, StagedTable } from '#server/datasets/stagedTable.ts'
import { writeAsUtf8 } from '#server/datasets/textEncoding.ts'
import { quotedName, quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { storedTypeOf } from '#server/kernels/duckdb/storedType.ts'
import { err, ok, type Result } from '#shared/result.ts'

export async function stageSource(
  connection: DuckDBConnection,
  request: ImportRequest,
  kind: SourceKind,
  rejects: RejectLog,
  tell: (progress: ImportProgress) => void,
): Promise<Result<StagedTable, Refusal>> {
  const onPercentage = (percentage: number): void => tell({ stage: 'reading', percentage })
  const { path, scratch } = request
  if (kind.format === 'csv' || kind.format === 'tsv') {
    const read = readDelimited({ path, kind, scratch }, rejects, onPercentage)
    if (!read.ok) return read
    tell({ stage: 'typing', percentage: -1 })
    return stageDelimited(connection, read.value, scratch, Object.keys(request.types).length > 0)
  }
  if (kind.format === 'parquet') return ok(await typedSource(connection, relationOf(path)))
  return stageJson(connection, request, kind, rejects, onPercentage)
}

const relationOf = (path: string): string =>
  `read_parquet(${quotedText(path)}, hive_partitioning = false, file_row_number = true)`

const stageSql = (relation: string, path: string): string =>
  `COPY (FROM ${relation}) TO ${quotedText(path)} (FORMAT parquet, COMPRESSION snappy)`

async function stageJson(
  connection: DuckDBConnection,
  { path, scratch }: ImportRequest,
  kind: SourceKind,
  rejects: RejectLog,
  onPercentage: (percentage: number) => void,
): Promise<Result<StagedTable, Refusal>> {
  let source = path
  let mark = kind.mark
  let lineOf: LineOf | undefined
  if (kind.encoding !== 'utf-8' || (mark > 0 && kind.format === 'json')) {
    source = join(scratch, 'decoded.json')
    writeAsUtf8(path, kind.encoding, mark, source)
    mark = 0
  }
  if (kind.format === 'ndjson') {
    const target = join(scratch, 'clean.ndjson')
    const lines = readJsonLines({ path: source, mark, target }, rejects, onPercentage)
    const first = rejects.first()
    if (lines.rows === 0) {
      const message = first
        ? `No line of the file is a JSON object; line ${first.line} is ${first.reason}.`
        : 'The file holds no lines. Choose a file with data.'
      return err(first ? { message, line: first.line } : { message })
    }
    source = target
    lineOf = (position) => lines.lineOf(position)
  }
  const format = kind.format === 'ndjson' ? 'newline_delimited' : 'auto'
  const staged = join(scratch, 'staged.parquet')
  const read = `read_json(${quotedText(source)}, format = '${format}', records = true, sample_size = -1, maximum_depth = 8)`
  const schema = await schemaOf(connection, read)
  const casts = schema.map(({ name, type }) => {
    const stored = type.includes('JSON') ? type.replaceAll('JSON', 'VARCHAR') : storedTypeOf(type)
    return `CAST(${quotedName(name)} AS ${stored}) AS ${quotedName(name)}`
  })
  await connection.run(stageSql(`(SELECT ${casts.join(', ')} FROM ${read})`, staged))
  const counted = await connection.runAndReadAll(`SELECT count(*) FROM read_parquet(${quotedText(staged)})`)
  if (Number(counted.getRowsJson()[0]?.[0]) === 0)
    return err({ message: 'The file holds no rows. Choose a file with data.' })
  return ok(await typedSource(connection, relationOf(staged), lineOf))
}

type LineOf = (position: number) => number

/** Parquet and JSON bring their types along. Where there are no lines, a row's position stands for its line. */
async function typedSource(
  connection: DuckDBConnection,
  relation: string,
  lineOf: LineOf = (position) => position + 1,
): Promise<StagedTable> {
  const schema = (await schemaOf(connection, relation)).filter(({ name }) => name !== 'file_row_number')
  const named = uniqueColumnNames(schema.map(({ name }) => name))
  const columns = schema.map(({ name, type }, at): StagedColumn => {
    const quoted = quotedName(name)
    const stored = storedTypeOf(type)
    return {
      name: named.names[at] ?? name,
      type: stored,
      sql: stored === type ? quoted : `CAST(${quoted} AS ${stored})`,
      as: (wanted) => ({
        type: wanted,
        sql: type === 'VARCHAR' ? correctedSql(name, wanted) : `TRY_CAST(${quoted} AS ${wanted})`,
        present: type === 'VARCHAR' ? presentText(name) : quoted,
      }),
    }
  })
  const find: StagedTable['find'] = async (positions, found) => {
    const rows = await connection.runAndReadAll(
      `SELECT file_row_number, to_json(t)::VARCHAR FROM ${relation} AS t WHERE file_row_number IN (SELECT position FROM unfit) ORDER BY 1`,
    )
    for (const [position, text] of rows.getRowsJson())
      found(Number(position), lineOf(Number(position)), typeof text === 'string' ? text : '')
    if (rows.currentRowCount !== positions.length)
      throw new Error('Rows that do not fit could not be found again')
  }
  return { relation, columns, findings: named.findings, find }
}
