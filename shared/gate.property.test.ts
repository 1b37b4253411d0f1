/** The invariants of the gate under random interleavings: whoever asks whatever in whatever order. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '#shared/actor.ts'
import type { Command } from '#shared/command.ts'
import { decide } from '#shared/decide.ts'
import { evolve } from '#shared/evolve.ts'
import { isPending } from '#shared/proposal.ts'
import { digestOfStep } from '#shared/stepDigest.ts'
import { addOrders, ask, createWorkspace, NOON, owner, system, turnId } from '#shared/testing/examples.ts'
import { recorded } from '#shared/testing/scenario.ts'
import { EMPTY_WORKSPACE, type RecordedEvent, type WorkspaceState } from '#shared/workspace.ts'
import { moves, SYSTEM_ASKS, type Move } from '#shared/testing/moves.ts'

type Told = { readonly state: WorkspaceState; readonly events: readonly RecordedEvent[] }

function play(made: readonly Move[]): Told {
  let state = EMPTY_WORKSPACE
  const events: RecordedEvent[] = []
  const ask_ = (asked: Command, actor: Actor): void => {
    const answer = decide(state, asked, { actor, at: NOON, model: 'playbook' })
    if (!answer.ok) return
    const fresh = recorded(state, answer.value, actor, NOON)
    events.push(...fresh)
    state = evolve(state, fresh)
  }
  ask_(createWorkspace, system)
  ask_(addOrders(1, ['email']), owner)
  ask_({ ...ask }, owner)
  for (const move of made) {
    const asked = move.command(state)
    ask_(asked, move.isHonest && SYSTEM_ASKS.has(asked.type) ? system : move.actor)
  }
  return { state, events }
}

const check = (holds: (told: Told) => void): void =>
  fc.assert(
    fc.property(moves, (made) => holds(play(made))),
    { numRuns: Number(process.env['COUNTERSIGN_PROPERTY_RUNS'] ?? 150) },
  )

describe('whoever asks whatever in whatever order', () => {
  it('the moves reach what they are about', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(moves, (made) => {
        for (const { event } of play(made).events) seen.add(event.type)
      }),
      { numRuns: 150, seed: 7 },
    )
    for (const type of ['RunStarted', 'RunFinished', 'ProposalVoided', 'RetryPermitted'])
      expect(seen).toContain(type)
  })

  it('every run spent exactly one permit, and no permit was spent twice', () => {
    check(({ events }) => {
      const granted = new Set<string>()
      const spent = new Set<string>()
      for (const { event } of events) {
        if (event.type === 'ProposalApproved' || event.type === 'RetryPermitted') {
          expect(granted).not.toContain(event.data.permitId)
          granted.add(event.data.permitId)
        }
        if (event.type !== 'RunStarted' && event.type !== 'RunAnsweredFromCache') continue
        expect(granted).toContain(event.data.permitId)
        expect(spent).not.toContain(event.data.permitId)
        spent.add(event.data.permitId)
      }
    })
  })

  it('every run has the digest that a person approved, recomputed from what was recorded', () => {
    check(({ events }) => {
      const approvedDigests = new Map<string, Set<string>>()
      const contents = new Map<string, RecordedEvent>()
      for (const one of events) {
        const { event, actor } = one
        if (event.type === 'StepProposed') contents.set(event.data.proposalId, one)
        if (event.type === 'DecisionRecorded') {
          expect(actor.kind).toBe('human')
          if (event.data.verdict !== 'approve') continue
          const digests = approvedDigests.get(event.data.proposalId) ?? new Set()
          approvedDigests.set(event.data.proposalId, digests.add(event.data.stepDigest))
        }
        if (event.type !== 'RunStarted') continue
        expect(approvedDigests.get(event.data.proposalId)).toContain(event.data.stepDigest)
        const proposed = contents.get(event.data.proposalId)?.event
        if (proposed?.type !== 'StepProposed') throw new Error('a run of nothing proposed')
        const { inputs, environment } = event.data
        expect(digestOfStep(proposed.data.content, inputs, environment, 1)).toBe(event.data.stepDigest)
      }
    })
  })

  it('at R2, where there are others, nobody decided on what they wrote', () => {
    check(({ events }) => {
      let state = EMPTY_WORKSPACE
      for (const one of events) {
        const { event, actor } = one
        if (event.type === 'DecisionRecorded' && event.data.tier === 'R2' && state.members.size > 1) {
          const written = state.proposals.get(event.data.proposalId)?.contributors ?? []
          expect(written).not.toContain(actor.kind === 'human' ? actor.id : '')
        }
        state = evolve(state, [one])
      }
    })
  })

  it('a rejected, revoked or voided proposal never runs afterwards', () => {
    check(({ events }) => {
      const ended = new Set<string>()
      for (const { event } of events) {
        if (
          event.type === 'ProposalRejected' ||
          event.type === 'ApprovalRevoked' ||
          event.type === 'ProposalVoided' ||
          event.type === 'ProposalBlocked' ||
          event.type === 'ProposalSuperseded'
        )
          ended.add(event.data.proposalId)
        if (event.type === 'RunStarted') expect(ended).not.toContain(event.data.proposalId)
      }
    })
  })

  it('what was recorded folds back to the same, in one batch or in many', () => {
    check(({ state, events }) => {
      expect(evolve(EMPTY_WORKSPACE, events)).toEqual(state)
      const halves = evolve(
        evolve(EMPTY_WORKSPACE, events.slice(0, events.length / 2)),
        events.slice(events.length / 2),
      )
      expect(halves).toEqual(state)
    })
  })

  it('no two proposals of one step wait at once, and nothing waits under a name that another holds', () => {
    check(({ state }) => {
      for (const step of state.steps.values()) {
        const waiting = step.proposalIds.filter((id) =>
          isPending(state.proposals.get(id)?.status ?? 'rejected'),
        )
        expect(waiting.length).toBeLessThanOrEqual(1)
      }
      expect(state.turns.get(turnId(1))?.end).toBeUndefined()
    })
  })
})
