/** The rows that are no rows of the table, kept on disk as lines of JSON until they become the rejects table. */
import { openFileWriter } from '#server/datasets/fileWriter.ts'

export interface RejectLog {
  readonly path: string
  readonly count: () => number
  readonly first: () => Reject | undefined
  add(reject: Reject): void
  close(): void
}

export interface Reject {
  readonly line: number
  readonly reason: string
  readonly text: string
}

/** Of a rejected line, this much is kept. */
const LONGEST_TEXT = 100_000

export function openRejectLog(path: string): RejectLog {
  const writer = openFileWriter(path)
  let count = 0
  let first: Reject | undefined
  return {
    path,
    count: () => count,
    first: () => first,
    add(reject) {
      first ??= reject
      count++
      const kept = {
        ...reject,
        text: reject.text.slice(0, LONGEST_TEXT).toWellFormed().replaceAll('\0', '\u2400'),
      }
      writer.write(Buffer.from(`${JSON.stringify(kept)}\n`))
    },
    close: () => writer.close(),
  }
}
