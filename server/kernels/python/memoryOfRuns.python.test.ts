/** Memory of a run with all that it starts, in the real environment and sandbox. */
import { readdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openMemoryGroup } from '#server/kernels/python/memoryGroup.ts'
import {
  openPythonAtHand,
  troubleOf,
  type PythonAtHand,
} from '#server/kernels/python/testing/pythonAtHand.ts'

let python: PythonAtHand
beforeAll(async () => {
  python = await openPythonAtHand()
}, 300_000)
afterAll(() => python.close())

const hasGroup = (): boolean => (python.ready.environment['sandbox'] ?? '').includes('memory group')

const together = `import os, time
children = []
for _ in range(6):
    child = os.fork()
    if child == 0:
        held = bytearray(200 * 1048576)
        time.sleep(2)
        os._exit(0)
    children.append(child)
for child in children: os.waitpid(child, 0)
result = 1`

it('is counted together where the machine has groups, and of each process alone where it has none', async () => {
  const { outcome } = await python.run(together, { memoryMb: 512, seconds: 60 })
  if (hasGroup()) {
    expect(outcome).toMatchObject({ kind: 'halted', by: 'limit' })
    expect(troubleOf(outcome)).toContain('more memory than its limit of 512 MB')
  } else expect(outcome.kind).toBe('succeeded')
})

it('is not that of the runs before, nor of what it reads', async () => {
  for (let count = 0; count < 3; count += 1) {
    const { outcome } = await python.run(`held = bytearray(400 * 1048576)\nresult = len(held)`, {
      memoryMb: 512,
    })
    expect(outcome.kind).toBe('succeeded')
  }
})

it('has its group out of reach of the step', async () => {
  const { text } = await python.run(
    `import os\nfor place in ('/cgroup', '/sys/fs/cgroup'):\n    try: print(os.listdir(place))\n    except OSError as problem: print(type(problem).__name__)\nresult = 1`,
  )
  expect(text).not.toContain('memory')
  expect(text).toMatch(/^(PermissionError|FileNotFoundError)\nFileNotFoundError\n$/)
})

it('leaves no group behind', async () => {
  await python.close()
  const mine = openMemoryGroup({ root: '/sys/fs/cgroup', self: '/proc/self/cgroup', owner: undefined })
  if (!mine) return expect(hasGroup()).toBe(false)
  const left = readdirSync(dirname(mine.folder)).filter(
    (name) => name.startsWith(`countersign-${process.pid}-`) && name !== basename(mine.folder),
  )
  await mine.close()
  expect(left).toEqual([])
})
