/**
 * Cuts delimited text into records by physical line, byte by byte. A record that is broken gives up its first line
 * only and reading goes on at the next, so that one stray quote does not swallow the rows after it.
 */
export interface Dialect {
  /** Byte of the delimiter. */
  readonly delimiter: number
  readonly isQuoted: boolean
}

export interface RecordFound {
  readonly start: number
  readonly end: number
  readonly fields: number
  /** What is wrong with its quotes. */
  readonly trouble: string | undefined
  /** DuckDB would not read it as we do, or not for certain. */
  readonly isIrregular: boolean
  readonly hasNul: boolean
}

export interface Cut {
  readonly next: number
  readonly record: RecordFound
  /** Physical lines from the start of the record to `next`. */
  readonly lines: number
}

const QUOTE = 34
const NEWLINE = 10
const RETURN = 13
/** A quoted value may hold line ends; a longer record is taken as a quote that was never closed. */
export const LONGEST_RECORD = 1_048_576
export const LONGEST_LINE = 4 * LONGEST_RECORD

/** Undefined: more bytes are needed (never when `isLast`). */
export function cutRecord(
  bytes: Uint8Array,
  start: number,
  length: number,
  dialect: Dialect,
  isLast: boolean,
): Cut | undefined {
  const { delimiter, isQuoted } = dialect
  let at = start
  let fields = 1
  let lines = 1
  let isIrregular = false
  let hasNul = false
  let isFieldStart = true
  while (at < length) {
    const byte = bytes[at]
    if (byte === QUOTE && isQuoted) {
      if (!isFieldStart) {
        isIrregular = true
        at++
        continue
      }
      at++
      for (;;) {
        if (at - start > LONGEST_RECORD)
          return brokenLine(bytes, start, length, 'a quote is never closed', isLast)
        if (at >= length) {
          return isLast ? brokenLine(bytes, start, length, 'a quote is never closed', isLast) : undefined
        }
        const inside = bytes[at]
        if (inside === QUOTE) {
          if (at + 1 >= length && !isLast) return undefined
          if (at + 1 < length && bytes[at + 1] === QUOTE) at += 2
          else break
          continue
        }
        if (inside === NEWLINE || (inside === RETURN && bytes[at + 1] !== NEWLINE)) lines++
        if (inside === 0) hasNul = true
        at++
      }
      at++
      isFieldStart = false
      const after = at < length ? bytes[at] : NEWLINE
      if (after !== delimiter && after !== NEWLINE && after !== RETURN) {
        return brokenLine(bytes, start, length, 'text stands after a closing quote', isLast)
      }
      continue
    }
    if (byte === delimiter) {
      fields++
      isFieldStart = true
    } else if (byte === NEWLINE || byte === RETURN) {
      if (byte === RETURN && at + 1 >= length && !isLast) return undefined
      const isPair = byte === RETURN && bytes[at + 1] === NEWLINE
      if (byte === RETURN && !isPair) isIrregular = true
      const record = { start, end: at, fields, trouble: undefined, isIrregular, hasNul }
      return { next: at + (isPair ? 2 : 1), record, lines }
    } else {
      isFieldStart = false
      if (byte === 0) hasNul = true
    }
    at++
  }
  if (!isLast) {
    if (length - start <= LONGEST_LINE) return undefined
    const record = {
      start,
      end: length,
      fields: 0,
      trouble: 'a line of more than 4 MB',
      isIrregular: true,
      hasNul: false,
    }
    return { next: length, record, lines: 0 }
  }
  return {
    next: length,
    record: { start, end: length, fields, trouble: undefined, isIrregular, hasNul },
    lines,
  }
}

function brokenLine(
  bytes: Uint8Array,
  start: number,
  length: number,
  trouble: string,
  isLast: boolean,
): Cut | undefined {
  let at = start
  while (at < length && bytes[at] !== NEWLINE && bytes[at] !== RETURN) at++
  if (at >= length && !isLast && at - start <= LONGEST_LINE) return undefined
  const isPair = bytes[at] === RETURN && bytes[at + 1] === NEWLINE
  const record = { start, end: at, fields: 0, trouble, isIrregular: true, hasNul: false }
  return { next: Math.min(length, at + (isPair ? 2 : 1)), record, lines: 1 }
}

/** The values of one well-formed record. */
export function valuesOf(text: string, delimiter: string, isQuoted: boolean): string[] {
  const values: string[] = []
  let at = 0
  for (;;) {
    if (isQuoted && text[at] === '"') {
      let value = ''
      at++
      for (;;) {
        const close = text.indexOf('"', at)
        if (close < 0) return [...values, value + text.slice(at)]
        value += text.slice(at, close)
        at = close + 1
        if (text[at] !== '"') break
        value += '"'
        at++
      }
      values.push(value)
    } else {
      const end = text.indexOf(delimiter, at)
      values.push(end < 0 ? text.slice(at) : text.slice(at, end))
      at = end < 0 ? text.length : end
    }
    if (at >= text.length) return values
    at++
    if (at >= text.length) return [...values, '']
  }
}
