/** The environment of Python steps: found or made, said to be absent with what to do, and left alone when the server stops. */
import { mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findInterpreter } from '#server/kernels/python/interpreter.ts'
import { openPython, type Python } from '#server/kernels/python/openPython.ts'
import { findSandboxTools } from '#server/kernels/python/sandbox.ts'
import { packageRoot } from '#server/packageRoot.ts'

const home = join(packageRoot(), 'server', 'kernels', 'python')

async function opened(env: Readonly<Record<string, string>>): Promise<{ python: Python; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-python-'))
  const python = openPython({
    home,
    artifacts: folder,
    runs: join(folder, 'runs'),
    env: { ...process.env, ...env },
    isUnsafe: false,
  })
  return { python, folder }
}

describe('Python', () => {
  it('is absent where none is found, and says so with what is needed', async () => {
    const { python } = await opened({ COUNTERSIGN_PYTHON: '/nowhere/python3' })
    expect(await python.settled).toEqual({
      kind: 'absent',
      because: 'COUNTERSIGN_PYTHON is /nowhere/python3, which is no Python 3.10 or newer.',
    })
    await python.close()
  })

  it('is absent where its packages can not be had, and leaves nothing half-made', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'countersign-cache-'))
    const { python } = await opened({
      COUNTERSIGN_PYTHON_CACHE: cache,
      PIP_NO_INDEX: '1',
      PIP_FIND_LINKS: cache,
    })
    const state = await python.settled
    expect(state.kind === 'absent' && state.because).toMatch(/^Installing packages failed: /)
    expect(await readdir(cache)).toEqual([])
    await python.close()
  })

  it('stops what it was making when the server stops', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'countersign-cache-'))
    const { python } = await opened({ COUNTERSIGN_PYTHON_CACHE: cache })
    await expect
      .poll(
        () => {
          const state = python.state()
          return state.kind === 'preparing' && /Installing|Fetching/.test(state.doing)
        },
        { timeout: 30_000 },
      )
      .toBe(true)
    const began = Date.now()
    await python.close()
    expect(Date.now() - began).toBeLessThan(5_000)
    expect(await readdir(cache)).toEqual([])
  })

  it('is found, and nothing is taken for it that does not say so in its form', async () => {
    const found = await findInterpreter(process.env)
    expect(found.ok && found.value.major).toBe(3)
    const folder = await mkdtemp(join(tmpdir(), 'countersign-fake-'))
    await writeFile(join(folder, 'python3'), '#!/bin/sh\necho "{}"\n', { mode: 0o755 })
    const fake = await findInterpreter({ COUNTERSIGN_PYTHON: join(folder, 'python3') })
    expect(fake.ok).toBe(false)
  })
})

describe('the sandbox', () => {
  it('is tried once, and without it no Python is offered, not even an open one (S18)', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'countersign-python-'))
    const missing = join(folder, 'not-there')
    const python = openPython({
      home,
      artifacts: missing,
      runs: join(folder, 'runs'),
      env: process.env,
      isUnsafe: false,
    })
    const state = await python.settled
    expect(state.kind === 'absent' && state.because).toMatch(
      /^The sandbox can't be set up here \(.*not-there.*--unsafe-python/,
    )
    await python.close()
  })

  it('is refused with the command that adds what is missing', () => {
    const missing = (isRoot: boolean, has: (path: string) => boolean): string => {
      const tools = findSandboxTools(isRoot, has)
      return tools.ok ? '' : tools.error
    }
    expect(missing(false, () => false)).toContain('apt-get install bubblewrap')
    expect(missing(true, (path) => path === '/usr/bin/bwrap')).toContain('apt-get install util-linux')
    expect(findSandboxTools(false, (path) => path === '/usr/bin/bwrap').ok).toBe(true)
  })
})
