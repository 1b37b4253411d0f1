/** Turns other encodings into UTF-8, and tells Latin-1 from UTF-8 with broken lines by looking at the whole file. */
import { isAscii, isUtf8 } from 'node:buffer'
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { scanFile } from '#server/datasets/scanFile.ts'

const LINES = { delimiter: 44, isQuoted: false }

/** Chunks end where a line does, so that no character is cut. */
export function isWhollyUtf8(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const chunk = Buffer.alloc(4 * 1_048_576)
    for (let position = 0; ;) {
      const read = readSync(file, chunk, 0, chunk.length, position)
      if (read === 0) return true
      const lastLine = chunk.subarray(0, read).lastIndexOf(10)
      const length = read < chunk.length || lastLine < 0 ? read : lastLine + 1
      if (!isUtf8(chunk.subarray(0, length))) return false
      position += length
    }
  } finally {
    closeSync(file)
  }
}

/** Where fewer lines than one in so many are no UTF-8, they are damage rather than another encoding. */
const LINES_A_BROKEN_ONE = 1000
/** Of the bytes that are no ASCII, this share must read as letters in words. */
const LETTERS = 0.75

/** Latin-1 when enough lines are no UTF-8, none needs UTF-8 to be read, and their odd bytes read as letters of words. */
export function isLatin1(path: string, mark: number, bytes: number): boolean {
  let lines = 0
  let broken = 0
  let wide = 0
  let odd = 0
  let letters = 0
  scanFile({ path, mark, bytes, dialect: LINES }, (buffer, { start, end }) => {
    lines++
    const line = buffer.subarray(start, end)
    if (isAscii(line)) return
    if (isUtf8(line)) {
      wide++
      return
    }
    broken++
    line.forEach((byte, at) => {
      if (byte < 0x80) return
      odd++
      if (isOddLetter(byte) && (isLetter(line[at - 1]) || isLetter(line[at + 1]))) letters++
    })
  })
  return wide === 0 && broken * LINES_A_BROKEN_ONE >= lines && letters >= odd * LETTERS && broken > 0
}

/** Letters of Latin-1, without the signs for times and divided. */
const isOddLetter = (byte: number): boolean => byte >= 0xc0 && byte !== 0xd7 && byte !== 0xf7
const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || isOddLetter(byte))

export function writeAsUtf8(path: string, encoding: string, mark: number, target: string): void {
  const from = openSync(path, 'r')
  const to = openSync(target, 'w')
  try {
    const decoder = new TextDecoder(encoding, { ignoreBOM: false })
    const chunk = Buffer.alloc(4 * 1_048_576)
    for (let position = mark; ;) {
      const read = readSync(from, chunk, 0, chunk.length, position)
      position += read
      writeWhole(to, Buffer.from(decoder.decode(chunk.subarray(0, read), { stream: read > 0 })))
      if (read === 0) return
    }
  } finally {
    closeSync(from)
    closeSync(to)
  }
}

/** A write may take less than all. */
export function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at)
}
