import { expect, it } from 'vitest'
import { goingPlans, openPlan } from '#client/workspace/goingPlans.ts'
import type { PlannedRun } from '#client/workspace/runPlan.ts'
import { stepId } from '#shared/testing/examples.ts'

const planned = (step: number): PlannedRun => ({
  step: { stepId: stepId(step), language: 'sql', code: 'SELECT 1', output: `out_${step}` },
  reads: new Set(),
  state: 'stale',
  after: [],
})

it('shows what is left of each plan until nothing is, and lets a person call it off', () => {
  const lefts = (): readonly number[] => goingPlans.get().map(({ left }) => left.length)
  let isCalledOff = false
  const first = openPlan(() => (isCalledOff = true))
  const second = openPlan(() => undefined)
  first.tell([planned(1), planned(2)])
  second.tell([planned(3)])
  expect(lefts()).toEqual([2, 1])
  second.tell([])
  expect(lefts()).toEqual([2])
  goingPlans.get()[0]?.callOff()
  expect(isCalledOff).toBe(true)
  expect(lefts()).toEqual([])
})
