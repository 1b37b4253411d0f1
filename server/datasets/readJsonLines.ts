/** NDJSON: each line is parsed once by us, so that a broken one is kept as a reject, and copied for DuckDB when it is an object. */
import { isUtf8 } from 'node:buffer'
import { statSync } from 'node:fs'
import { openFileWriter } from '#server/datasets/fileWriter.ts'
import type { RejectLog } from '#server/datasets/rejectLog.ts'
import { scanFile } from '#server/datasets/scanFile.ts'

const LINES = { delimiter: 0, isQuoted: false }

export interface JsonLines {
  readonly rows: number
  /** The physical line in which a row stands, by its position from 0. */
  lineOf(position: number): number
}

/** Writes the good lines to `target`. */
export function readJsonLines(
  source: { readonly path: string; readonly mark: number; readonly target: string },
  rejects: RejectLog,
  onPercentage: (percentage: number) => void,
): JsonLines {
  const { path, mark } = source
  const writer = openFileWriter(source.target)
  let rows = 0
  // Where lines were left out, the first position after them and by how much lines are ahead of positions.
  const shifts = [{ position: 0, ahead: 1 }]
  scanFile(
    { path, mark, bytes: statSync(path).size, dialect: LINES, onPercentage },
    (buffer, { start, end }, line) => {
      const bytes = buffer.subarray(start, end)
      const text = Buffer.from(bytes).toString('utf8')
      if (text.trim() === '') return
      const reason = isUtf8(bytes) ? troubleOf(text) : 'bytes that are not UTF-8'
      if (reason !== undefined) return rejects.add({ line, reason, text })
      if (shifts.at(-1)?.ahead !== line - rows) shifts.push({ position: rows, ahead: line - rows })
      rows++
      writer.write(bytes)
      writer.write(NEWLINE)
    },
  )
  writer.close()
  return {
    rows,
    lineOf: (position) => position + (shifts.findLast((shift) => shift.position <= position)?.ahead ?? 1),
  }
}

const NEWLINE = Buffer.from('\n')

function troubleOf(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? undefined
      : 'not a JSON object'
  } catch {
    return 'not JSON'
  }
}
