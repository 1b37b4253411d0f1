/** Streams a file through memory of a fixed size, record by record or line by line, with the physical line numbers of the source. */
import { closeSync, openSync, readSync } from 'node:fs'
import { cutRecord, LONGEST_LINE, type Dialect, type RecordFound } from '#server/datasets/recordScanner.ts'

const CHUNK = 8 * 1_048_576

export interface ScanOptions {
  readonly path: string
  /** Bytes to skip at the start. */
  readonly mark: number
  readonly dialect: Dialect
  readonly onPercentage?: ((percentage: number) => void) | undefined
  readonly bytes: number
}

/** `bytes` holds the record only during the call. Return false to stop. */
export type OnRecord = (bytes: Uint8Array, record: RecordFound, line: number) => boolean | void

export function scanFile(
  { path, mark, dialect, onPercentage, bytes }: ScanOptions,
  onRecord: OnRecord,
): void {
  const file = openSync(path, 'r')
  const buffer = Buffer.alloc(CHUNK + LONGEST_LINE * 2)
  try {
    let position = mark
    let held = 0
    let line = 1
    for (;;) {
      const read = readSync(file, buffer, held, CHUNK, position)
      position += read
      const length = held + read
      const isLast = read === 0
      let at = 0
      while (at < length) {
        const cut = cutRecord(buffer, at, length, dialect, isLast)
        if (!cut) break
        at = cut.next
        if (onRecord(buffer, cut.record, line) === false) return
        line += cut.lines
      }
      if (isLast) return
      buffer.copyWithin(0, at, length)
      held = length - at
      onPercentage?.(bytes === 0 ? -1 : Math.min(100, (position / bytes) * 100))
    }
  } finally {
    closeSync(file)
  }
}

export function headOf(path: string, most: number): Uint8Array {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(most)
    return buffer.subarray(0, readSync(file, buffer, 0, most, 0))
  } finally {
    closeSync(file)
  }
}
