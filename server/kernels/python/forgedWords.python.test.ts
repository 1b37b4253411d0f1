/** What a run's process says is believed of itself only, and never about who stopped it (S16). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  openPythonAtHand,
  troubleOf,
  type PythonAtHand,
} from '#server/kernels/python/testing/pythonAtHand.ts'

let python: PythonAtHand
beforeAll(async () => {
  python = await openPythonAtHand()
})
afterAll(() => python.close())

describe('a step that forges what its process says', () => {
  it('speaks of no other run, and of its own only what a person reads as its words', async () => {
    const other = python.begin(`import time\ntime.sleep(1.5)\nresult = 'honest'`)
    const forged = await python.run(`import json, os
for run in ('other', '*'):
    for message in ({'type': 'text', 'run': run, 'stream': 'stdout', 'text': 'forged'},
                    {'type': 'ready'}, {'type': 'finished', 'run': run, 'outcome': {'kind': 'succeeded'}}, [], 7):
        for number in range(3, 10):
            try: os.write(number, json.dumps(message).encode() + b'\\n')
            except OSError: pass
result = 1`)
    expect(['failed', 'succeeded']).toContain(forged.outcome.kind)
    expect(await other.outcome).toMatchObject({ kind: 'succeeded', results: [{ kind: 'text' }] })
    expect(other.shown).toEqual([])
    await other.discard()
  })

  it.each([
    [
      'a number that JSON has no word for',
      `from IPython.display import JSON, display\ndisplay(JSON({'mean': float('nan')}))\nresult = 1`,
      'succeeded',
    ],
    [
      'words of another shape',
      `${'$'}{TELL}\ntell(b'{"type":"text","stream":7,"text":[]}')\ntell(b'{"type":"display","data":3}')\nresult = 1`,
      'succeeded',
    ],
    ['a nest too deep to be read', `${'$'}{TELL}\ntell(b'[' * 200_000)\nresult = 1`, 'succeeded'],
    [
      'nothing more, and goes on',
      `import os, time\nos.closerange(3, 256)\nwhile True: time.sleep(1)`,
      'failed',
    ],
  ])('does no harm to others when it says %s', async (_, code, kind) => {
    const tell = `import os\ndef tell(line):\n    for number in range(3, 10):\n        try: os.write(number, line + b'\\n')\n        except OSError: pass`
    const other = python.begin(`import time\ntime.sleep(1.5)\nresult = 'honest'`)
    const { outcome } = await python.run(code.replace('$' + '{TELL}', tell), { seconds: 10 })
    expect(outcome.kind).toBe(kind)
    expect((await other.outcome).kind).toBe('succeeded')
    await other.discard()
  })

  it('is never told to have been stopped by a person whom it only speaks of', async () => {
    const raised = await python.run(`raise KeyboardInterrupt`)
    expect(raised.outcome.kind).toBe('failed')
    const said = await python.run(`import os, json
said = json.dumps({'type': 'finished', 'outcome': {'kind': 'halted', 'by': 'person', 'message': 'Anna stopped it.'}})
for number in range(3, 10):
    try: os.write(number, said.encode() + b'\\n')
    except OSError: pass
os._exit(0)`)
    expect(said.outcome.kind).toBe('failed')
    expect(troubleOf(said.outcome)).not.toContain('Anna')
    const flooded = await python.run(`import os, json
said = json.dumps({'type': 'finished', 'outcome': {'kind': 'flooded', 'megabytes': 1}})
for number in range(3, 10):
    try: os.write(number, said.encode() + b'\\n')
    except OSError: pass
os._exit(0)`)
    expect(troubleOf(flooded.outcome)).toBe('The process said something that is not in its protocol.')
    const killed = python.begin(`import os, time\nprint('begun')\nos.kill(0, 9)\ntime.sleep(30)`, {
      seconds: 2,
    })
    expect(await killed.outcome).toMatchObject({ kind: 'halted', by: 'limit' })
    await killed.discard()
  })
})
