import { describe, expect, it } from 'vitest'
import { compareMoments } from '#client/features/history/compareMoments.ts'
import {
  addOrders,
  ask,
  constraintId,
  createWorkspace,
  objectiveId,
  owner,
  planner,
  propose,
  reviseOrders,
  stepId,
  system,
} from '#shared/testing/examples.ts'
import { scenario } from '#shared/testing/scenario.ts'

const empty = scenario().given([createWorkspace, system])
const asked = empty.given([addOrders(), owner], [ask, owner])
const proposed = asked.given([propose({ proposal: 1, step: 1, turn: 1, output: 'sales' }), planner])

describe('two moments', () => {
  it('are the same where nothing happened between', () => {
    expect(compareMoments(proposed.state, proposed.state)).toEqual([])
  })

  it('differ by the blocks that came, each with all that it says', () => {
    const changes = compareMoments(empty.state, proposed.state)
    expect(changes.map((one) => [one.kind, one.name, one.change])).toEqual([
      ['objective', 'What do we sell?', 'added'],
      ['dataset', 'orders', 'added'],
      ['step', 'sales', 'added'],
    ])
    expect(changes[2]?.parts.map((part) => part.what)).toEqual(['title', 'code', 'state'])
  })

  it('show a block that went as removed, seen the other way round as added', () => {
    expect(compareMoments(proposed.state, asked.state)).toMatchObject([
      { id: stepId(1), change: 'removed', parts: [{ after: '' }, { after: '' }, { after: '' }] },
    ])
    expect(compareMoments(asked.state, proposed.state)).toMatchObject([{ id: stepId(1), change: 'added' }])
  })

  it('name only what differs of a block that changed', () => {
    const again = proposed.given(
      [propose({ proposal: 2, step: 1, turn: 1, output: 'sales', code: 'SELECT 7' }), planner],
      [reviseOrders(2), owner],
    )
    const changes = compareMoments(proposed.state, again.state)
    expect(changes.map((one) => [one.name, one.parts.map((part) => part.what)])).toEqual([
      ['orders', ['content']],
      ['sales', ['code']],
    ])
    expect(changes[1]?.parts[0]?.after).toBe('SELECT 7')
  })

  it('tell a constraint’s checks from its words', () => {
    const write = (rows: number) =>
      [
        {
          type: 'WriteConstraint',
          data: {
            constraintId: constraintId(1),
            text: 'Small',
            checks: [{ kind: 'most-rows', rows }],
          },
        },
        owner,
      ] as const
    const [one, other] = [asked.given(write(5)), asked.given(write(6))]
    expect(compareMoments(one.state, other.state)).toMatchObject([
      { kind: 'constraint', change: 'changed', parts: [{ what: 'checks' }] },
    ])
  })

  it('leave out an objective that was retired', () => {
    const retired = asked.given([{ type: 'RetireObjective', data: { objectiveId: objectiveId(1) } }, owner])
    expect(compareMoments(asked.state, retired.state)).toMatchObject([
      { kind: 'objective', change: 'removed' },
    ])
  })
})
