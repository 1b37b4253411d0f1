/** The process that waits for the next run: it is used once, and nobody notices when it dies before. */
import { execFileSync } from 'node:child_process'
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

/** Below this process: those that have nobody below them, which is where a step's code would run. */
function waiting(): readonly number[] {
  const all = execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, pid, parent, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
      return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), args }]
    })
  const below = (pid: number): typeof all =>
    all.filter((one) => one.parent === pid).flatMap((one) => [one, ...below(one.pid)])
  return below(process.pid)
    .filter((one) => one.args.includes('zygote.py') && !all.some(({ parent }) => parent === one.pid))
    .map((one) => one.pid)
}

it('waits while nothing runs, one for each kernel', async () => {
  expect((await python.run('result = 1')).outcome.kind).toBe('succeeded')
  await expect.poll(waiting).toHaveLength(1)
  const [before] = waiting()
  expect((await python.run('result = 1')).outcome.kind).toBe('succeeded')
  await expect.poll(waiting).toHaveLength(1)
  expect(waiting()[0]).not.toBe(before)
})

it('is made anew where it died before it was needed', async () => {
  await expect.poll(waiting).toHaveLength(1)
  const [spare = 0] = waiting()
  process.kill(spare, 'SIGKILL')
  await expect.poll(waiting).not.toContain(spare)
  const { outcome } = await python.run('result = 1')
  expect(troubleOf(outcome)).toBe('')
})

it('holds nothing of the run before, nor of those at the same time', async () => {
  const runs = Array.from({ length: 8 }, (_, at) =>
    python.run(`import builtins, os\nprint(sorted(n for n in vars(builtins) if n.startswith('left_')), os.listdir('.'))
builtins.left_${at} = 1\nopen('left', 'w').write('x')\nresult = ${at}`),
  )
  for (const { outcome, text } of await Promise.all(runs)) {
    expect(troubleOf(outcome)).toBe('')
    expect(text).toBe('[] []\n')
  }
})
