/** What a step may try once it runs (S1–S20): each attempt ends in a clear outcome, reaches nothing, and leaves a living kernel. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  openPythonAtHand,
  troubleOf,
  type PythonAtHand,
} from '#server/kernels/python/testing/pythonAtHand.ts'

let python: PythonAtHand
const SECRET = 'canary-7f3a91'

beforeAll(async () => {
  process.env['COUNTERSIGN_CANARY'] = SECRET
  python = await openPythonAtHand()
  await writeFile(join(python.artifacts, 'foreign'), SECRET)
}, 300_000)
afterAll(async () => {
  delete process.env['COUNTERSIGN_CANARY']
  await python.close()
})
afterEach(async () => {
  const { outcome } = await python.run('result = 1')
  expect(outcome.kind).toBe('succeeded')
})

/** Processes of this machine whose command or environment holds the mark. */
async function processesMarked(mark: string): Promise<number> {
  let found = 0
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(mark)) found += 1
  }
  return found
}

describe('a step that reaches for files', () => {
  it.each([
    ['the users of the machine', `open('/etc/passwd').read()`],
    ['the server’s folder', `open('${'$'}HERE/package.json').read()`],
    ['the home folder', `open('/root/.bashrc').read()`],
    ['artifacts that it was not given', `open('/artifacts/foreign').read()`],
    ['the folders of other runs', `__import__('os').listdir('/runs')`],
    ['what processes there are', `open('/proc/1/environ').read()`],
    ['its own memory map', `open('/proc/self/maps').read()`],
    ['raw devices', `open('/dev/mem', 'rb').read(1)`],
    ['a way up', `open('/scratch/../../../../etc/shadow').read()`],
  ])('does not get %s', async (_, expression) => {
    const { outcome } = await python.run(`result = ${expression.replace('$HERE', process.cwd())}`)
    expect(outcome.kind).toBe('failed')
    expect(troubleOf(outcome)).toMatch(/FileNotFoundError|PermissionError/)
  })

  it.each([
    ['its own program', '/program/zygote.py'],
    ['the packages', '/env/lib/x'],
    ['the system', '/usr/lib/x'],
    ['artifacts', '/artifacts/x'],
    ['folders of other runs', '/runs/x'],
    ['the root', '/x'],
  ])('does not write to %s', async (_, path) => {
    const { outcome } = await python.run(`open('${path}', 'w').write('x')\nresult = 1`)
    expect(outcome.kind).toBe('failed')
    expect(troubleOf(outcome)).toMatch(/Read-only|PermissionError|FileNotFoundError/)
  })

  it('has a scratch folder and a temporary one, which no later run sees', async () => {
    const write = `import os\nopen('left', 'w').write('x')\nopen('/tmp/left', 'w').write('x')\nresult = 1`
    expect((await python.run(write)).outcome.kind).toBe('succeeded')
    const look = await python.run(`import os\nprint(os.listdir('.'), os.listdir('/tmp'))\nresult = 1`)
    expect(look.text).toBe('[] []\n')
  })

  it('can not hand over a link to what others may read', async () => {
    const link = `import os\nos.symlink('/etc/passwd', 'result-0.txt')\nos._exit(0)`
    expect((await python.run(link)).outcome.kind).toBe('failed')
    const forged = `import os, json
os.symlink('/etc/passwd', 'result-0.txt')
said = json.dumps({'type': 'finished', 'outcome': {'kind': 'succeeded', 'results': [{'kind': 'text', 'file': 'result-0.txt', 'mime': 'text/plain'}]}})
for number in range(3, 20):
    try: os.write(number, said.encode() + b'\\n')
    except OSError: pass
os._exit(0)`
    const { outcome } = await python.run(forged)
    expect(troubleOf(outcome)).toBe('The output result that was announced is not there.')
  })

  it.each([
    ['fewer outputs than it has', "[{'kind': 'text', 'file': 'result-0.txt', 'mime': 'text/plain'}]"],
    ['one file for two outputs', "[{'kind': 'text', 'file': 'result-0.txt', 'mime': 'text/plain'}] * 2"],
  ])('can not pass off %s', async (_, handed) => {
    const code = `import os, json
open('result-0.txt', 'w').write('x')
said = json.dumps({'type': 'finished', 'outcome': {'kind': 'succeeded', 'results': ${handed}}})
for number in range(3, 20):
    try: os.write(number, said.encode() + b'\\n')
    except OSError: pass
os._exit(0)`
    const { outcome } = await python.run(code, { outputs: ['first', 'second'] })
    expect(troubleOf(outcome)).toBe('The output second that was announced is not there.')
  })

  it('can not name a file outside of its folder', async () => {
    const code = `import os, json
said = json.dumps({'type': 'finished', 'outcome': {'kind': 'succeeded', 'results': [{'kind': 'text', 'file': '../../artifacts/x', 'mime': 'text/plain'}]}})
for number in range(3, 20):
    try: os.write(number, said.encode() + b'\\n')
    except OSError: pass
os._exit(0)`
    expect(troubleOf((await python.run(code)).outcome)).toContain('not in its protocol')
  })
})

describe('a step that reaches for secrets', () => {
  it('finds none in its environment, its arguments or its memory', async () => {
    const { text } = await python.run(`import os, sys, gc
print(sorted(os.environ))
print(sys.argv, [o for o in gc.get_objects() if isinstance(o, str) and 'canary-' in o and 'o for o' not in o])
result = 1`)
    expect(text).not.toContain(SECRET)
    expect(text).not.toContain('COUNTERSIGN')
    expect(text).toContain(`['']`)
  })
})

describe('a step that reaches for the network', () => {
  it.each([
    ['opens no socket', `import socket; socket.socket()`],
    ['resolves no name', `import socket; socket.getaddrinfo('example.com', 80)`],
    ['fetches no page', `import urllib.request; urllib.request.urlopen('http://example.com', timeout=2)`],
    ['listens nowhere', `import socket; socket.create_server(('127.0.0.1', 0))`],
  ])('%s', async (_, code) => {
    const { outcome } = await python.run(`${code}\nresult = 1`, { seconds: 10 })
    expect(outcome.kind).toBe('failed')
  })

  it('does not reach the machine’s own loopback, nor sockets in files or by name', async () => {
    const server = createServer((socket) => socket.end(SECRET))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { outcome } = await python.run(
      `import socket\nresult = socket.create_connection(('127.0.0.1', ${port}), 2).recv(100).decode()`,
    )
    expect(outcome.kind).toBe('failed')
    const named = await python.run(
      `import socket\ns = socket.socket(socket.AF_UNIX)\ns.connect('/run/dbus/system_bus_socket')\nresult = 1`,
    )
    expect(named.outcome.kind).toBe('failed')
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('a step that reaches for the system', () => {
  it.each([
    ['namespaces', `libc.unshare(0x10000000)`],
    ['mounts', `libc.mount(b'none', b'/tmp', b'tmpfs', 0, b'')`],
    ['unmounts', `libc.umount2(b'/artifacts', 2)`],
    ['another root', `libc.chroot(b'/tmp')`],
    ['another user', `libc.setuid(0)`],
    ['traces', `libc.ptrace(0, 0, 0, 0)`],
    ['kernel keys', `libc.syscall(250, 0, 0, 0, 0, 0)`],
    ['io_uring', `libc.syscall(425, 1, 0)`],
    ['BPF', `libc.syscall(321, 0, 0, 0)`],
    ['new namespaces by clone', `libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0)`],
  ])('is refused %s', async (_, call) => {
    const { outcome, text } = await python.run(
      `import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nprint(${call}, ctypes.get_errno())\nresult = 1`,
    )
    expect(outcome.kind).toBe('succeeded')
    expect(text).toMatch(/^-1 (1|22)\n$/)
  })

  it('sees no process but its own, and ends none', async () => {
    const { text } = await python.run(`import os, signal
ended = []
for pid in range(2, 3000):
    try:
        os.kill(pid, signal.SIGKILL)
        ended.append(pid)
    except ProcessLookupError:
        pass
print(os.getpid(), ended)
result = 1`)
    expect(text).toBe('1 []\n')
  })

  it('finds no program to start', async () => {
    for (const code of [
      `import os; result = os.system('ls') == 0`,
      `import subprocess; subprocess.run(['/bin/sh'])`,
    ]) {
      const { outcome } = await python.run(`${code}\nassert result, 'nothing started'`)
      expect(outcome.kind).toBe('failed')
    }
  })
})

describe('a step without measure', () => {
  it('gets no 100 GB', async () => {
    const { outcome } = await python.run(`result = bytearray(100 * 10**9)`)
    expect(outcome).toMatchObject({ kind: 'halted', by: 'limit' })
    expect(troubleOf(outcome)).toContain('more memory than its limit of 1024 MB')
  })

  it('loops no longer than its limit, also when it catches what stops it', async () => {
    for (const code of [
      `while True: pass`,
      `while True:\n    try:\n        while True: pass\n    except BaseException: pass`,
      `import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass`,
    ]) {
      const began = Date.now()
      const { outcome } = await python.run(code, { seconds: 1 })
      expect(outcome).toMatchObject({
        kind: 'halted',
        by: 'limit',
        message: 'It ran longer than its limit of 1 s.',
      })
      expect(Date.now() - began).toBeLessThan(4_000)
    }
  })

  it('is stopped by a person within two seconds, with all that it started', async () => {
    const mark = 'left-behind-by-a-step'
    const running = python.begin(`import os, sys, time
for _ in range(20):
    if os.fork() == 0:
        os.setsid()
        while True: time.sleep(1)
print('${mark}')
while True: time.sleep(1)`)
    await expect.poll(() => running.shown.length, { timeout: 10_000 }).toBeGreaterThan(0)
    const began = Date.now()
    running.cancel()
    expect(await running.outcome).toMatchObject({ kind: 'halted', by: 'person' })
    expect(Date.now() - began).toBeLessThan(2_000)
    await running.discard()
    expect(await processesMarked(mark)).toBe(0)
  })

  it('forks no further than its limit', async () => {
    const { outcome, text } = await python.run(`import os, time
count = 0
try:
    while True:
        if os.fork() == 0: time.sleep(60)
        count += 1
except OSError as problem:
    print(count < 100, problem.errno)
result = count`)
    expect(outcome.kind).toBe('succeeded')
    expect(text).toBe('True 11\n')
  })

  it('floods nobody: text is cut, and too much of anything ends it', async () => {
    const { outcome, text } = await python.run(`for _ in range(200_000): print('x' * 100)\nresult = 1`)
    expect(outcome.kind).toBe('succeeded')
    expect(text.length).toBeLessThan(2_300_000)
    expect(text).toContain('more than 2 MB of text is left out')
    const before = process.memoryUsage().rss
    const flood = await python.run(
      `import os\nline = b'x' * 1_000_000 + b'\\n'\nwhile True:\n    for number in range(3, 10):\n        try: os.write(number, line)\n        except OSError: pass`,
    )
    expect(flood.outcome).toMatchObject({ kind: 'halted', by: 'limit' })
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1_048_576)
  })

  it('ends by itself in a way that is told', async () => {
    expect(troubleOf((await python.run(`import os; os._exit(3)`)).outcome)).toContain('exit code 3')
    expect(troubleOf((await python.run(`import sys; sys.exit(2)`)).outcome)).toContain(
      'ended the process itself',
    )
    expect(troubleOf((await python.run(`import ctypes; ctypes.string_at(0)`)).outcome)).toContain('SIGSEGV')
    expect(troubleOf((await python.run(`import os; os.abort()`)).outcome)).toMatch(/died of SIG[A-Z]+/)
  })

  it('hands over no more rows than it may', async () => {
    const { outcome } = await python.run(`import pandas as pd\nresult = pd.DataFrame({'a': range(11)})`, {
      rows: 10,
    })
    expect(troubleOf(outcome)).toBe('result has 11 rows, more than the 10 that this step may make.')
  })
})
