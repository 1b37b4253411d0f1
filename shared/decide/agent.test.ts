import { describe, expect, it } from 'vitest'
import type { Command } from '#shared/command.ts'
import {
  addOrders,
  agentFor,
  ask,
  createWorkspace,
  decideOn,
  objectiveId,
  owner,
  planner,
  preflight,
  propose,
  start,
  stepId,
  system,
  turnId,
} from '#shared/testing/examples.ts'
import { codeOf, scenario } from '#shared/testing/scenario.ts'

const fresh = scenario().given([createWorkspace, system], [addOrders(), owner])

const approved = () => {
  const proposed = fresh.given([propose({ proposal: 1, step: 1 }), owner])
  const reviewed = proposed.given([preflight(proposed.state, 1), system])
  return reviewed.given([decideOn(reviewed.state, 1), owner])
}

describe('an agent', () => {
  const asked = fresh.given([ask, owner])

  it('is asked about a step that exists, and the turn says about which', () => {
    const about = (step: number): Command => ({
      type: 'AskAgent',
      data: {
        turnId: turnId(2),
        objectiveId: objectiveId(1),
        text: 'What do we sell?',
        acceptance: [],
        about: { stepId: stepId(step), words: 'Why did this fail?' },
      },
    })
    const idle = fresh
      .given([ask, owner], [propose({ proposal: 1, step: 1, turn: 1 }), planner])
      .given([{ type: 'StopAgent', data: { turnId: turnId(1) } }, owner])
    expect(codeOf(idle.when(about(9), owner))).toBe('not-found')
    const turn = idle.given([about(1), owner]).state.turns.get(turnId(2))
    expect(turn?.cause).toMatchObject({ kind: 'asked', about: { stepId: stepId(1) } })
  })

  it('proposes only within its turn', () => {
    expect(codeOf(asked.when(propose({ proposal: 1, step: 1 }), planner))).toBe('not-found')
    expect(codeOf(asked.when(propose({ proposal: 1, step: 1, turn: 1 }), planner))).toBe('allowed')
    const stopped = asked.given([{ type: 'StopAgent', data: { turnId: turnId(1) } }, owner])
    expect(codeOf(stopped.when(propose({ proposal: 1, step: 1, turn: 1 }), planner))).toBe('turn-ended')
  })

  it('has no power beyond that of the person it works for', () => {
    const command = propose({ proposal: 1, step: 1, turn: 1 })
    expect(codeOf(asked.when(command, agentFor(7)))).toBe('not-a-member')
  })

  it('does not drown a queue', () => {
    let full = asked
    for (let number = 1; number <= 8; number += 1)
      full = full.given([propose({ proposal: number, step: number, turn: 1 }), planner])
    expect(codeOf(full.when(propose({ proposal: 9, step: 9, turn: 1 }), planner))).toBe(
      'too-many-open-proposals',
    )
  })

  it('works on one turn for an objective at a time', () => {
    const again = { ...ask, data: { ...(ask.type === 'AskAgent' ? ask.data : never()), turnId: turnId(2) } }
    expect(codeOf(asked.when(again as typeof ask, owner))).toBe('turn-running')
  })

  it('can not start a run', () => {
    expect(codeOf(approved().when(start(1, 1), planner))).toBe('not-allowed')
  })
})

const never = (): never => {
  throw new Error('the example is no question to the agent')
}
