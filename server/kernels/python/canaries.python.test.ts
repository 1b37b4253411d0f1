/** Two hundred ways to a secret that lies in the server's environment, its files, its memory and other runs (S19, S20). */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  openPythonAtHand,
  troubleOf,
  type PythonAtHand,
} from '#server/kernels/python/testing/pythonAtHand.ts'

// The step's own code has it masked, so that it does not find itself.
const SECRET = ['canary', '7f3d9b1c55'].join('-')
let python: PythonAtHand

beforeAll(async () => {
  process.env['COUNTERSIGN_SECRET'] = SECRET
  python = await openPythonAtHand()
  await writeFile(join(python.artifacts, 'foreign'), SECRET)
  await mkdir(join(python.folder, 'other'), { recursive: true })
  await writeFile(join(python.folder, 'other', 'ledger.sqlite'), SECRET)
}, 300_000)
afterAll(async () => {
  delete process.env['COUNTERSIGN_SECRET']
  await python.close()
})

const search = (folder: string): string => `import os
tries, found = 0, []
def look(what, read):
    global tries
    tries += 1
    try: data = read()
    except Exception: return
    if bytes(one ^ 1 for one in [54, 103, 50, 101, 56, 99, 48, 98, 52, 52]) in data: found.append(what)
def file(path):
    def read():
        with open(path, 'rb') as one: return one.read(4_000_000)
    look(path, read)
for pid in [*range(1, 24), 'self', 'thread-self', os.getppid()]:
    for name in ('environ', 'cmdline', 'maps', 'mem', 'fd/0', 'root/etc/passwd'): file(f'/proc/{pid}/{name}')
for path in ('/etc/passwd', '/etc/shadow', '/root/.bashrc', '/dev/mem', '/dev/kmem', '/proc/kcore', '/proc/sysrq-trigger',
    '/sys/kernel/security', '/run/secrets', '/var/run/docker.sock', '/.dockerenv', '/cgroup/memory.events'): file(path)
for base in ('${folder}', '/artifacts', '/runs', '/scratch/..', '/tmp/..', '/env/..', '/program/..'):
    for name in ('foreign', 'other/ledger.sqlite', '../artifacts/foreign', 'artifacts/foreign'): file(f'{base}/{name}')
look('environment', lambda: repr(dict(os.environ)).encode())
import gc, sys
look('objects', lambda: repr([one for one in gc.get_objects() if isinstance(one, (dict, list, tuple)) and len(one) < 50][:20000]).encode())
for fd in range(0, 40): look(f'fd {fd}', lambda: os.pread(fd, 1_000_000, 0) if fd > 3 else b'')
for fd in range(0, 20): look(f'link {fd}', lambda: os.readlink(f'/dev/fd/{fd}').encode())
print(tries, found)
result = tries`

describe('a secret', () => {
  it('of the server, its files and its memory is found by none of two hundred tries', async () => {
    const { outcome, text } = await python.run(search(python.folder), { memoryMb: 2048 })
    expect(troubleOf(outcome)).toBe('')
    const [, tries = '0', found] = /^(\d+) (.*)\n$/.exec(text) ?? []
    expect(Number(tries)).toBeGreaterThanOrEqual(200)
    expect(found).toBe('[]')
  })

  it('of another run at the same time is not found, nor of one before', async () => {
    const holder = python.begin(`import os, time
held = 'canary-' + '7f3d' + '9b1c55'
open('kept', 'w').write(held)
open('/tmp/kept', 'w').write(held)
os.environ['HELD'] = held
print('ready')
time.sleep(6)
result = 1`)
    await expect.poll(() => holder.shown.length).toBeGreaterThan(0)
    const { text } = await python.run(search(python.folder), { memoryMb: 2048 })
    expect(text).toMatch(/ \[\]\n$/)
    expect((await holder.outcome).kind).toBe('succeeded')
    await holder.discard()
    expect((await python.run(search(python.folder), { memoryMb: 2048 })).text).toMatch(/ \[\]\n$/)
  })

  it('is found where it lies open, so that the search is one', async () => {
    const { text } = await python.run(
      search('/scratch').replace(
        'tries, found',
        `open('foreign', 'w').write(''.join(chr(one ^ 1) for one in [54, 103, 50, 101, 56, 99, 48, 98, 52, 52]))\ntries, found`,
      ),
    )
    expect(text).toContain(`'/scratch/foreign'`)
  })
})

describe('what a run starts or writes', () => {
  it('is gone with it, also what it left to itself twice over (S15)', async () => {
    const running = python.begin(`import os, signal, time
for _ in range(10):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in (1, 2, 15): signal.signal(number, signal.SIG_IGN)
            while True: time.sleep(0.01)
        os._exit(0)
print('left')
result = 1`)
    const began = Date.now()
    expect((await running.outcome).kind).toBe('succeeded')
    await running.discard()
    const { text } = await python.run(`import os
alive = []
for pid in range(2, 400):
    try: os.kill(pid, 0); alive.append(pid)
    except OSError: pass
print(alive)
result = 1`)
    expect(text).toBe('[]\n')
    expect(Date.now() - began).toBeLessThan(5_000)
  })

  it('is no larger file than it may', async () => {
    const { outcome } = await python.run(
      `with open('large', 'wb') as out: out.truncate(9 * 2**30)\nresult = 1`,
    )
    expect(troubleOf(outcome)).toMatch(/File too large/)
  })
})
