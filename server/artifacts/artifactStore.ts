/** The port for immutable bytes named by their SHA-256. What was put can be got until the store is gone; nothing is changed or removed. */
import type { Readable } from 'node:stream'
import type { Digest } from '#shared/ids.ts'

export interface StoredArtifact {
  readonly digest: Digest
  readonly bytes: number
}

export interface ArtifactStore {
  /** Durable when it resolves. Putting the same bytes again is no error. */
  put(content: Uint8Array): Promise<StoredArtifact>
  /** Takes a file over: it is gone from its place afterwards, whether or not its bytes were here already. */
  adopt(path: string): Promise<StoredArtifact>
  has(digest: Digest): Promise<boolean>
  /** Undefined when there is no such artifact. */
  bytes(digest: Digest): Promise<Uint8Array | undefined>
  stream(digest: Digest): Promise<Readable | undefined>
  /** A file with these bytes, for a kernel to read and never to write. */
  path(digest: Digest): Promise<string | undefined>
  /** Whether the bytes are still those of the name. */
  verify(digest: Digest): Promise<'intact' | 'changed' | 'missing'>
}
