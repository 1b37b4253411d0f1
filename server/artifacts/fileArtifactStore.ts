/** Artifacts as files, `artifacts/ab/ab12…`: whole and on disk under their name, or not there at all. */
import { createReadStream } from 'node:fs'
import { chmod, copyFile, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { v7 as newId } from 'uuid'
import type { ArtifactStore, StoredArtifact } from '#server/artifacts/artifactStore.ts'
import { digestOfFile } from '#server/artifacts/digestOfFile.ts'
import { digestOf } from '#shared/digest.ts'
import type { Digest } from '#shared/ids.ts'

/** `folder` is made when it is not there; leftovers of writes that a crash cut short are removed. */
export async function openFileArtifactStore(folder: string): Promise<ArtifactStore> {
  const unfinished = join(folder, 'unfinished')
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })

  const placeOf = (digest: Digest): string => join(folder, digest.slice(0, 2), digest)
  const has = (digest: Digest): Promise<boolean> => isFile(placeOf(digest))

  const keep = async (written: string, digest: Digest): Promise<StoredArtifact> => {
    const place = placeOf(digest)
    const { size: bytes } = await stat(written)
    // What stands under the name may have rotted since; the bytes at hand are known to be right.
    await mkdir(dirname(place), { recursive: true })
    await rename(written, place)
    await syncFolder(dirname(place))
    await syncFolder(folder)
    return { digest, bytes }
  }

  const put = async (content: Uint8Array): Promise<StoredArtifact> => {
    const written = join(unfinished, newId())
    const file = await open(written, 'wx', 0o444)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    return keep(written, digestOf(content))
  }

  const adopt = async (path: string): Promise<StoredArtifact> => {
    const written = join(unfinished, newId())
    await move(path, written)
    await chmod(written, 0o444)
    await syncFile(written)
    // Hashed after the move: nobody who knew the old place can change it between.
    return keep(written, await digestOfFile(written))
  }

  return {
    put,
    adopt,
    has,
    bytes: async (digest) => ((await has(digest)) ? readFile(placeOf(digest)) : undefined),
    stream: async (digest) => ((await has(digest)) ? createReadStream(placeOf(digest)) : undefined),
    path: async (digest) => ((await has(digest)) ? placeOf(digest) : undefined),
    verify: async (digest) => {
      if (!(await has(digest))) return 'missing'
      return (await digestOfFile(placeOf(digest))) === digest ? 'intact' : 'changed'
    },
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

/** Also from another file system, where a rename can't reach. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error
    await copyFile(from, to)
    await rm(from)
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A rename is durable when its folder is. */
const syncFolder = syncFile
