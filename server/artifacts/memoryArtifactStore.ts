/** Artifacts in memory, for tests; only `path` needs a folder, as a kernel reads files. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import { digestOf } from '#shared/digest.ts'
import type { Digest } from '#shared/ids.ts'

export function createMemoryArtifactStore(folderForPaths: string): ArtifactStore {
  const contents = new Map<Digest, Uint8Array>()
  const put: ArtifactStore['put'] = (content) => {
    const digest = digestOf(content)
    contents.set(digest, Uint8Array.from(content))
    return Promise.resolve({ digest, bytes: content.byteLength })
  }
  return {
    put,
    adopt: async (path) => {
      const stored = await put(await readFile(path))
      await rm(path)
      return stored
    },
    has: (digest) => Promise.resolve(contents.has(digest)),
    bytes: (digest) => {
      const content = contents.get(digest)
      return Promise.resolve(content && Uint8Array.from(content))
    },
    stream: (digest) => {
      const content = contents.get(digest)
      return Promise.resolve(content && Readable.from([Buffer.from(content)]))
    },
    path: async (digest) => {
      const content = contents.get(digest)
      if (!content) return undefined
      const path = join(folderForPaths, digest)
      await mkdir(folderForPaths, { recursive: true })
      await writeFile(path, content)
      return path
    },
    verify: (digest) => {
      const content = contents.get(digest)
      if (!content) return Promise.resolve('missing')
      return Promise.resolve(digestOf(content) === digest ? 'intact' : 'changed')
    },
  }
}
