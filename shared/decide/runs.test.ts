import { describe, expect, it } from 'vitest'
import type { Command } from '#shared/command.ts'
import {
  addOrders,
  createWorkspace,
  decideOn,
  lose,
  owner,
  preflight,
  proposalId,
  propose,
  runId,
  start,
  succeed,
  system,
} from '#shared/testing/examples.ts'
import { codeOf, scenario, typesOf, type Scenario } from '#shared/testing/scenario.ts'

/** Proposes the one step again, and has it approved. */
const approvedAgain = (before: Scenario, proposal: number): Scenario => {
  const change = proposal === 1 ? 'add' : 'change'
  const proposed = before.given([propose({ proposal, step: 1, change }), owner])
  const reviewed = proposed.given([preflight(proposed.state, proposal), system])
  return reviewed.given([decideOn(reviewed.state, proposal), owner])
}
const running = approvedAgain(scenario().given([createWorkspace, system], [addOrders(), owner]), 1).given([
  start(1, 1),
  owner,
])

describe('a run that a person wants stopped', () => {
  const halt = { type: 'HaltRun', data: { runId: runId(1) } } as const

  it('is asked to stop once', () => {
    expect(typesOf(running.when(halt, owner))).toEqual(['RunHaltRequested'])
    expect(codeOf(running.given([halt, owner]).when(halt, owner))).toBe('unchanged')
  })

  it('is not started again by the rule when it is lost', () => {
    expect(typesOf(running.when(lose(1), system))).toEqual(['RunLost', 'RetryPermitted'])
    expect(typesOf(running.given([halt, owner]).when(lose(1), system))).toEqual(['RunLost'])
  })

  it('can not be stopped after its end', () => {
    expect(codeOf(running.given([succeed(1), system]).when(halt, owner))).toBe('not-running')
  })
})

describe('a run whose end nobody knows', () => {
  it('is reconciled once', () => {
    const command = {
      type: 'ReconcileRun',
      data: { runId: runId(1), verdict: 'abandoned', reason: 'the machine is gone' },
    } as const
    expect(codeOf(running.when(command, owner))).toBe('not-indeterminate')
    const lost = running.given([lose(1), system])
    const reconciled = lost.given([command, owner])
    expect(reconciled.state.runs.get(runId(1))?.isReconciled).toBe(true)
    expect(codeOf(reconciled.when(command, owner))).toBe('not-indeterminate')
  })
})

describe('an answer from the cache', () => {
  it('names the run that computed it, not one that was answered so itself', () => {
    const second = approvedAgain(running.given([succeed(1), system]), 2).given([start(2, 2), owner])
    expect(second.state.runs.get(runId(2))?.sameAs).toBe(runId(1))
    const third = approvedAgain(second, 3).given([start(3, 3), owner])
    expect(third.state.runs.get(runId(3))?.sameAs).toBe(runId(1))
    const recomputed = approvedAgain(third, 4).given([start(4, 4, true), owner], [succeed(4), system])
    expect(recomputed.state.runs.get(runId(4))?.sameAs).toBeUndefined()
  })

  it('is not given where a person approved that it be computed anew', () => {
    const done = running.given([succeed(1), system])
    const proposed = done.given([propose({ proposal: 2, step: 1, change: 'change' }), owner])
    const reviewed = proposed.given([preflight(proposed.state, 2), system])
    const decision = decideOn(reviewed.state, 2)
    if (decision.type !== 'DecideProposal') throw new Error('not a decision')
    const forced: Command = { ...decision, data: { ...decision.data, force: true } }
    expect(typesOf(reviewed.given([decision, owner]).when(start(2, 2), system))).toEqual([
      'RunAnsweredFromCache',
    ])
    expect(typesOf(reviewed.given([forced, owner]).when(start(2, 2), system))).toEqual(['RunStarted'])
  })

  it('is not given from a result that is disputed', () => {
    const disputed = running.given([succeed(1, 'out1', [false]), system])
    expect(typesOf(approvedAgain(disputed, 2).when(start(2, 2), owner))).toEqual(['RunStarted'])
  })
})

describe('a result', () => {
  const done = running.given([succeed(1), system])
  const dispute = { type: 'DisputeResult', data: { runId: runId(1), reason: 'doubled rows' } } as const
  const accept = { type: 'AcceptResult', data: { runId: runId(1), reason: 'looked at' } } as const

  it('is there to be judged only after success', () => {
    expect(codeOf(running.when(accept, owner))).toBe('no-result')
    expect(codeOf(running.given([lose(1), system]).when(dispute, owner))).toBe('no-result')
  })

  it('is not judged the same twice', () => {
    expect(codeOf(done.given([accept, owner]).when(accept, owner))).toBe('unchanged')
    expect(codeOf(done.given([dispute, owner]).when(dispute, owner))).toBe('unchanged')
  })

  it('is no longer disputed once it is accepted', () => {
    const accepted = done.given([dispute, owner], [accept, owner])
    expect(accepted.state.runs.get(runId(1))?.dispute).toBeUndefined()
    expect(accepted.state.proposals.get(proposalId(1))?.status).toBe('accepted')
  })
})
