/** CSV and TSV: our scanner decides what a row is and keeps what is none; DuckDB then reads only what is surely well formed. */
import { isUtf8 } from 'node:buffer'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { csvDialectOf, type CsvDialect } from '#server/datasets/csvDialect.ts'
import { uniqueColumnNames } from '#server/datasets/columnNames.ts'
import { openFileWriter, type FileWriter } from '#server/datasets/fileWriter.ts'
import type { Refusal } from '#server/datasets/importMessages.ts'
import { valuesOf, type RecordFound } from '#server/datasets/recordScanner.ts'
import type { RejectLog } from '#server/datasets/rejectLog.ts'
import { headOf, scanFile } from '#server/datasets/scanFile.ts'
import type { SourceKind } from '#server/datasets/sourceKind.ts'
import { isLatin1, isWhollyUtf8, writeAsUtf8 } from '#server/datasets/textEncoding.ts'
import { quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { err, ok, type Result } from '#shared/result.ts'

export interface DelimitedText {
  readonly names: readonly string[]
  readonly findings: readonly string[]
  readonly rows: number
  /** SQL for FROM: columns c0, c1, … as VARCHAR, rows in the order of the source. */
  relation(isRewritten: boolean): string
  /** The same of a few thousand rows spread over the whole file. */
  readonly sample: string
  readonly needsRewrite: boolean
  /** Writes the file that `relation(true)` reads. */
  rewrite(): void
  /** Physical line and text of good rows, by their ascending positions from 0. */
  find(positions: readonly number[], found: (at: number, line: number, text: string) => void): void
}

const HEAD = 1_048_576
const SAMPLED = 4000
/** A text that no cell has, so that empty cells stay empty texts until the column's type is known. */
const NO_NULL = '\u0001no null\u0001'

export function readDelimited(
  source: { readonly path: string; readonly kind: SourceKind; readonly scratch: string },
  rejects: RejectLog,
  onPercentage: (percentage: number) => void,
): Result<DelimitedText, Refusal> {
  const findings: string[] = []
  const { path, mark, isSound } = inUtf8(source, findings)
  const bytes = statSync(path).size
  const head = headOf(path, HEAD).subarray(mark)
  const dialect = csvDialectOf(head, bytes <= HEAD, source.kind.format)
  const { width, hasHeader } = dialect
  const spelt = hasHeader ? dialect.header : Array.from({ length: width }, (_, at) => `column_${at + 1}`)
  const named = uniqueColumnNames(Array.from({ length: width }, (_, at) => spelt[at] ?? ''))
  if (!hasHeader) findings.push('no header row was found; the columns got names')
  findings.push(...named.findings)

  const scan = { path, mark, dialect, bytes }
  const judge = rowJudge(dialect, isSound)
  let rows = 0
  let needsRewrite = mark > 0
  let isHeaderNext = hasHeader
  const isBlank = (record: RecordFound): boolean => record.end === record.start
  // In a single column, a blank line below the header is an empty value.
  const isSkipped = (record: RecordFound, isHeader: boolean): boolean =>
    isBlank(record) && (width > 1 || isHeader)
  const delimiter = String.fromCharCode(dialect.delimiter)
  const rewriteRow = (writer: FileWriter, buffer: Uint8Array, record: RecordFound): void => {
    const values = isBlank(record) ? [''] : valuesOf(textOf(buffer, record), delimiter, true)
    writer.write(Buffer.from(`${values.map(quotedValue).join(delimiter)}\n`))
  }
  const samplePath = join(source.scratch, 'sample.csv')
  const sample = openFileWriter(samplePath)
  let read = 0
  let sampled = 0
  let blank = 0
  let firstBlank: number | undefined
  scanFile({ ...scan, onPercentage }, (buffer, record, line) => {
    read += record.end - record.start + 1
    if (isBlank(record)) needsRewrite = true
    if (isSkipped(record, isHeaderNext)) {
      firstBlank ??= line
      blank++
      return
    }
    if (isHeaderNext && record.trouble === undefined) {
      isHeaderNext = false
      return
    }
    const reason = judge(buffer, record)
    if (reason !== undefined) {
      needsRewrite = true
      rejects.add({ line, reason, text: textOf(buffer, record) })
      return
    }
    if (record.isIrregular) needsRewrite = true
    rows++
    if (read * SAMPLED < sampled * bytes) return
    sampled++
    rewriteRow(sample, buffer, record)
  })
  sample.close()
  if (firstBlank !== undefined)
    findings.push(`blank lines skipped: ${blank}, the first is line ${firstBlank}`)
  if (rows === 0) return nothingIn(rejects, hasHeader)

  const eachRow = (onRow: (bytes: Uint8Array, record: RecordFound, line: number) => boolean | void): void => {
    let isHeader = hasHeader
    scanFile(scan, (buffer, record, line) => {
      if (isSkipped(record, isHeader)) return
      if (isHeader && record.trouble === undefined) {
        isHeader = false
        return
      }
      if (judge(buffer, record) === undefined) return onRow(buffer, record, line)
    })
  }
  const rewritten = join(source.scratch, 'clean.csv')
  return ok({
    names: named.names,
    findings,
    rows,
    needsRewrite,
    sample: relationOf(samplePath, false, dialect),
    relation: (isRewritten) => relationOf(isRewritten ? rewritten : path, !isRewritten && hasHeader, dialect),
    rewrite() {
      const writer = openFileWriter(rewritten)
      eachRow((buffer, record) => rewriteRow(writer, buffer, record))
      writer.close()
    },
    find(positions, found) {
      let at = 0
      let next = 0
      eachRow((buffer, record, line) => {
        if (positions[next] === at) {
          found(at, line, textOf(buffer, record))
          next++
        }
        at++
        return next < positions.length
      })
    },
  })
}

function inUtf8(
  { path, kind, scratch }: { readonly path: string; readonly kind: SourceKind; readonly scratch: string },
  findings: string[],
): { readonly path: string; readonly mark: number; readonly isSound: boolean } {
  const isWide = kind.encoding !== 'utf-8'
  const isSound = isWide || isWhollyUtf8(path)
  if (!isWide && (isSound || !isLatin1(path, kind.mark, statSync(path).size))) {
    return { path, mark: kind.mark, isSound }
  }
  const encoding = isWide ? kind.encoding : 'windows-1252'
  const decoded = join(scratch, 'decoded.csv')
  writeAsUtf8(path, encoding, kind.mark, decoded)
  findings.push(`${isWide ? encoding.toUpperCase() : 'Latin-1'} was decoded`)
  return { path: decoded, mark: 0, isSound: true }
}

function rowJudge({ width }: CsvDialect, isSound: boolean) {
  return (buffer: Uint8Array, record: RecordFound): string | undefined => {
    if (record.trouble !== undefined) return record.trouble
    if (record.fields < width) return `too few fields: ${record.fields} instead of ${width}`
    if (record.fields > width) return `too many fields: ${record.fields} instead of ${width}`
    if (!isSound && !isUtf8(buffer.subarray(record.start, record.end))) return 'bytes that are not UTF-8'
    if (record.hasNul) return 'a NUL character'
    return undefined
  }
}

function nothingIn(rejects: RejectLog, hasHeader: boolean): Result<never, Refusal> {
  const first = rejects.first()
  if (first) {
    const message = `No row of the file could be read; the first, in line ${first.line}, has ${first.reason}.`
    return err({ message, line: first.line })
  }
  const what = hasHeader ? 'only a header and no rows' : 'no rows'
  return err({ message: `The file holds ${what}. Choose a file with data.` })
}

function relationOf(path: string, hasHeader: boolean, { delimiter, width }: CsvDialect): string {
  const columns = Array.from({ length: width }, (_, at) => `c${at}: 'VARCHAR'`).join(', ')
  return `read_csv(${quotedText(path)}, auto_detect = false, header = ${hasHeader}, strict_mode = true,
    delim = ${quotedText(String.fromCharCode(delimiter))}, quote = '"', escape = '"', nullstr = '${NO_NULL}',
    null_padding = false, max_line_size = 8388608, columns = {${columns}})`
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const textOf = (buffer: Uint8Array, { start, end }: RecordFound): string =>
  decoder.decode(buffer.subarray(start, end))
const quotedValue = (value: string): string => `"${value.replaceAll('"', '""')}"`
