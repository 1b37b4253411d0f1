import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Digest } from '#shared/ids.ts'

/** SHA-256 of a file of any size, a piece at a time. */
export async function digestOfFile(path: string): Promise<Digest> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1_048_576 }), hash)
  return Digest.parse(hash.digest('hex'))
}
