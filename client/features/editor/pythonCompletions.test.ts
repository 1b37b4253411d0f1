import { describe, expect, it } from 'vitest'
import { pythonCompletionsAt } from '#client/features/editor/pythonCompletions.ts'

const scope = [
  {
    name: 'orders',
    columns: [
      { name: 'id', type: 'BIGINT' },
      { name: 'unit price', type: 'DOUBLE' },
    ],
  },
  { name: 'people', columns: [{ name: 'name', type: 'VARCHAR' }] },
]
/** Completions where the bar stands. */
const at = (code: string) => {
  const offset = code.indexOf('|')
  const { from, found } = pythonCompletionsAt(code.replace('|', ''), offset, scope)
  return { typed: code.slice(from, offset), labels: found.map((one) => one.label) }
}

describe('completion in Python', () => {
  it('offers the columns of a data frame within its brackets', () => {
    expect(at(`result = orders['|`)).toEqual({ typed: '', labels: ['id', 'unit price'] })
    expect(at(`result = orders["un|`)).toEqual({ typed: 'un', labels: ['id', 'unit price'] })
    expect(at(`result = orders[['id', '|`)).toEqual({ typed: '', labels: ['id', 'unit price'] })
  })

  it('offers what can follow a dot, first the columns that can be written so', () => {
    const { typed, labels } = at('result = orders.gr|')
    expect(typed).toBe('gr')
    expect(labels[0]).toBe('id')
    expect(labels).not.toContain('unit price')
    expect(labels).toContain('groupby')
  })

  it('offers tables, names of the step and words of Python', () => {
    const { labels } = at(`import pandas as pd\ndef mean_of(x): return x\ntotal = 1\nresult = t|`)
    for (const name of ['orders', 'people', 'pd', 'mean_of', 'total', 'try']) expect(labels).toContain(name)
  })

  it('offers nothing within a comment, a text or a number', () => {
    expect(at('# ord|').labels).toEqual([])
    expect(at(`print('ord|`).labels).toEqual([])
    expect(at('x = 12|').labels).toEqual([])
    expect(at('something().|').labels).toEqual([])
  })
})
