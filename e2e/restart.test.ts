/** A server that is stopped while steps run says nothing untrue of them. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { approve, propose, sqlStep } from '#e2e/testing/moves.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

it('a run that the server’s end cut short is lost, not halted by a person, and retried once on its own permit', async () => {
  const endless = 'SELECT sum(a.range * b.range) AS total FROM range(10000000) a, range(10000000) b'
  const one = await propose(app, app.owner, sqlStep(endless, 'endless'))
  expect((await approve(app, app.owner, one)).status).toBe(200)
  await app.until((state) => state.runs.size === 1, 'the run')
  const stopped = app
  app = await stopped.restart()
  // Nothing was even tried on the ledger that was closing.
  expect(stopped.failures).toEqual([])
  await app.until((state) => state.runs.size === 2, 'the retry')
  const [first, second] = app.state().runs.values()
  expect(first?.status).toBe('indeterminate')
  expect(second?.permitId).not.toBe(first?.permitId)
  if (second) await app.owner.send({ type: 'HaltRun', data: { runId: second.runId } })
  const halted = await app.until(
    (state) => [...state.runs.values()].find((run) => run.status === 'halted'),
    'the halt',
  )
  expect(halted.outcome).toMatchObject({ kind: 'halted', by: 'person' })
})
