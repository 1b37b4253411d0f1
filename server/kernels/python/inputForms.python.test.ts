/** Inputs as the code asks for them, in the real environment and sandbox. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  openPythonAtHand,
  troubleOf,
  type PythonAtHand,
} from '#server/kernels/python/testing/pythonAtHand.ts'
import { rowsOf, writeParquet } from '#server/kernels/testing/sqlRuns.ts'

let python: PythonAtHand
let inputs: readonly { readonly name: string; readonly path: string }[]

beforeAll(async () => {
  python = await openPythonAtHand()
  const path = join(python.artifacts, 'orders')
  await writeParquet('SELECT range AS id, range * 1.5 AS amount FROM range(4)', path)
  inputs = [{ name: 'orders', path }]
}, 300_000)
afterAll(() => python.close())

const textOf = async (code: string): Promise<string> => {
  const { outcome, text } = await python.run(code, { inputs })
  return troubleOf(outcome) || text
}

describe('an input', () => {
  it.each([
    ['a pandas frame where nothing is asked', `print(type(orders).__module__)\nresult = 1`, 'pandas'],
    [
      'an Arrow table where the code says so',
      `import pyarrow as pa\norders: pa.Table\nprint(type(orders), orders.num_rows)\nresult = orders.slice(1)`,
      `<class 'pyarrow.lib.Table'> 4`,
    ],
    [
      'an Arrow table by its own name',
      `from pyarrow import Table as T\norders: T\nprint(type(orders))\nresult = 1`,
      `<class 'pyarrow.lib.Table'>`,
    ],
    [
      'a pandas frame where the hint is no request',
      `import pandas as pd\norders: pd.DataFrame\nprint(type(orders).__name__)\nresult = 1`,
      'DataFrame',
    ],
    [
      'a pandas frame where a hint stands in a function',
      `import pyarrow as pa\ndef f():\n    orders: pa.Table\nprint(type(orders).__name__)\nresult = 1`,
      'DataFrame',
    ],
  ])('is %s', async (_, code, expected) => {
    expect(await textOf(code)).toContain(expected)
  })

  it('is asked for as what is not installed, and the run says so', async () => {
    const code = `try: import polars as pl\nexcept ImportError: pl = None\nimport polars as pl\norders: pl.DataFrame\nresult = 1`
    expect(await textOf(code)).toMatch(/can't be read as a polars frame: No module named 'polars'/)
  })

  it.each([
    ['MAP', `MAP {'a': 1}`, `{'a': 1}`],
    ['INTERVAL', `INTERVAL 3 DAY + INTERVAL 2 MONTH`, '<DateOffset: days=3, months=2, nanoseconds=0>'],
    ['TIME', `TIME '12:30:00'`, 'datetime.time(12, 30)'],
    ['UUID', `'fc83f27d-d42c-455b-b6f9-e1e3f942017b'::UUID`, `'fc83f27d-d42c-455b-b6f9-e1e3f942017b'`],
    ['BLOB', `'ab'::BLOB`, `b'ab'`],
    [
      'TIMESTAMPTZ',
      `TIMESTAMPTZ '2024-02-29 12:00:00+00'`,
      `Timestamp('2024-02-29 12:00:00+0000', tz='UTC')`,
    ],
    ['ENUM', `'x'::ENUM('x', 'y')`, `'x'`],
    ['lists and structs', `[{'a': [1, 2], 'b': NULL}]`, `array([{'a': array([1, 2]`],
    ['dates that are far', `DATE '9999-12-31'`, 'datetime.date(9999, 12, 31)'],
  ])('may have columns of %s', async (type, value, expected) => {
    const path = join(python.artifacts, `odd ${type}`)
    await writeParquet(`SELECT 1 AS id, ${value} AS odd`, path)
    const { outcome, text } = await python.run(`print(repr(odd_types['odd'].iloc[0]))\nresult = 1`, {
      inputs: [{ name: 'odd_types', path }],
    })
    expect(text).toContain(expected)
    expect(troubleOf(outcome)).toBe('')
  })
})

describe('a table that is handed over', () => {
  it.each([
    ['bins', `pd.cut(pd.Series([1, 5]), [0, 3, 9])`, '(0, 3]'],
    ['periods', `pd.Series(pd.period_range('2024Q1', periods=2, freq='Q'))`, '2024Q1'],
    ['categories', `pd.Series(['a', 'b']).astype('category')`, 'a'],
    ['dates with a zone', `pd.Series(pd.to_datetime(['2024-02-29', '2024-03-01'], utc=True))`, '2024-02-29'],
    ['identifiers', `pd.Series(['fc83f27d-d42c-455b-b6f9-e1e3f942017b', None])`, 'fc83f27d'],
  ])('may hold %s', async (_, column, first) => {
    const code = `import pandas as pd\nresult = pd.DataFrame({'odd': ${column}})`
    const running = python.begin(code)
    const outcome = await running.outcome
    expect(troubleOf(outcome)).toBe('')
    const [result] = outcome.kind === 'succeeded' ? outcome.results : []
    const rows = await rowsOf(`SELECT CAST(odd AS VARCHAR) FROM read_parquet('${result?.path}') LIMIT 1`)
    await running.discard()
    expect(JSON.stringify(rows)).toContain(first)
  })

  it.each([
    ['spans of time', `pd.to_timedelta([1, 2], 'D')`, 'holds spans of time: make it a number'],
    [
      'spans with months',
      `[pd.DateOffset(months=1), pd.DateOffset(days=1)]`,
      "result can't be stored as a table",
    ],
    ['complex numbers', `[1j, 2j]`, "result can't be stored as a table"],
  ])('says of %s what to do', async (_, column, why) => {
    const { outcome } = await python.run(`import pandas as pd\nresult = pd.DataFrame({'odd': ${column}})`)
    expect(troubleOf(outcome)).toContain(why)
  })
})
