/** What this window will ask to run next, of the plans that it runs: known to nobody else until it is asked. */
import { createSignal } from '#client/connection/signal.ts'
import type { PlannedRun } from '#client/workspace/runPlan.ts'

export type GoingPlan = {
  /** What has not begun, in its order. */
  readonly left: readonly PlannedRun[]
  /** What runs already goes on; of the rest nothing is asked. */
  readonly callOff: () => void
}

export const goingPlans = createSignal<readonly GoingPlan[]>([])

/** A plan is on the list while anything of it is left. */
export function openPlan(onCallOff: () => void): {
  readonly tell: (left: readonly PlannedRun[]) => void
} {
  let shown: GoingPlan | undefined
  const tell = (left: readonly PlannedRun[]): void => {
    const others = goingPlans.get().filter((one) => one !== shown)
    shown = left.length > 0 ? { left, callOff } : undefined
    goingPlans.set(shown ? [...others, shown] : others)
  }
  const callOff = (): void => {
    onCallOff()
    tell([])
  }
  return { tell }
}
