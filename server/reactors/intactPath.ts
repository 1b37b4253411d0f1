/** A path to bytes that are still those of their name, when a run is about to read them. */
import { stat } from 'node:fs/promises'
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import type { Digest } from '#shared/ids.ts'

export type IntactPath = (digest: Digest) => Promise<string>

/**
 * Hashes a file when it is first read and whenever the file system says that it was touched since: the time of the last
 * change of an inode (`ctime`) can't be set back by who may write the file.
 */
export function openIntactPaths(artifacts: ArtifactStore): IntactPath {
  const seen = new Map<Digest, string>()
  return async (digest) => {
    const path = await artifacts.path(digest)
    if (path === undefined)
      throw new Error(`The artifact ${digest} is missing; restore the data folder from a copy`)
    const signature = await signatureOf(path)
    if (seen.get(digest) === signature) return path
    const verdict = await artifacts.verify(digest)
    if (verdict !== 'intact')
      throw new Error(`The artifact ${digest} is ${verdict}; restore the data folder from a copy`)
    seen.set(digest, signature)
    return path
  }
}

async function signatureOf(path: string): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true })
  return [ino, size, mtimeNs, ctimeNs].join(' ')
}
