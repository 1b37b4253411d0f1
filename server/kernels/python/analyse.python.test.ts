/** What is said of a Python step with nothing of it executed: labelled by hand, over the real Python. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  findingsOf,
  openAnalyser,
  readsOf,
  refusedOf,
  type Analyser,
} from '#server/kernels/python/testing/pythonAnalyser.ts'
import { FINDINGS, PEACEFUL } from '#server/kernels/python/testing/labelledFindings.ts'
import { COLUMNS, READS } from '#server/kernels/python/testing/labelledReads.ts'
import { GRAVE } from '#server/kernels/python/testing/labelledReach.ts'

let analyser: Analyser
beforeAll(() => {
  analyser = openAnalyser()
})
afterAll(async () => {
  expect(await analyser.close()).toBe(0)
})

describe('the tables that a Python step reads', () => {
  it.each(READS)('%s', async (_, code, reads) => {
    expect(readsOf(await analyser.ask(code)).replaceAll(/\(.*?\)/g, '')).toBe(reads)
  })
})

describe('the columns that a Python step reads', () => {
  it.each(COLUMNS)('%s', async (_, code, columns) => {
    expect(readsOf(await analyser.ask(code))).toBe(columns)
  })
})

describe('what a person is told of a Python step', () => {
  it.each([...FINDINGS, ...GRAVE])('%s', async (_, code, findings) => {
    expect(findingsOf(await analyser.ask(code))).toEqual(findings)
  })

  it.each(PEACEFUL)('is nothing of %s', async (_, code) => {
    expect(findingsOf(await analyser.ask(code))).toEqual([])
  })

  it('names what was probably meant', async () => {
    const texts = async (code: string): Promise<string> =>
      (await analyser.ask(code)).findings.map((one) => one.text).join(' ')
    expect(await texts("result = orders['amont']")).toContain('Did you mean amount?')
    expect(await texts('result = Orders')).toContain('there is a table orders')
    expect(await texts('result = ordres')).toContain('Did you mean orders?')
    expect(await texts('import panda\nresult = 1')).toContain('Did you mean pandas?')
    expect(await texts('Result = 1')).toContain('Result is not the same')
  })

  it('stands where an editor counts it, past letters of several bytes', async () => {
    const { findings } = await analyser.ask("result = ('äß€😀', nosuch)")
    expect(findings).toMatchObject([{ code: 'undefined-name', line: 1, column: 20 }])
    const syntax = await analyser.ask("x = 1\ny = '😀' 5 ?")
    expect(syntax.findings).toMatchObject([{ code: 'syntax-error', line: 2 }])
  })
})

describe('what else is told', () => {
  it('is what it binds, imports and calls', async () => {
    const answer = await analyser.ask(
      [
        'import pandas as pd, os.path',
        'from datetime import datetime as dt',
        'x: int',
        'tidy = lambda d: sorted(d)',
        'def load(): import json; return json.loads("1")',
        'class Shop: size = len("a")',
        'if (n := 3): gone = 1',
        'del gone',
        'for i, (j, *k) in []: pass',
        'with open("a") as f: pass',
        'result = pd.merge(pd.DataFrame(), dt(2020, 1, 1))',
      ].join('\n'),
    )
    expect(answer.binds).toEqual(
      ['Shop', 'dt', 'f', 'i', 'j', 'k', 'load', 'n', 'os', 'pd', 'result', 'tidy'].toSorted(),
    )
    expect(answer.imports).toEqual(['datetime', 'json', 'os', 'pandas'])
    expect(answer.functions).toEqual([
      'datetime.datetime',
      'json.loads',
      'len',
      'open',
      'pandas.DataFrame',
      'pandas.merge',
      'sorted',
    ])
  })
})

describe('the analyser', () => {
  it('executes nothing of the code', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'canary-'))
    const canary = join(folder, 'sang')
    const write = `open(${JSON.stringify(canary)}, 'w').write('x')`
    await analyser.ask(
      [
        write,
        `@(lambda f: ${write})`,
        `def f(a=${write}, *, b: ${write} = 1) -> ${write}: pass`,
        `class C(metaclass=type(${write})): x = ${write}`,
        `y: ${write} = [${write} for _ in [1]]`,
        `assert ${write}, f'{${write}}'`,
        `result = orders.query(${JSON.stringify(write)})`,
        `exec(${JSON.stringify(write)})`,
        `import antigravity, this`,
      ].join('\n'),
    )
    const isThere = existsSync(canary)
    await rm(folder, { recursive: true })
    expect(isThere).toBe(false)
  })

  it.each([
    ['a null byte', 'x = 1\ny = "\0"', 'deny syntax-error 2'],
    ['half of a character', 'x = "\ud800"', 'deny syntax-error 1'],
    ['a list in a list in a list…', `x = ${'['.repeat(5000)}${']'.repeat(5000)}`, 'deny too-deep 1'],
    ['a minus of a minus…', `x = ${'-'.repeat(20_000)}1`, 'deny too-deep'],
    ['an attribute of an attribute…', `x = y${'.a'.repeat(20_000)}`, 'deny too-deep'],
    ['a call of a call…', `x = f${'()'.repeat(20_000)}`, 'deny too-deep'],
    ['a lambda in a lambda…', `x = ${'lambda: '.repeat(3000)}1`, 'deny too-deep'],
    ['a block in a block…', Array.from({ length: 150 }, (_, at) => `${' '.repeat(at)}if 1:`).join('\n'), ''],
    ['tabs mixed with spaces', 'if 1:\n\tx = 1\n        y = 2', 'deny syntax-error 3'],
    ['nothing at all', '', 'deny output-not-bound'],
  ])('says what is wrong with %s, and goes on', async (_, code, finding) => {
    const [first] = findingsOf(await analyser.ask(code))
    if (finding) expect(first).toBe(finding)
    else expect(first).toMatch(/^deny (too-deep|syntax-error)/)
    expect(readsOf(await analyser.ask("result = orders['id'].sum()"))).toBe('orders(id)')
  })

  const long: readonly (readonly [string, string])[] = [
    ['assignments', Array.from({ length: 11_000 }, (_, at) => `x${at} = ${at} + y`).join('\n')],
    ['one list', `x = f(*[${'1, '.repeat(66_000)}])`],
    ['one dict', `x = {${Array.from({ length: 13_000 }, (_, at) => `'k${at}': ${at}`).join(', ')}}`],
    ['one sum', `x = 0${' + a'.repeat(2000)}\n${'x = 1\n'.repeat(30_000)}`],
    ['branches', Array.from({ length: 7_000 }, (_, at) => `if c: v${at} = orders.id`).join('\n')],
    ['loops', Array.from({ length: 5_000 }, (_, at) => `for i in z: w${at} = orders.copy()`).join('\n')],
    ['loops in loops', loopsInLoops(60)],
    ['functions', Array.from({ length: 5_000 }, (_, at) => `def f${at}(a): return a[orders.id]`).join('\n')],
    ['a chain of elif', `if a: b = 1\n${'elif a: b = 1\n'.repeat(1000)}`],
    ['calls', Array.from({ length: 5_000 }, (_, at) => `open(x${at}, nosuch${at}).read('a')`).join('\n')],
  ]
  it.each(long)('reads up to 200,000 characters of %s in a moment', async (_, code) => {
    expect(code.length).toBeLessThanOrEqual(200_000)
    const before = performance.now()
    const answer = await analyser.ask(code)
    expect(answer.findings.length).toBeLessThanOrEqual(200)
    // About a second on an idle core; others may be at work on this one.
    expect(performance.now() - before).toBeLessThan(6000)
  })

  it('takes what is asked for as no pandas frame for read as a whole', async () => {
    const ask = async (hint: string) =>
      readsOf(
        await analyser.ask(`import pyarrow as pa, pandas as pd\n${hint}\nresult = orders.filter(['id'])`),
      )
    expect(await ask('orders: pa.Table')).toBe('orders(*)')
    expect(await ask('orders: pd.DataFrame')).toBe('orders(id)')
  })

  it('looks at every output that the step is to hand over', async () => {
    const answer = await analyser.ask(
      "large = orders[orders['amount'] > 5]\nif len(large):\n  small = 1",
      'large',
      'small',
      'gone',
    )
    expect(findingsOf(answer)).toEqual(['deny output-not-bound', 'warn output-conditional'])
    expect(answer.findings.map(({ text }) => text)).toEqual([
      expect.stringContaining('Nothing is bound to gone'),
      expect.stringContaining('small is bound on some ways'),
    ])
    expect(readsOf(answer)).toBe('orders(*)')
  })

  it.each([
    ['no JSON', '{"id": 1, "code"'],
    ['no object', '[1]'],
    ['no code', '{"id": 7, "outputs": ["r"], "inputs": {}, "packages": []}'],
    ['columns of another shape', '{"id":7,"code":"","outputs":["r"],"inputs":{"a":[1]},"packages":[]}'],
    ['an id that is none', '{"id":true,"code":"","outputs":["r"],"inputs":{},"packages":[]}'],
    ['outputs that are no list', '{"id":7,"code":"","outputs":"r","inputs":{},"packages":[]}'],
    ['an empty line', ''],
    ['deep JSON', '['.repeat(100_000)],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x22])],
  ])('answers a line of %s with an error, and serves the next', async (_, line) => {
    const refused = refusedOf(await analyser.askLine(line))
    expect(refused.error).toMatch(/^This is no request: ./)
    expect(readsOf(await analyser.ask("result = orders['id'].sum()"))).toBe('orders(id)')
  })
})

function loopsInLoops(depth: number): string {
  const lines = Array.from({ length: depth }, (_, at) => `${' '.repeat(at)}for i${at} in z: `)
  const tail = Array.from({ length: depth }, (_, at) => `${' '.repeat(at + 1)}v${at} = v${at + 1}`)
  return [...lines, `${' '.repeat(depth)}v${depth} = orders`, ...tail.toReversed()].join('\n')
}
