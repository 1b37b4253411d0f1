import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Digest } from '#shared/ids.ts'

/** SHA-256 of a file that a child wrote. The child is hostile: the name of the bytes is worked out on this side. */
export async function digestOfWritten(path: string): Promise<Digest> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1_048_576 }), hash)
  return Digest.parse(hash.digest('hex'))
}
