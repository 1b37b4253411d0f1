/** Notebooks in and out, with the machine's own Python: what cells become, and that what comes out is a notebook to Jupyter. */
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { pythonStep, runStep, sqlStep } from '#e2e/testing/moves.ts'
import { checkedByJupyter } from '#e2e/testing/notebookSchema.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import type { CellFate } from '#shared/notebookFile/cellFate.ts'
import { importPlan, type ImportChoice } from '#shared/notebookFile/importPlan.ts'
import { NotebookRead } from '#shared/notebookFile/notebookRead.ts'
import { HOSTILE, notebookText, SQL_CELLS, TANGLED, TIDY } from '#shared/notebookFile/testing/notebooks.ts'

let app: App
beforeAll(async () => {
  app = await startApp({ hasPython: true })
  await app.upload('orders.csv', 'region,amount\nnorth,10\nsouth,20\nnorth,35')
}, 600_000)
afterAll(() => app.stop())

async function send(text: string, name = 'a.ipynb'): Promise<{ status: number; body: unknown }> {
  const form = new FormData()
  form.append('file', new Blob([text]), name)
  const response = await fetch(`${app.server.address}/api/workspaces/${app.workspaceId}/notebook-read`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.owner.token}` },
    body: form,
  })
  const body: unknown = await response.json()
  return { status: response.status, body }
}

async function fatesOf(
  text: string,
  datasets: readonly string[] = ['orders', 'flights'],
  choice: ImportChoice = { order: 'proposed', isRenaming: true },
) {
  const read = NotebookRead.parse((await send(text)).body)
  return importPlan(read, { datasets, steps: [] }, choice)
}

const codeOf = (fates: readonly CellFate[], output: string): string | undefined => {
  const block = fates
    .map((one) => one.block)
    .find((one) => one && one.kind !== 'note' && one.output === output)
  return block?.text
}
const findingsOf = (fates: readonly CellFate[], cell: number): readonly string[] =>
  fates.find((one) => one.cell === cell - 1)?.findings ?? []

describe('a notebook that was run from top to bottom', () => {
  it('becomes steps that take along what they need and no more', async () => {
    const { fates, proposed } = await fatesOf(TIDY)
    expect(proposed.by).toBe('file')
    expect(fates.map(({ becomes }) => becomes)).toEqual([
      'note',
      'carried',
      'step',
      'carried',
      'note',
      'step',
      'step',
      'step',
    ])
    expect(codeOf(fates, 'by_airline')).not.toMatch(/import|LIMIT|def /)
    expect(codeOf(fates, 'delayed')).toMatch(/^LIMIT = 15\ndef late\(table\):\n/)
    expect(codeOf(fates, 'chart_8')).toMatch(/^import matplotlib.pyplot as plt\n[^]*\.gcf\(\)$/)
  })

  it('reads a dataset by its name where it read a file, and names the file where there is none', async () => {
    expect(codeOf((await fatesOf(TIDY)).fates, 'view_3')).toBe('view_3 = flights.head()')
    const without = await fatesOf(TIDY, [])
    expect(without.files).toEqual(['flights.csv'])
    expect(findingsOf(without.fates, 3)).toContain(
      'It reads the file flights.csv: add flights.csv as a dataset.',
    )
    expect(codeOf(without.fates, 'flights')).toContain("pd.read_csv('data/flights.csv'")
  })
})

describe('a notebook that was run out of order', () => {
  it('is put in the order in which it was run, or stays as it is where the person says so', async () => {
    const proposed = await fatesOf(TANGLED)
    expect(proposed.proposed.by).toBe('runs')
    expect(proposed.fates.map(({ cell }) => cell + 1)).toEqual([1, 2, 4, 7, 5, 3, 6, 8, 9])
    const file = await fatesOf(TANGLED, ['orders'], { order: 'file', isRenaming: true })
    expect(file.fates.map(({ cell }) => cell + 1)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('says what is hidden in it, each at its cell', async () => {
    const { fates } = await fatesOf(TANGLED)
    expect(findingsOf(fates, 4)).toContain('It binds df anew; cell 2 binds it too.')
    expect(findingsOf(fates, 4)).toContain('It was run [4] before cell 3 [9], which stands above it.')
    expect(findingsOf(fates, 5)).toContain("It changes df of cell 4 in place (df['net'] = …, line 1).")
    expect(findingsOf(fates, 5).join()).toContain(
      'It reads rate, which no cell binds: the cell that did was changed or deleted. Of 11 runs that were counted, 3 left no cell.',
    )
    expect(findingsOf(fates, 6)).toContain('It reads top, which is bound only further down, in cell 7.')
    expect(findingsOf(fates, 8)).toContain('“!pip install seaborn” works in notebooks only and is left out.')
  })

  it('defines each name once, and reads the one that it read', async () => {
    const { fates } = await fatesOf(TANGLED)
    expect(codeOf(fates, 'df_2')).toBe('df_2 = df.dropna()')
    expect(codeOf(fates, 'df_3')).toBe(
      'df_3 = df_2.copy()\ndf_3["net"] = df_3.amount * (1 - rate)\ndf_3.drop(columns=["amount"], inplace=True)',
    )
    expect(codeOf(fates, 'summary')).toContain('df_3.groupby("region")')
  })

  it('has no name changed where a text may name it too', async () => {
    const { fates } = await fatesOf(
      notebookText([
        { code: "import pandas as pd\ndf = pd.read_csv('a.csv')" },
        { code: 'df = df.dropna()' },
        { code: "few = df.query('amount > @df.amount.mean()')\nlabel = 'df'" },
      ]),
    )
    expect(codeOf(fates, 'few')).toBe("df = df_2\nfew = df.query('amount > @df.amount.mean()')\nlabel = 'df'")
  })
})

describe('what is no plain Python', () => {
  it('is an SQL step where it is one query, and else left out with the reason', async () => {
    const { fates } = await fatesOf(SQL_CELLS)
    expect(codeOf(fates, 'big')).toBe('SELECT * FROM orders WHERE amount > 10')
    expect(fates.map(({ becomes }) => becomes)).toEqual([
      'step',
      'left-out',
      'left-out',
      'step',
      'note',
      'note',
    ])
    expect(fates[2]?.says).toEqual(['%%bash runs something else than Python, and a step can’t.'])
  })

  it('is looked at and never run, whatever it says', async () => {
    const { fates } = await fatesOf(HOSTILE)
    expect(fates).toHaveLength(3)
    expect(existsSync('/tmp/countersign-was-here')).toBe(false)
    expect('polluted' in {}).toBe(false)
    const deep = await fatesOf(notebookText([{ code: `x = ${'('.repeat(5_000)}1${')'.repeat(5_000)}` }]))
    expect(findingsOf(deep.fates, 1).join()).toContain('nested too deeply')
  })
})

const Exported = z.object({
  nbformat_minor: z.literal(5),
  cells: z.array(
    z.looseObject({
      cell_type: z.string(),
      source: z.string(),
      execution_count: z.number().nullish(),
      metadata: z.looseObject({ countersign: z.looseObject({}).optional() }),
      outputs: z.array(z.looseObject({ output_type: z.string() })).optional(),
    }),
  ),
})

describe('a workspace taken along as a notebook', () => {
  const PYTHON = 'by_region = orders.groupby("region")["amount"].sum().reset_index()\nprint("grün")'
  const SQL = `SELECT *, '\\d"""' AS "a ""b""" FROM by_region`
  const CHART = JSON.stringify({
    data: { name: 'by_region' },
    mark: 'bar',
    encoding: { x: { field: 'region', type: 'nominal' }, y: { field: 'amount', type: 'quantitative' } },
  })
  const get = () => app.owner.request('GET', `/api/workspaces/${app.workspaceId}/notebook`)

  it('is a notebook to Jupyter, with the code that was approved, its record and its results', async () => {
    await runStep(app, app.owner, pythonStep(PYTHON, 'by_region'))
    await runStep(app, app.owner, sqlStep(SQL, 'quoted'))
    await runStep(app, app.owner, { ...sqlStep(CHART, 'bars'), language: 'chart' })
    const { body } = await get()
    expect(checkedByJupyter(JSON.stringify(body))).toMatch(/^4 5 \d+$/)
    const { cells } = Exported.parse(body)
    const python = cells.find(({ source }) => source === PYTHON)
    const [run] = app.state().runs.values()
    expect(python?.execution_count).toBe(1)
    expect(python?.metadata.countersign).toMatchObject({
      stepDigest: run?.stepDigest,
      approvals: [{ by: app.owner.personId, stepDigest: run?.stepDigest }],
      run: { id: run?.runId },
      results: [{ name: 'by_region', digest: run?.artifact?.digest }],
    })
    expect(python?.outputs?.[0]).toEqual({ output_type: 'stream', name: 'stdout', text: 'grün\n' })
    const chart = cells.find(({ source }) => source.includes('altair'))
    expect(chart?.outputs?.[0]?.['data']).toMatchObject({
      'application/vnd.vegalite.v5+json': {
        mark: 'bar',
        data: { values: expect.arrayContaining([{ region: 'north', amount: 45 }]) as unknown },
      },
    })
    expect(JSON.stringify(python?.outputs?.[1])).toContain('<td>north</td>')
  })

  it('is read back as the same steps', async () => {
    const { body } = await get()
    const { fates } = await fatesOf(JSON.stringify(body), ['orders'])
    const steps = fates.flatMap(({ block }) => (block && block.kind !== 'note' ? [block] : []))
    expect(steps).toEqual([
      { kind: 'python', text: PYTHON, output: 'by_region' },
      { kind: 'sql', text: SQL, output: 'quoted' },
      { kind: 'chart', text: CHART, output: 'bars' },
    ])
  })

  it('is refused by Jupyter’s check when it is no notebook', () => {
    expect(() =>
      checkedByJupyter('{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"id":"a b"}]}'),
    ).toThrow()
  })
})
