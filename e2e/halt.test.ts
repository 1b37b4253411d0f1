/** Stop works at every moment of a run, also before its kernel has begun. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { approve, propose, sqlStep } from '#e2e/testing/moves.ts'
import { startApp, type App } from '#e2e/testing/startApp.ts'
import { newCommandId } from '#server/workspace/workspaceHost.ts'
import { recordedOf } from '#shared/recordedEvent.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

it('a run that is stopped in the moment it starts is halted, and does not go on to its limit', async () => {
  const endless = 'SELECT sum(a.range * b.range) AS total FROM range(10000000) a, range(10000000) b'
  const one = await propose(app, app.owner, sqlStep(endless, 'endless'))
  const host = app.server.ports.workspaces.host(app.workspaceId)
  if (!host) throw new Error('The workspace is not open')
  const stop = host.subscribe(host.head().seq, (entries) => {
    for (const { body } of entries) {
      const { event } = recordedOf(body)
      if (event.type !== 'RunStarted') continue
      const { runId } = event.data
      void host.dispatch(
        newCommandId(),
        { type: 'HaltRun', data: { runId } },
        { kind: 'human', id: app.owner.personId },
      )
    }
  })
  expect((await approve(app, app.owner, one)).status).toBe(200)
  const halted = await app.until(
    (state) => [...state.runs.values()].find((run) => run.status === 'halted'),
    'the halt',
  )
  stop()
  expect(halted.outcome).toMatchObject({ kind: 'halted', by: 'person' })
})
