import { describe, expect, it } from 'vitest'
import type { Command } from '#shared/command.ts'
import { Digest } from '#shared/ids.ts'
import type { Limits } from '#shared/step.ts'
import { evolve } from '#shared/evolve.ts'
import {
  addMember,
  addOrders,
  ask,
  createWorkspace,
  decideOn,
  human,
  NOON,
  objectiveId,
  owner,
  planner,
  preflight,
  proposalId,
  propose,
  reviseOrders,
  stepId,
  system,
  turnId,
} from '#shared/testing/examples.ts'
import { codeOf, recorded, scenario, typesOf, type Scenario } from '#shared/testing/scenario.ts'

const fresh = scenario().given([createWorkspace, system], [addOrders(), owner], [ask, owner])

/** The agent proposes, and a person asks for changes, so many times. */
function sentBack(times: number): Scenario {
  let now = fresh
  for (let proposal = 1; proposal <= times; proposal += 1) {
    const code = `SELECT amount FROM orders LIMIT ${proposal}`
    const supersedes = proposal === 1 ? {} : { supersedes: proposal - 1 }
    now = now.given([propose({ proposal, step: 1, turn: 1, code, ...supersedes }), planner])
    now = now.given([preflight(now.state, proposal), system])
    now = now.given([decideOn(now.state, proposal, { verdict: 'request-changes', reason: 'not so' }), owner])
  }
  return now
}

describe('a step that was sent back to an agent too often', () => {
  const escalated = sentBack(4)
  const again = propose({ proposal: 5, step: 1, turn: 1 })

  it('is a person’s from then on', () => {
    expect(codeOf(sentBack(3).when(again, planner))).toBe('allowed')
    expect(codeOf(escalated.when(again, planner))).toBe('escalated')
  })

  it('is the agent’s again after a person has proposed it', () => {
    const taken = escalated.given([propose({ proposal: 5, step: 1 }), owner])
    expect(taken.state.steps.get(stepId(1))?.isEscalated).toBe(false)
    const next = propose({ proposal: 6, step: 1, turn: 1 })
    expect(codeOf(taken.when(next, planner))).toBe('person-is-editing')
  })
})

describe('a proposal', () => {
  it('of an agent is for the objective of its turn', () => {
    const other = {
      type: 'WriteObjective',
      data: { objectiveId: objectiveId(2), text: 'Something else', acceptance: [] },
    } as const
    const command = propose({ proposal: 1, step: 1, turn: 1 })
    if (command.type !== 'ProposeStep') throw new Error('no proposal')
    const strayed: Command = { ...command, data: { ...command.data, objectiveId: objectiveId(2) } }
    expect(codeOf(fresh.given([other, owner]).when(strayed, planner))).toBe('not-found')
  })

  it('of an agent may replace its own even while the queue is full', () => {
    let full = fresh
    for (let number = 1; number <= full.state.policy.openAgentProposals; number += 1)
      full = full.given([propose({ proposal: number, step: number, turn: 1 }), planner])
    const better = propose({ proposal: 99, step: 1, turn: 1, supersedes: 1 })
    expect(typesOf(full.when(better, planner))).toEqual(['StepProposed', 'ProposalSuperseded'])
  })

  it('supersedes only one of its own step', () => {
    const before = fresh.given([propose({ proposal: 1, step: 1 }), owner])
    expect(codeOf(before.when(propose({ proposal: 2, step: 2, supersedes: 1 }), owner))).toBe('not-found')
  })

  it('takes the place of one that is approved and waits for its run', () => {
    const proposed = fresh.given([propose({ proposal: 1, step: 1 }), owner])
    const reviewed = proposed.given([preflight(proposed.state, 1), system])
    const approved = reviewed.given([decideOn(reviewed.state, 1), owner])
    const newer = approved.given([propose({ proposal: 2, step: 1, change: 'change' }), owner])
    expect(newer.state.proposals.get(proposalId(1))?.status).toBe('superseded')
  })

  it.each(['seconds', 'memoryMb', 'rows'] as const)(
    'may not ask for more %s than the policy allows',
    (limit) => {
      const most = fresh.state.policy.limits
      const asking = (limits: Limits): Command => {
        const command = propose({ proposal: 1, step: 1 })
        if (command.type !== 'ProposeStep') throw new Error('no proposal')
        return { ...command, data: { ...command.data, content: { ...command.data.content, limits } } }
      }
      expect(codeOf(fresh.when(asking(most), owner))).toBe('allowed')
      expect(codeOf(fresh.when(asking({ ...most, [limit]: most[limit] + 1 }), owner))).toBe('limits-exceeded')
    },
  )

  it('has in its contributors who changed its text, and nobody who only proposed it again', () => {
    const before = fresh.given([addMember(2, 'editor'), owner], [propose({ proposal: 1, step: 1 }), owner])
    const same = before.given([propose({ proposal: 2, step: 1, supersedes: 1 }), human(2)])
    const contributors = (from: Scenario, proposal: number) =>
      from.state.proposals.get(proposalId(proposal))?.contributors.length
    expect(contributors(same, 2)).toBe(1)
    const code = 'SELECT amount FROM orders LIMIT 5'
    const changed = before.given([propose({ proposal: 2, step: 1, supersedes: 1, code }), human(2)])
    expect(contributors(changed, 2)).toBe(2)
  })
})

describe('a preflight', () => {
  const proposed = fresh.given([propose({ proposal: 1, step: 1 }), owner])

  it('of inputs that changed meanwhile is refused', () => {
    const analysed = preflight(proposed.state, 1)
    expect(codeOf(proposed.given([reviseOrders(2), owner]).when(analysed, system))).toBe('inputs-changed')
  })

  it('that reads what is not there blocks the proposal', () => {
    const verdict = proposed.when(preflight(proposed.state, 1, { nowhere: ['amount'] }), system)
    expect(typesOf(verdict)).toEqual(['PreflightCompleted', 'ProposalBlocked'])
  })

  it('made again does not let its review begin anew', () => {
    const first = proposed.given([preflight(proposed.state, 1), system])
    const again = first.later(5).given([preflight(first.state, 1), system])
    expect(again.state.proposals.get(proposalId(1))?.reviewSince).toBe(NOON)
  })
})

describe('a ledger', () => {
  it('that holds a decision of nobody is not folded', () => {
    const proposed = fresh.given([propose({ proposal: 1, step: 1 }), owner])
    const reviewed = proposed.given([preflight(proposed.state, 1), system])
    const verdict = reviewed.when(decideOn(reviewed.state, 1), owner)
    if (!verdict.ok) throw new Error(verdict.error.detail)
    for (const actor of [planner, system])
      expect(() => evolve(reviewed.state, recorded(reviewed.state, verdict.value, actor, NOON))).toThrow(
        'a decision that no person made',
      )
  })
})

describe('an agent', () => {
  it('cites nothing that no run made', () => {
    const concluding = (artifact: string): Command => ({
      type: 'Conclude',
      data: {
        turnId: turnId(1),
        text: 'Much.',
        citations: [{ artifact: Digest.parse(artifact), claim: 'It says so.' }],
      },
    })
    const known = fresh.state.datasets.values().next().value?.current.digest ?? ''
    expect(codeOf(fresh.when(concluding(known), planner))).toBe('allowed')
    expect(codeOf(fresh.when(concluding('9'.repeat(64)), planner))).toBe('unknown-artifact')
  })
})
