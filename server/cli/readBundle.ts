/** Reads an audit bundle as it streams by. Nothing is written anywhere, so that no name in it can lead anywhere. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Digest } from '#shared/ids.ts'

const BLOCK = 512
const MAX_MANIFEST_BYTES = 64 * 1024 * 1024
const ARTIFACT = /^artifacts\/([0-9a-f]{64})$/

const Manifest = z.object({
  format: z.literal('countersign-bundle-1'),
  head: z.object({ seq: z.int().nonnegative(), leaf: Digest }),
  artifacts: z.array(z.object({ digest: Digest, bytes: z.int().nonnegative() })),
  missing: z.array(Digest),
})
type Manifest = z.infer<typeof Manifest>

export type Bundle = {
  readonly manifest: Manifest | undefined
  /** Those whose bytes are the ones of their names. */
  readonly artifacts: ReadonlySet<Digest>
  readonly troubles: readonly string[]
}

type TarHeader = { readonly name: string; readonly size: number }

export const isTar = (first: Uint8Array): boolean => headerOf(first) !== undefined

/** Calls `onEntries` with the bytes of entries.ndjson, while they are read. */
export async function readBundle(
  bytes: AsyncIterable<Uint8Array>,
  onEntries: (bytes: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<Bundle> {
  const source = openSource(bytes)
  const artifacts = new Set<Digest>()
  const troubles: string[] = []
  const seen = new Set<string>()
  let manifest: Manifest | undefined
  for (;;) {
    const block = await source.take(BLOCK)
    // Two empty blocks end an archive; without them it was cut off.
    if (block.length === BLOCK && block.every((byte) => byte === 0)) break
    const header = headerOf(block)
    if (!header) {
      troubles.push(
        block.length < BLOCK ? 'The archive is cut off' : 'The archive is damaged: a header does not fit',
      )
      break
    }
    const { name, size } = header
    if (seen.has(name)) troubles.push(`${shown(name)} is in the archive twice`)
    const isFirst = !seen.has(name)
    seen.add(name)
    const body = source.sized(size)
    const named = Digest.safeParse(ARTIFACT.exec(name)?.[1])
    if (!isFirst) await drain(body)
    else if (name === 'entries.ndjson') await onEntries(body)
    else if (name === 'manifest.json') manifest = await manifestOf(body, size)
    else if (named.success) {
      if ((await digestOfAll(body)) === named.data) artifacts.add(named.data)
      else troubles.push(`Artifact ${named.data} is not the bytes of its name`)
    } else troubles.push(`${shown(name)} does not belong in a bundle, and was not read`)
    await drain(body)
    if (source.isShort()) {
      troubles.push(`The archive is cut off within ${shown(name)}`)
      break
    }
    await source.take((BLOCK - (size % BLOCK)) % BLOCK)
  }
  return { manifest, artifacts, troubles }
}

/** As text that a terminal takes for nothing else. */
const shown = (name: string): string => JSON.stringify(name.replace(/[^\x20-\x7e]/g, '?'))

function headerOf(block: Uint8Array): TarHeader | undefined {
  if (block.length < BLOCK) return undefined
  const text = Buffer.from(block).toString('latin1')
  const field = (from: number, to: number): string => text.slice(from, to).split('\0', 1)[0]?.trim() ?? ''
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0)
  const size = field(124, 136)
  if (field(257, 263) !== 'ustar' || !/^[0-7]+$/.test(size) || parseInt(field(148, 156), 8) !== sum)
    return undefined
  const prefix = field(345, 500)
  const name = prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`
  // A link or a directory is no file, whatever its name.
  const isFile = text[156] === '0' || text[156] === '\0'
  return { name: isFile ? name : `${name} (not a file)`, size: parseInt(size, 8) }
}

function openSource(bytes: AsyncIterable<Uint8Array>) {
  const reading = bytes[Symbol.asyncIterator]()
  let rest: Uint8Array = new Uint8Array(0)
  let isCut = false

  async function part(most: number): Promise<Uint8Array> {
    while (rest.length === 0) {
      const next = await reading.next()
      if (next.done === true) return rest
      rest = next.value
    }
    const given = rest.subarray(0, most)
    rest = rest.subarray(given.length)
    return given
  }

  /** One file's bytes; what one reader leaves, the next one gets. */
  function sized(size: number): AsyncIterable<Uint8Array> {
    let left = size
    return {
      [Symbol.asyncIterator]: () => ({
        async next() {
          if (left === 0) return { done: true, value: undefined }
          const value = await part(left)
          left = value.length === 0 ? 0 : left - value.length
          if (value.length > 0) return { done: false, value }
          isCut = true
          return { done: true, value: undefined }
        },
      }),
    }
  }

  async function take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    for await (const one of sized(count)) parts.push(one)
    return Buffer.concat(parts)
  }
  return { sized, take, isShort: () => isCut }
}

async function drain(body: AsyncIterable<Uint8Array>): Promise<void> {
  const reading = body[Symbol.asyncIterator]()
  while ((await reading.next()).done !== true);
}

async function digestOfAll(body: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of body) hash.update(part)
  return hash.digest('hex')
}

async function manifestOf(body: AsyncIterable<Uint8Array>, size: number): Promise<Manifest | undefined> {
  if (size > MAX_MANIFEST_BYTES) return undefined
  const parts: Uint8Array[] = []
  for await (const part of body) parts.push(part)
  try {
    return Manifest.safeParse(JSON.parse(Buffer.concat(parts).toString('utf8'))).data
  } catch {
    return undefined
  }
}
