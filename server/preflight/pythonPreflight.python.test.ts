/** What preflight makes of the answers of the program that inspects Python; the answers have labels of their own. */
import { mkdtempSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPythonPreflight, type PythonPreflight } from '#server/preflight/pythonPreflight.ts'
import { packageRoot } from '#server/packageRoot.ts'
import { TableName } from '#shared/ids.ts'

const python = process.env['COUNTERSIGN_PYTHON'] ?? 'python3'
const program = join(packageRoot(), 'server', 'kernels', 'python', 'program', 'analyse.py')
const env = { PATH: process.env['PATH'] ?? '/usr/bin' }
const packages = ['pandas', 'numpy', 'sklearn']

let preflight: PythonPreflight
beforeAll(() => {
  preflight = openPythonPreflight({ command: [python, '-I', '-B', program], env, packages })
})
afterAll(() => preflight.close())

const columnsOf = (...names: readonly string[]) => names.map((name) => ({ name, type: 'BIGINT' }))
const inputs = [
  { name: TableName.parse('orders'), schema: columnsOf('id', 'amount', 'count'), rows: 100 },
  { name: TableName.parse('people'), schema: columnsOf('id', 'name'), rows: 10 },
]
const asked = (code: string) => ({ code, outputs: ['result'], inputs })

describe('preflight of Python', () => {
  it('names the columns that are read, and all of them where that can not be told', async () => {
    const analysis = await preflight.analyse(asked(`result = orders['amount'].sum() + print(people)`))
    expect(analysis.reads).toEqual([
      { name: 'orders', columns: ['amount'] },
      { name: 'people', columns: ['id', 'name'] },
    ])
    expect(analysis.estimatedRows).toBe('110')
    expect(analysis.output).toBeUndefined()
  })

  it('makes every output depend on all that is read, and says so', async () => {
    const { lineage } = await preflight.analyse(asked(`result = orders[['id']].merge(people[['id']])`))
    expect(lineage.rows).toEqual([
      { table: 'orders', column: 'id' },
      { table: 'people', column: 'id' },
    ])
    expect(lineage.coarse).toHaveLength(1)
    expect((await preflight.analyse(asked('result = 1'))).lineage.coarse).toEqual([])
  })

  it('says what can not run, with its place', async () => {
    const { findings } = await preflight.analyse(asked(`x = 1\nresult = x + nothing`))
    expect(findings).toMatchObject([{ severity: 'deny', code: 'undefined-name', line: 2, column: 14 }])
  })

  it('asks nothing of a draft without a name but what holds for any', async () => {
    const { findings } = await preflight.analyse({ code: 'x = missing', outputs: [], inputs })
    expect(findings.map((one) => one.code)).toEqual(['undefined-name'])
  })

  it('says nothing of what is usual', async () => {
    const code = `import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression

joined = orders.merge(people, on='id', how='left')
joined['share'] = joined['amount'] / joined['amount'].sum()
model = LinearRegression().fit(joined[['count']], joined['amount'])
result = joined.assign(fitted=model.predict(joined[['count']])).query('share > 0.1')
print(f'{len(joined)} rows', np.sqrt(2), pd.to_datetime('2020-01-01').year)`
    expect((await preflight.analyse(asked(code))).findings).toEqual([])
  })

  it('runs nothing of what it looks at', async () => {
    const canary = join(mkdtempSync(join(tmpdir(), 'canary-')), 'touched')
    const touch = `open(${JSON.stringify(canary)}, 'w').write('x')`
    await preflight.analyse(asked(`def f(x=${touch}): pass\n@(${touch})\ndef g(): pass\nresult = ${touch}`))
    expect(existsSync(canary)).toBe(false)
  })

  it.each([
    ['ends', `import sys; sys.exit(1)`],
    ['says something else', `import sys\nfor line in sys.stdin: print('{}', flush=True)`],
    [
      'answers something else that was asked',
      `import sys\nfor line in sys.stdin: print('{"id": 0, "error": "x"}', flush=True)`,
    ],
    ['takes too long', `import time; time.sleep(60)`],
  ])('refuses what a program that %s was asked, and asks a fresh one the next time', async (_, code) => {
    const broken = openPythonPreflight({ command: [python, '-I', '-c', code], env, packages, seconds: 1 })
    for (let time = 0; time < 2; time += 1)
      expect((await broken.analyse(asked('result = 1'))).findings).toMatchObject([
        { severity: 'deny', code: 'not-inspected' },
      ])
    await broken.close()
  })
})
