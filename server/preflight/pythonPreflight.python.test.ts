/** What preflight says of Python, by hand-labelled cases: what is read, what is refused, what raises the tier. */
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPythonPreflight, type PythonPreflight } from '#server/preflight/pythonPreflight.ts'
import { packageRoot } from '#server/packageRoot.ts'
import { TableName } from '#shared/ids.ts'
import type { Analysis } from '#shared/preflight.ts'

let preflight: PythonPreflight
const program = join(packageRoot(), 'server', 'kernels', 'python', 'program', 'analyse.py')

beforeAll(() => {
  preflight = openPythonPreflight({
    command: [process.env['COUNTERSIGN_PYTHON'] ?? 'python3', '-I', '-B', program],
    env: { PATH: process.env['PATH'] ?? '/usr/bin' },
    packages: ['pandas', 'numpy', 'sklearn', 'matplotlib', 'pyarrow'],
  })
})
afterAll(() => preflight.close())

const columnsOf = (...names: readonly string[]) => names.map((name) => ({ name, type: 'BIGINT' }))
const inputs = [
  { name: TableName.parse('orders'), schema: columnsOf('id', 'amount', 'count'), rows: 100 },
  { name: TableName.parse('people'), schema: columnsOf('id', 'name'), rows: 10 },
]
const analyse = (code: string, output = 'result'): Promise<Analysis> =>
  preflight.analyse({ code, output, inputs })
const ALL = ['id', 'amount', 'count']

describe('what a step reads', () => {
  it.each<[string, Readonly<Record<string, readonly string[]>>]>([
    [`result = 1`, {}],
    [`result = orders['amount'].sum()`, { orders: ['amount'] }],
    [`result = orders.amount.mean()`, { orders: ['amount'] }],
    [`result = orders[['id', 'amount']]`, { orders: ['id', 'amount'] }],
    [`result = orders.groupby('id')['amount'].sum()`, { orders: ['id', 'amount'] }],
    [`result = orders.groupby(['id', 'count'])[['amount']].sum()`, { orders: ALL }],
    [`result = orders.groupby(orders.id)['amount'].sum()`, { orders: ALL }],
    [`result = orders.groupby('id').sum()`, { orders: ALL }],
    [`result = len(orders)`, { orders: [] }],
    [`result = orders.shape[0]`, { orders: [] }],
    // The method, and not the column of that name.
    [`result = orders.count()`, { orders: ALL }],
    [`result = orders`, { orders: ALL }],
    [`o = orders\nresult = o['amount']`, { orders: ALL }],
    [`result = orders[column]\ncolumn = 'id'`, { orders: ALL }],
    [`result = orders.merge(people, on='id')`, { orders: ALL, people: ['id', 'name'] }],
    [`result = [orders for orders in [1]]`, {}],
    [`orders = 1\nresult = orders`, {}],
    [`if people.empty:\n    orders = 1\nresult = orders`, { people: [], orders: ALL }],
    [`def f():\n    return orders\nresult = f()`, { orders: ALL }],
    [`def f(orders):\n    return orders\nresult = f(1)`, {}],
    [`result = (lambda orders: orders)(1)`, {}],
    [`result = (lambda: orders)()`, { orders: ALL }],
    [`class A:\n    rows = orders\nresult = len(A.rows)`, { orders: ALL }],
    [`def f(rows=orders):\n    return rows\nresult = 1`, { orders: ALL }],
    [`orders['x'] = 1\nresult = orders['x']`, { orders: [] }],
    [`orders += 1\nresult = 2`, { orders: ALL }],
    [`for orders in [1]:\n    result = orders\nresult = 1`, {}],
    [`with open_it() as orders:\n    result = orders\ndef open_it(): pass`, {}],
    [`import pandas as orders\nresult = orders`, {}],
    [`try:\n    orders = 1\nexcept ValueError:\n    pass\nresult = orders`, { orders: ALL }],
    [`try:\n    orders = 1\nexcept ValueError:\n    orders = 2\nresult = orders`, {}],
    [`result = f"{orders}"`, { orders: ALL }],
    [`result = {orders.id.sum() for _ in [1]}`, { orders: ['id'] }],
    [
      `match people:\n    case _:\n        result = orders['id']\nresult = 1`,
      { people: ['id', 'name'], orders: ['id'] },
    ],
    [`(orders := 1)\nresult = orders`, {}],
    [`del orders\nresult = 1`, {}],
    [`orders = 1\ndel orders\nresult = orders`, { orders: ALL }],
  ])('%j', async (code, reads) => {
    const analysis = await analyse(code)
    expect(Object.fromEntries(analysis.reads.map(({ name, columns }) => [name, columns]))).toEqual(reads)
  })

  it('makes every output depend on all that is read, and says so', async () => {
    const { lineage } = await analyse(`result = orders[['id']].merge(people[['id']])`)
    expect(lineage.rows).toEqual([
      { table: 'orders', column: 'id' },
      { table: 'people', column: 'id' },
    ])
    expect(lineage.coarse).toHaveLength(1)
  })
})

describe('what can not run', () => {
  it.each([
    [`result = (`, 'syntax-error', /was never closed/],
    [`result = 1\0`, 'syntax-error', /null bytes/],
    [`result = ordrs`, 'undefined-name', /Did you mean orders\?/],
    [`result = Orders`, 'undefined-name', /Did you mean orders\?/],
    [`def f():\n    return missing\nresult = f()`, 'undefined-name', /called missing/],
    [`class A:\n    n = 1\n    def m(self): return n\nresult = A`, 'undefined-name', /called n/],
    [`import requests\nresult = 1`, 'missing-package', /no package requests/],
    [`import panda\nresult = 1`, 'missing-package', /Did you mean pandas\?/],
    [`from . import x\nresult = 1`, 'relative-import', /no package around/],
    [`from numpy import *\nresult = 1`, 'star-import', /name them/],
    [`x = 1`, 'output-not-bound', /write result = …/],
    [`reslt = 1`, 'output-not-bound', /Did you mean reslt\?/],
    [`${'('.repeat(300)}1${')'.repeat(300)}`, 'syntax-error', /nested/],
  ])('%j', async (code, kind, words) => {
    const { findings } = await analyse(code)
    const found = findings.find((one) => one.code === kind)
    expect(found?.severity).toBe('deny')
    expect(found?.text).toMatch(words)
  })

  it('is said with its place', async () => {
    const { findings } = await analyse(`x = 1\nresult = x + nothing`)
    expect(findings).toEqual([
      {
        severity: 'deny',
        code: 'undefined-name',
        text: 'Nothing here is called nothing.',
        line: 2,
        column: 14,
      },
    ])
  })
})

describe('what needs more review', () => {
  it.each([
    [`result = eval('1')`, 'dynamic-code'],
    [`e = eval\nresult = e('1')`, 'dynamic-code'],
    [`result = __import__('os')`, 'dynamic-code'],
    [`result = ().__class__.__base__.__subclasses__()`, 'dynamic-code'],
    [`result = getattr(orders, 'a' + 'b')`, 'dynamic-code'],
    [`result = orders.query(people)`, 'dynamic-code'],
    [`import pickle\nresult = pickle.loads(b'')`, 'dynamic-code'],
    [`import importlib as i\nresult = 1`, 'dynamic-code'],
    [`import sys\nresult = sys.modules['os']`, 'dynamic-code'],
    [`result = globals()`, 'dynamic-code'],
    [`import os\nresult = os.listdir('.')`, 'reaches-files'],
    [`result = open('x').read()`, 'reaches-files'],
    [`import pandas as pd\nresult = pd.read_csv('x')`, 'reaches-files'],
    [`def f():\n    import pandas as p\n    return p.read_csv('x')\nresult = f()`, 'reaches-files'],
    [`orders.to_csv('x')\nresult = 1`, 'reaches-files'],
    [`from os import system as s\nresult = s('ls')`, 'starts-processes'],
    [`import subprocess\nresult = 1`, 'starts-processes'],
    [`import ctypes\nresult = 1`, 'native-code'],
    [`import socket\nresult = 1`, 'reaches-network'],
    [`from urllib.request import urlopen\nresult = 1`, 'reaches-network'],
  ])('%j', async (code, kind) => {
    const { findings } = await analyse(code)
    expect(findings.filter((one) => one.severity === 'raise').map((one) => one.code)).toContain(kind)
    expect(findings.filter((one) => one.severity === 'deny')).toEqual([])
  })

  it.each([
    [`import time\nresult = time.time()`, 'reads-clock', 'warn'],
    [`from datetime import datetime\nresult = datetime.now().isoformat()`, 'reads-clock', 'warn'],
    [`import numpy as np\nresult = np.random.rand()`, 'random', 'note'],
    [`import uuid\nresult = str(uuid.uuid4())`, 'not-repeatable', 'warn'],
    [`if orders.empty:\n    result = 1`, 'output-not-sure', 'warn'],
    [`result = orders['amuont']`, 'unknown-column', 'warn'],
  ])('or only a word: %j', async (code, kind, severity) => {
    const { findings } = await analyse(code)
    expect(findings).toMatchObject([{ code: kind, severity }])
  })

  it('is nothing of what is usual', async () => {
    const code = `import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression

joined = orders.merge(people, on='id', how='left')
joined['share'] = joined['amount'] / joined['amount'].sum()
model = LinearRegression().fit(joined[['count']], joined['amount'])
result = joined.assign(fitted=model.predict(joined[['count']])).query('share > 0.1').to_csv()
print(f'{len(joined)} rows', np.sqrt(2), pd.to_datetime('2020-01-01').year)`
    expect((await analyse(code)).findings).toEqual([])
  })
})

describe('the program that looks', () => {
  it('runs nothing of what it looks at', async () => {
    const canary = join(mkdtempSync(join(tmpdir(), 'canary-')), 'touched')
    const touch = `open(${JSON.stringify(canary)}, 'w').write('x')`
    await analyse(`${touch}\nresult = ${touch}`)
    await analyse(`def f(x=${touch}): pass\n@(${touch})\ndef g(): pass\nclass A: y = ${touch}\nresult = 1`)
    expect(existsSync(canary)).toBe(false)
  })

  it('reads the longest step within seconds, and lives on after the deepest', async () => {
    const long = `result = [${`orders['amount'].sum(), `.repeat(8_000)}]`
    expect((await analyse(long)).reads).toEqual([{ name: 'orders', columns: ['amount'] }])
    const deep = await analyse(`result = ${'-'.repeat(100_000)}1`)
    expect(deep.findings[0]?.severity).toBe('deny')
    expect((await analyse('result = 1')).findings).toEqual([])
  })
})
