import { describe, expect, it } from 'vitest'
import { columnOriginOf, columnsOf, columnsOnWay } from '#shared/lineage/columnLineage.ts'
import {
  addOrders,
  createWorkspace,
  datasetVersion,
  decideOn,
  digest,
  owner,
  preflight,
  propose,
  reviseOrders,
  start,
  stepId,
  succeed,
  system,
} from '#shared/testing/examples.ts'
import { scenario, type Scenario } from '#shared/testing/scenario.ts'

/** Proposes, approves and runs a step that reads one column of one table and gives `amount`. */
function ran(before: Scenario, step: number, table: string, column: string): Scenario {
  const output = `out${step}`
  const proposed = before.given([propose({ proposal: step, step, output }), owner])
  const analysed = proposed.given([preflight(proposed.state, step, { [table]: [column] }), system])
  const approved = analysed.given([decideOn(analysed.state, step), owner])
  return approved.given([start(step, step), owner], [succeed(step, output), system])
}

const filled = scenario().given([createWorkspace, system], [addOrders(), owner])
const two = ran(ran(filled, 1, 'orders', 'id'), 2, 'out1', 'amount')
const last = { artifact: digest(5002), column: 'amount' }

describe('where a column comes from', () => {
  it('is told back to the dataset, with the run of each step', () => {
    const origin = columnOriginOf(two.state, last, 'out2')
    expect(columnsOnWay(origin).map((one) => `${one.name}.${one.column}`)).toEqual([
      'out2.amount',
      'out1.amount',
      'orders.id',
    ])
    expect(origin.run?.stepId).toBe(stepId(2))
    expect(origin.from[0]?.from[0]?.run).toBeUndefined()
  })

  it('stays with the version that was read when the dataset is revised later', () => {
    const revised = two.given([reviseOrders(7), owner])
    const way = columnsOnWay(columnOriginOf(revised.state, last, 'out2'))
    expect(way.at(-1)?.artifact).toBe(datasetVersion(1).digest)
    expect(columnsOf(revised.state, datasetVersion(1).digest)).toEqual(['id'])
    expect(columnsOf(revised.state, datasetVersion(7).digest)).toEqual(['id', 'amount', 'email'])
  })

  it('is nowhere for an artifact that this moment of the record does not know', () => {
    expect(columnOriginOf(filled.state, last, 'out2')).toEqual({ ...last, name: 'out2', from: [] })
    expect(columnsOf(filled.state, last.artifact)).toEqual([])
  })
})
