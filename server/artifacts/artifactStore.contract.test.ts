import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import { openFileArtifactStore } from '#server/artifacts/fileArtifactStore.ts'
import { createMemoryArtifactStore } from '#server/artifacts/memoryArtifactStore.ts'
import { digestOf } from '#shared/digest.ts'

const text = (content: string): Uint8Array => new TextEncoder().encode(content)

describe.each([
  ['files', (folder: string) => openFileArtifactStore(join(folder, 'artifacts'))],
  ['memory', (folder: string) => Promise.resolve(createMemoryArtifactStore(join(folder, 'paths')))],
])('an artifact store in %s', (_, openStore) => {
  let folder: string
  let store: ArtifactStore
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'artifacts-'))
    store = await openStore(folder)
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('names bytes by their SHA-256 and gives them back', async () => {
    const stored = await store.put(text('abc'))
    expect(stored).toEqual({
      digest: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      bytes: 3,
    })
    expect(Buffer.from((await store.bytes(stored.digest))!).toString()).toBe('abc')
    expect(await readFile((await store.path(stored.digest))!, 'utf8')).toBe('abc')
    const pieces: Buffer[] = []
    for await (const piece of (await store.stream(stored.digest))!) pieces.push(piece as Buffer)
    expect(Buffer.concat(pieces).toString()).toBe('abc')
  })

  it('takes the same bytes twice, and at once, as one artifact', async () => {
    const [one, two] = await Promise.all([store.put(text('same')), store.put(text('same'))])
    expect(one).toEqual(two)
    expect(await store.verify(one.digest)).toBe('intact')
  })

  it('takes a file over, so that nothing is left in its old place', async () => {
    const path = join(folder, 'result')
    await writeFile(path, 'a result')
    const stored = await store.adopt(path)
    expect(stored).toEqual({ digest: digestOf('a result'), bytes: 8 })
    await expect(stat(path)).rejects.toThrow('ENOENT')
    expect(await store.has(stored.digest)).toBe(true)
  })

  it('says that it does not have what was never put', async () => {
    const digest = digestOf('never')
    expect(await store.has(digest)).toBe(false)
    expect(await store.bytes(digest)).toBeUndefined()
    expect(await store.stream(digest)).toBeUndefined()
    expect(await store.path(digest)).toBeUndefined()
    expect(await store.verify(digest)).toBe('missing')
  })

  it('holds an empty artifact', async () => {
    const { digest, bytes } = await store.put(new Uint8Array())
    expect(bytes).toBe(0)
    expect((await store.bytes(digest))?.byteLength).toBe(0)
  })
})

describe('an artifact store in files', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'artifacts-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('has after a restart what it had before, and forgets what was never finished', async () => {
    const { digest } = await (await openFileArtifactStore(folder)).put(text('kept'))
    await writeFile(join(folder, 'unfinished', 'half'), 'ha')
    const again = await openFileArtifactStore(folder)
    expect(await again.verify(digest)).toBe('intact')
    await expect(stat(join(folder, 'unfinished', 'half'))).rejects.toThrow('ENOENT')
  })

  it('sees that bytes were changed on disk, and heals when they are put again', async () => {
    const store = await openFileArtifactStore(folder)
    const { digest } = await store.put(text('honest'))
    await rm((await store.path(digest))!)
    await writeFile(join(folder, digest.slice(0, 2), digest), 'forged')
    expect(await store.verify(digest)).toBe('changed')
    await store.put(text('honest'))
    expect(await store.verify(digest)).toBe('intact')
  })
})
