import { describe, expect, it } from 'vitest'
import { queueOf } from '#client/workspace/queue.ts'
import {
  addOrders,
  createWorkspace,
  decideOn,
  owner,
  preflight,
  proposalId,
  propose,
  runId,
  start,
  stepId,
  succeed,
  system,
} from '#shared/testing/examples.ts'
import { scenario, type Scenario } from '#shared/testing/scenario.ts'

const begun = scenario().given([createWorkspace, system], [addOrders(), owner])
const proposed = (before: Scenario): Scenario =>
  before.given([propose({ proposal: 1, step: 1, output: 'kept' }), owner])
const approved = (before: Scenario): Scenario => {
  const reviewed = before.given([preflight(before.state, 1), system])
  return reviewed.given([decideOn(reviewed.state, 1), owner])
}

describe('the queue', () => {
  it('holds a proposal from its being checked to its end', () => {
    const checked = proposed(begun)
    expect(queueOf(checked.state).checking).toMatchObject([{ stepId: stepId(1), asked: owner }])
    const waits = approved(checked)
    expect(queueOf(waits.state)).toMatchObject({
      checking: [],
      waiting: [{ proposalId: proposalId(1), asked: owner, by: owner, waitsFor: [] }],
      running: [],
    })
    const runs = waits.given([start(1, 1), system])
    expect(queueOf(runs.state)).toMatchObject({ waiting: [], running: [{ runId: runId(1), by: owner }] })
    const done = runs.given([succeed(1), system])
    expect(queueOf(done.state)).toMatchObject({ running: [], finished: [{ runId: runId(1) }] })
  })

  it('leaves out what waits for a person, since that is the inbox', () => {
    const checked = proposed(begun)
    const reviewed = checked.given([preflight(checked.state, 1), system])
    expect(queueOf(reviewed.state)).toEqual({ running: [], waiting: [], checking: [], finished: [] })
  })
})
