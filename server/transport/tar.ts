/** A .tar as it is written (POSIX ustar): nothing is held in memory, and every file's size is known before its bytes. */
const BLOCK = 512

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`

export function tarHeader(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new RangeError(`Too long a name for this archive: ${name}`)
  if (size >= 8 ** 11) throw new RangeError(`Too large a file for this archive: ${name}`)
  const header = Buffer.alloc(BLOCK)
  header.write(name, 0, 100)
  header.write(octal(0o644, 8), 100)
  header.write(octal(0, 8), 108)
  header.write(octal(0, 8), 116)
  header.write(octal(size, 12), 124)
  header.write(octal(0, 12), 136)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

export type TarFile = {
  readonly name: string
  readonly size: number
  readonly content: () => Promise<AsyncIterable<Buffer | string> | Iterable<Buffer | string>>
}

export async function* tarOf(files: AsyncIterable<TarFile> | Iterable<TarFile>): AsyncGenerator<Buffer> {
  for await (const file of files) {
    yield tarHeader(file.name, file.size)
    let written = 0
    for await (const part of await file.content()) {
      const bytes = Buffer.from(part)
      written += bytes.length
      yield bytes
    }
    if (written !== file.size)
      throw new Error(`${file.name} has ${written} bytes and was announced with ${file.size}`)
    if (written % BLOCK > 0) yield Buffer.alloc(BLOCK - (written % BLOCK))
  }
  yield Buffer.alloc(2 * BLOCK)
}
