/** NDJSON: each line is parsed once by us, so that a broken one is kept as a reject, and copied for DuckDB when it is an object. */
import { isUtf8 } from 'node:buffer'
import { statSync } from 'node:fs'
import { openFileWriter } from '#server/datasets/fileWriter.ts'
import type { RejectLog } from '#server/datasets/rejectLog.ts'
import { scanFile } from '#server/datasets/scanFile.ts'

const LINES = { delimiter: 0, isQuoted: false }

/** Writes the good lines to `target` and answers how many there are. */
export function readJsonLines(
  source: { readonly path: string; readonly mark: number; readonly target: string },
  rejects: RejectLog,
  onPercentage: (percentage: number) => void,
): number {
  const { path, mark } = source
  const writer = openFileWriter(source.target)
  let rows = 0
  scanFile(
    { path, mark, bytes: statSync(path).size, dialect: LINES, onPercentage },
    (buffer, { start, end }, line) => {
      const bytes = buffer.subarray(start, end)
      const text = Buffer.from(bytes).toString('utf8')
      if (text.trim() === '') return
      const reason = isUtf8(bytes) ? troubleOf(text) : 'bytes that are not UTF-8'
      if (reason !== undefined) return rejects.add({ line, reason, text })
      rows++
      writer.write(bytes)
      writer.write(NEWLINE)
    },
  )
  writer.close()
  return rows
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
