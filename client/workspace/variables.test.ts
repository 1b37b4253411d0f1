import { describe, expect, it } from 'vitest'
import { variablesOf } from '#client/workspace/variables.ts'
import {
  addOrders,
  createWorkspace,
  decideOn,
  owner,
  preflight,
  propose,
  start,
  stepId,
  succeed,
  system,
} from '#shared/testing/examples.ts'
import { scenario } from '#shared/testing/scenario.ts'

const withData = scenario().given([createWorkspace, system], [addOrders(), owner])
const proposed = withData.given([propose({ proposal: 1, step: 1, output: 'kept' }), owner])
const reviewed = proposed.given([preflight(proposed.state, 1), system])
const done = reviewed
  .given([decideOn(reviewed.state, 1), owner])
  .given([start(1, 1), system], [succeed(1, 'kept'), system])

describe('the variables', () => {
  it('are the data before there is any step', () => {
    expect(variablesOf(withData.state)).toMatchObject([
      { name: 'orders', kind: 'dataset', stepId: undefined, usedBy: [] },
    ])
  })

  it('say who reads what, by what preflight found', () => {
    const [orders, kept] = variablesOf(reviewed.state)
    expect(orders?.usedBy).toEqual([{ name: 'kept', stepId: stepId(1) }])
    expect(kept).toMatchObject({
      name: 'kept',
      kind: 'table',
      shape: undefined,
      stepId: stepId(1),
      usedBy: [],
    })
  })

  it('have a shape once they have a result', () => {
    const [, kept] = variablesOf(done.state)
    const artifact = [...done.state.runs.values()].at(-1)?.artifact
    expect(artifact?.kind).toBe('table')
    expect(kept?.shape).toEqual(
      artifact?.kind === 'table' ? { rows: artifact.rows, columns: artifact.schema.length } : undefined,
    )
    expect(kept?.shape).toBeDefined()
  })
})
