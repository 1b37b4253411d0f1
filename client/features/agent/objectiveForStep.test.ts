import { describe, expect, it } from 'vitest'
import { objectiveForStep } from '#client/features/agent/objectiveForStep.ts'
import type { Block } from '#client/workspace/blocks.ts'
import { objectiveId, owner, stepId } from '#shared/testing/examples.ts'
import { EMPTY_WORKSPACE, type ObjectiveState, type WorkspaceState } from '#shared/workspace.ts'

const objective = (number: number, isRetired = false): ObjectiveState => ({
  objectiveId: objectiveId(number),
  version: 1,
  seq: number,
  writtenBy: owner,
  text: `Objective ${number}`,
  acceptance: [],
  isRetired,
})
const workspace = (...objectives: readonly ObjectiveState[]): WorkspaceState => ({
  ...EMPTY_WORKSPACE,
  objectives: new Map(objectives.map((one) => [one.objectiveId, one])),
})
const objectiveBlock = (fact: ObjectiveState): Block => ({
  kind: 'objective',
  id: fact.objectiveId,
  draft: undefined,
  fact,
})
const stepBlock = (own?: ObjectiveState): Block => ({
  kind: 'step',
  id: stepId(1),
  draft: undefined,
  step: {
    stepId: stepId(1),
    proposalIds: [],
    changesRequested: 0,
    isEscalated: false,
    isRemoved: false,
    ...(own ? { objectiveId: own.objectiveId } : {}),
  },
})
const [first, second, retired] = [objective(1), objective(2), objective(3, true)]

describe('a step that the agent is asked about', () => {
  it('stands under its own objective, wherever it stands on the page', () => {
    const blocks = [stepBlock(second), objectiveBlock(first), objectiveBlock(second)]
    expect(objectiveForStep(workspace(first, second), blocks, stepId(1))).toBe(second)
  })

  it('stands under the nearest objective above it when it has none of its own', () => {
    const blocks = [objectiveBlock(first), objectiveBlock(second), stepBlock(), objectiveBlock(retired)]
    expect(objectiveForStep(workspace(first, second), blocks, stepId(1))).toBe(second)
  })

  it('stands under the nearest below when there is none above', () => {
    const blocks = [stepBlock(), objectiveBlock(second), objectiveBlock(first)]
    expect(objectiveForStep(workspace(first, second), blocks, stepId(1))).toBe(second)
  })

  it('never stands under a retired one', () => {
    const blocks = [objectiveBlock(first), objectiveBlock(retired), stepBlock(retired)]
    expect(objectiveForStep(workspace(first, retired), blocks, stepId(1))).toBe(first)
    expect(objectiveForStep(workspace(retired), [stepBlock(retired)], stepId(1))).toBeUndefined()
  })
})
