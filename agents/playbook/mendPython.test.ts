import { describe, expect, it } from 'vitest'
import { mendedOf } from '#agents/playbook/mend.ts'

const mended = (code: string, text: string, findings: readonly string[] = []) =>
  mendedOf(
    {
      code,
      language: 'python',
      findings: findings.map((one) => ({ severity: 'warn', code: 'unknown-column', text: one })),
    },
    [{ text }],
  )

describe('the playbook mends Python', () => {
  it.each([
    [
      "total = ordrs['amount'].sum()  # of ordrs",
      'Nothing is called ordrs here. Did you mean orders?',
      "total = orders['amount'].sum()  # of ordrs",
    ],
    [
      'result = Orders.head()',
      'Nothing is called Orders; there is a table orders, and Python tells capitals from small letters.',
      'result = orders.head()',
    ],
    [
      'total = 1\nresult = totl + 1',
      "NameError in line 2: name 'totl' is not defined. Did you mean: 'total'?",
      'total = 1\nresult = total + 1',
    ],
    [
      'result = np.sqrt(2)',
      'Nothing is called np here. Did you mean n?',
      'import numpy as np\nresult = np.sqrt(2)',
    ],
    [
      'model = KMeans(3)',
      "NameError in line 1: name 'KMeans' is not defined",
      'from sklearn.cluster import KMeans\nmodel = KMeans(3)',
    ],
    [
      'import panda as pd',
      'The package panda is not in the environment of this workspace: it can be proposed to be added. Did you mean pandas?',
      'import pandas as pd',
    ],
    [
      "orders.groupby('region').size()",
      'Nothing is bound to result, the name of its output: write result = … at the top level.',
      "result = orders.groupby('region').size()",
    ],
    [
      'Result = 1',
      'Nothing is bound to result, the name of its output: write result = … at the top level. Result is not the same: Python tells capitals from small letters.',
      'Result = 1\nresult = Result',
    ],
    [
      'x = 1\ntable = x + 1\nprint(table)',
      'The code ran, but nothing is called result: give its result that name, as in result = …',
      'x = 1\ntable = x + 1\nprint(table)\nresult = table',
    ],
    [
      'model.fit(X, y)\nresult = model',
      'ValueError in line 1: Input X contains NaN.',
      'X = X.dropna()\ny = y.loc[X.index]\nmodel.fit(X, y)\nresult = model',
    ],
    [
      'model.fit(X, y)',
      'ValueError in line 1: Input y contains NaN.',
      'y = y.dropna()\nX = X.loc[y.index]\nmodel.fit(X, y)',
    ],
  ])('%s', (code, text, expected) => {
    expect(mended(code, text)?.code).toBe(expected)
    expect(mended(code, text)?.said).not.toBe('')
  })

  it('misspelt columns by the name that the check put forward, and by no other', () => {
    const finding = 'orders has no column called amout. Did you mean amount?'
    expect(
      mended("result = orders['amout'] + orders.amout", "KeyError in line 1: 'amout'", [finding])?.code,
    ).toBe("result = orders['amount'] + orders.amount")
    expect(mended("result = orders['amout']", "KeyError in line 1: 'amout'")).toBeUndefined()
  })

  it('nothing that it does not understand', () => {
    expect(mended('result = 1 / 0', 'ZeroDivisionError in line 1: division by zero')).toBeUndefined()
    expect(mended('model.fit(a[b], c)', 'ValueError in line 1: Input X contains NaN.')).toBeUndefined()
  })
})
