/** Guesses how a delimited file is written, from its head: the delimiter that gives the most rows of one width. */
import { cutRecord, valuesOf, type Dialect } from '#server/datasets/recordScanner.ts'
import type { SourceFormat } from '#server/datasets/importMessages.ts'

export interface CsvDialect extends Dialect {
  readonly width: number
  readonly hasHeader: boolean
  /** The header's values as they are spelt; empty when there is none. */
  readonly header: readonly string[]
}

const CANDIDATES = [',', ';', '\t', '|'] as const

export function csvDialectOf(head: Uint8Array, isWhole: boolean, format: SourceFormat): CsvDialect {
  const delimiters = format === 'tsv' ? ['\t'] : CANDIDATES
  const tried = delimiters.map((delimiter) => {
    const dialect = { delimiter: delimiter.charCodeAt(0), isQuoted: true }
    const rows = rowsOf(head, isWhole, dialect)
    return { dialect, rows, ...commonWidth(rows) }
  })
  const best = tried.reduce((one, other) => (scoreOf(other) > scoreOf(one) ? other : one))
  const [first = [], ...rest] = best.rows
  const hasHeader = isHeader(first, rest)
  // A header tells the width even when most rows below are broken.
  const width =
    hasHeader && best.rows.some((row, at) => at > 0 && row.length === first.length)
      ? first.length
      : best.width
  return { ...best.dialect, width, hasHeader, header: hasHeader ? first : [] }
}

const scoreOf = (tried: { readonly width: number; readonly share: number }): number =>
  tried.width < 2 ? 0 : tried.share * 100 + Math.min(tried.width, 50) / 10

function rowsOf(head: Uint8Array, isWhole: boolean, dialect: Dialect): string[][] {
  const rows: string[][] = []
  const delimiter = String.fromCharCode(dialect.delimiter)
  const decoder = new TextDecoder()
  let at = 0
  while (at < head.length && rows.length < 2000) {
    const cut = cutRecord(head, at, head.length, dialect, isWhole)
    if (!cut) break
    at = cut.next
    const { start, end, trouble } = cut.record
    if (end === start || trouble !== undefined) continue
    rows.push(valuesOf(decoder.decode(head.subarray(start, end)), delimiter, true))
  }
  return rows
}

function commonWidth(rows: readonly (readonly string[])[]): {
  readonly width: number
  readonly share: number
} {
  const counts = new Map<number, number>()
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  let width = 1
  let most = 0
  for (const [size, count] of counts) if (count > most) [width, most] = [size, count]
  return { width, share: rows.length === 0 ? 0 : most / rows.length }
}

/** A first row of words over columns that hold numbers or dates, or of words which do not come again below. */
function isHeader(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  if (first.some((value) => isFigure(value))) return false
  if (first.every((value) => value.trim() === '')) return false
  if (rest.length === 0) return true
  const below = rest.slice(0, 200)
  const hasFigures = first.some(
    (_, at) => below.filter((row) => isFigure(row[at] ?? '')).length > below.length / 2,
  )
  if (hasFigures) return true
  return !first.some((value, at) => value !== '' && below.some((row) => row[at] === value))
}

const isFigure = (value: string): boolean =>
  /^\s*[-+]?[\d.,]*\d[\d.,]*%?\s*$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(value)
