import { describe, expect, it } from 'vitest'
import { isAboutStep, standingThread } from '#shared/askedAbout.ts'
import type { TurnCause, TurnEnd } from '#shared/agentTurn.ts'
import { objectiveId, proposalId, runId, stepId, turnId, NOON, owner } from '#shared/testing/examples.ts'
import { FIRST_TURN_BUDGET } from '#shared/agentTurn.ts'
import { EMPTY_WORKSPACE, type Turn, type WorkspaceState } from '#shared/workspace.ts'

const about = { stepId: stepId(1), words: 'Fix this error.' }
const ASKED: TurnCause = { kind: 'asked' }
const ASKED_ABOUT: TurnCause = { kind: 'asked', about }

type Past = readonly [TurnCause, TurnEnd | undefined]

function withTurns(turns: readonly Past[]): WorkspaceState {
  const made = turns.map(([cause, end], at): Turn => ({
    turnId: turnId(at + 1),
    objectiveId: objectiveId(1),
    cause,
    by: owner,
    model: 'playbook',
    budget: FIRST_TURN_BUDGET,
    seq: at + 1,
    startedAt: NOON,
    plan: [],
    calls: [],
    ...(end ? { end } : {}),
  }))
  return { ...EMPTY_WORKSPACE, turns: new Map(made.map((turn) => [turn.turnId, turn])) }
}
const threadOf = (...turns: readonly Past[]) => {
  const thread = standingThread(withTurns(turns), objectiveId(1))
  return thread && [thread.about?.words, thread.turn.turnId]
}

describe('the thread of an objective', () => {
  it('is about the step that was asked about, through the turns that follow', () => {
    expect(threadOf([ASKED, 'waiting'], [ASKED_ABOUT, undefined])).toEqual([about.words, turnId(2)])
    expect(
      threadOf(
        [ASKED, 'waiting'],
        [ASKED_ABOUT, 'waiting'],
        [{ kind: 'run-finished', runId: runId(1) }, undefined],
      ),
    ).toEqual([about.words, turnId(3)])
  })

  it.each(['concluded', 'stopped', 'failed', 'out-of-budget'] as const)(
    'goes back to what waited before when the question about a step %s',
    (end) => {
      expect(threadOf([ASKED, 'waiting'], [ASKED_ABOUT, end])).toEqual([undefined, turnId(1)])
    },
  )

  it('starts anew when a person asks for the whole objective', () => {
    expect(threadOf([ASKED_ABOUT, 'waiting'], [ASKED, 'waiting'])).toEqual([undefined, turnId(2)])
    expect(
      threadOf(
        [ASKED_ABOUT, 'waiting'],
        [ASKED, 'waiting'],
        [{ kind: 'decided', proposalId: proposalId(1) }, 'concluded'],
      ),
    ).toEqual([undefined, turnId(3)])
  })

  it('stays where its only question about a step ended', () => {
    expect(threadOf([ASKED_ABOUT, 'concluded'])).toEqual([about.words, turnId(1)])
  })

  it('tells the turns about one step from those about the whole objective', () => {
    const state = withTurns([
      [ASKED, 'waiting'],
      [ASKED_ABOUT, 'waiting'],
      [{ kind: 'run-finished', runId: runId(1) }, 'concluded'],
      [{ kind: 'run-finished', runId: runId(2) }, 'concluded'],
    ])
    expect([1, 2, 3, 4].map((at) => isAboutStep(state, objectiveId(1), turnId(at)))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })
})
