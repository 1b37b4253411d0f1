/** Collects small writes into few large ones. */
import { closeSync, openSync } from 'node:fs'
import { writeWhole } from '#server/datasets/textEncoding.ts'

export interface FileWriter {
  write(bytes: Uint8Array): void
  close(): void
}

export function openFileWriter(path: string): FileWriter {
  const file = openSync(path, 'w')
  const buffer = Buffer.alloc(4 * 1_048_576)
  let held = 0
  const flush = (): void => {
    writeWhole(file, buffer.subarray(0, held))
    held = 0
  }
  return {
    write(bytes) {
      if (held + bytes.length > buffer.length) flush()
      if (bytes.length > buffer.length) return writeWhole(file, bytes)
      buffer.set(bytes, held)
      held += bytes.length
    },
    close() {
      flush()
      closeSync(file)
    },
  }
}
