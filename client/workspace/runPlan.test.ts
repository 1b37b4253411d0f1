import { describe, expect, it } from 'vitest'
import { runPlanOf, type Runnable, type Wanted } from '#client/workspace/runPlan.ts'
import { stepId } from '#shared/testing/examples.ts'

const step = (number: number, reads: readonly number[], state: Runnable['state']): Runnable => ({
  step: { stepId: stepId(number), language: 'sql', code: 'SELECT 1', output: `out${number}` },
  reads: new Set(reads.map((read) => `out${read}`)),
  state,
})

const planned = (steps: readonly Runnable[], wanted: Wanted): readonly string[] =>
  runPlanOf(steps, wanted).map(({ step: { output }, after }) => {
    const behind = steps.filter((one) => after.includes(one.step.stepId)).map((one) => one.step.output)
    return [output, ...behind].join(' < ')
  })

// 1 is read by 2 and 3; 4 reads both; 5 stands alone. They stand on the page the other way round.
const DIAMOND = [
  step(5, [], 'stale'),
  step(4, [2, 3], 'stale'),
  step(3, [1], 'fresh'),
  step(2, [1], 'stale'),
  step(1, [], 'due'),
]

describe('a plan of runs', () => {
  it('up to a step holds it and what is not fresh above it, in the order of dependency', () => {
    expect(planned(DIAMOND, { kind: 'up-to', stepId: stepId(4) })).toEqual([
      'out1',
      'out2 < out1',
      'out4 < out2 < out1',
    ])
  })

  it('up to a step holds that step also when it is fresh', () => {
    expect(planned([step(1, [], 'fresh')], { kind: 'up-to', stepId: stepId(1) })).toEqual(['out1'])
  })

  it('from a step holds it and all that reads it, and lets what is independent run side by side', () => {
    expect(planned(DIAMOND, { kind: 'from', stepId: stepId(1) })).toEqual([
      'out1',
      'out2 < out1',
      'out3 < out1',
      'out4 < out3 < out2',
    ])
  })

  it('of all that is stale leaves drafts alone', () => {
    expect(planned(DIAMOND, { kind: 'all-stale' })).toEqual(['out5', 'out2', 'out4 < out2'])
  })

  it('ends when steps read each other', () => {
    const circle = [step(1, [2], 'due'), step(2, [1], 'due')]
    expect(planned(circle, { kind: 'up-to', stepId: stepId(1) })).toHaveLength(2)
  })
})
