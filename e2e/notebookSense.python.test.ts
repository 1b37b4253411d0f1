/** What the steps of an imported notebook compute, one by one in their sandbox, is what its cells compute in one go. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pythonStep, runStep } from '#e2e/testing/moves.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { importPlan } from '#shared/notebookFile/importPlan.ts'
import { readNotebook } from '#shared/notebookFile/readNotebook.ts'
import { CHAIN, SHARED } from '#shared/notebookFile/testing/notebooks.ts'
import { outputsIn, type StepContent } from '#shared/step.ts'

let app: App
beforeAll(async () => {
  app = await startApp({ hasPython: true })
  await app.upload('flights.csv', 'day,airline,delay\na,x,1\nb,y,4\nc,x,9\nd,y,30\ne,x,50')
}, 600_000)
afterAll(() => app.stop())

async function ran(content: StepContent): Promise<void> {
  const { status, because } = await runStep(app, app.owner, content)
  expect(status, `${content.output}: ${because}\n${content.code}`).toBe('succeeded')
}

const rowsOf = (output: string): string | undefined => {
  const made = [...app.state().runs.values()].flatMap(({ artifact, also = [] }) => [
    ...(artifact ? [artifact] : []),
    ...also,
  ])
  const table = made.findLast(({ name }) => name === output)
  return table?.kind === 'table' ? table.contentDigest : undefined
}

it.each([
  ['whose one name goes through many cells', CHAIN, 'one', 8],
  ['whose cells share functions and constants', SHARED, 'two', 6],
])('of a notebook %s', async (_what, text, whole, count) => {
  const read = readNotebook(text)
  const cells = read.ok ? read.value : []
  const looked = await app.server.python.cells(cells.map(({ source }) => source))
  const facts = looked.ok ? looked.value : null
  const taken = [...app.state().proposals.values()].map(({ content }) => content.output)
  const { fates } = importPlan(
    { fileName: 'a.ipynb', cells, facts, without: '' },
    { datasets: ['flights'], steps: taken },
    { order: 'proposed', isRenaming: true },
  )
  const steps = fates.flatMap(({ block }) => (block?.kind === 'python' ? [block] : []))
  expect(steps).toHaveLength(count)
  for (const { text: code, output } of steps) {
    const outputs = outputsIn(output)
    if (!outputs.ok) throw new Error(outputs.error)
    await ran({ ...pythonStep(code, outputs.value.output), ...outputs.value })
  }
  const all = cells.map(({ source }) => source.replace("pd.read_csv('flights.csv')", 'flights')).join('\n')
  await ran(pythonStep(`${all}\n${whole} = final`, whole))
  const last = steps.at(-1)?.output ?? ''
  expect(rowsOf(last)).toBeDefined()
  expect(rowsOf(last)).toBe(rowsOf(whole))
})
