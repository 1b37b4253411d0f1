/** What is written past Python on the system's own streams, in the real environment and sandbox. */
import { afterAll, beforeAll, expect, it } from 'vitest'
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

const partsOf = async (code: string): Promise<readonly string[]> => {
  const { outcome, shown } = await python.run(code)
  expect(troubleOf(outcome)).toBe('')
  return shown.flatMap((part) => (part.kind === 'text' ? [`${part.stream}: ${part.text}`] : []))
}

it.each([
  ['the system call', `import os\nos.write(1, 'grüße\\n'.encode())\nos.write(2, b'careful\\n')\nresult = 1`],
  [
    'the C library, which keeps text back',
    `import ctypes\nc = ctypes.CDLL(None)\nc.puts('grüße'.encode())\nc.perror.argtypes = [ctypes.c_char_p]\nimport os\nos.write(2, b'careful\\n')\nresult = 1`,
  ],
  [
    'the streams that Python began with',
    `import sys, os\nos.fdopen(1, 'w', encoding='utf-8', closefd=False).write('grüße\\n')\nos.write(2, b'careful\\n')\nresult = 1`,
  ],
])('is told when it comes by %s', async (_, code) => {
  expect([...(await partsOf(code))].toSorted()).toEqual(['stderr: careful\n', 'stdout: grüße\n'])
})

it('is told while the step runs, and stays when it is stopped', async () => {
  const running = python.begin(`import os, time\nos.write(1, b'begun\\n')\ntime.sleep(30)\nresult = 1`)
  await expect.poll(() => running.shown.length, { timeout: 15_000 }).toBe(1)
  running.cancel()
  expect((await running.outcome).kind).toBe('halted')
  expect(running.shown).toEqual([{ kind: 'text', stream: 'stdout', text: 'begun\n' }])
  await running.discard()
})

it('is told of a process that dies', async () => {
  const { outcome, text } = await python.run(`import os\nos.write(2, b'last words\\n')\nos.abort()`)
  expect(text).toBe('last words\n')
  expect(troubleOf(outcome)).toContain('The process died of')
})

it('is cut where it is more than anybody reads, and ended where it floods', async () => {
  const much = `import os\nfor _ in range(48): os.write(1, b'x' * 65536)\nresult = 1`
  const { outcome, text } = await python.run(much)
  expect(outcome.kind).toBe('succeeded')
  expect(text).toMatch(/… more than 2 MB of text is left out here.\n$/)
  expect(text.length).toBeLessThan(2_300_000)
  const flood = await python.run(`import os\nwhile True: os.write(1, b'x' * 65536)`, { seconds: 60 })
  expect(troubleOf(flood.outcome)).toContain('It put out more than 64 MB')
})

it('may be letters in pieces, or none', async () => {
  const pieces = `import os, time\nfor byte in 'ü€'.encode():\n    os.write(1, bytes([byte]))\n    time.sleep(0.02)\nos.write(1, b'\\xff\\n')\nresult = 1`
  const { text } = await python.run(pieces)
  expect(text).toBe('ü€\ufffd\n')
})
