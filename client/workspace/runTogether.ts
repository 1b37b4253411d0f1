/** Runs a plan: what is independent side by side, what reads another's result after it. The first trouble stops what has not begun. */
import type { Session } from '#client/connection/session.ts'
import { runDraft } from '#client/workspace/runDraft.ts'
import { openPlan } from '#client/workspace/goingPlans.ts'
import type { PlannedRun } from '#client/workspace/runPlan.ts'
import { stepFactsOf, type StepStatus } from '#client/workspace/stepStatus.ts'
import type { StepId } from '#shared/ids.ts'

export type Stop = { readonly stepId: StepId; readonly output: string; readonly because: string }

/** Undefined when all of the plan ran, or a person called off the rest. It is said in `goingPlans` what is left. */
export async function runTogether(session: Session, plan: readonly PlannedRun[]): Promise<Stop | undefined> {
  const waiting = new Set(plan)
  const going = openPlan(() => waiting.clear())
  const open = new Map<StepId, Promise<{ readonly one: PlannedRun; readonly because?: string }>>()
  let stop: Stop | undefined
  const begin = (one: PlannedRun): void => {
    waiting.delete(one)
    open.set(
      one.step.stepId,
      runOne(session, one).then((because) => (because === undefined ? { one } : { one, because })),
    )
  }
  const left = (id: StepId): boolean => open.has(id) || [...waiting].some((one) => one.step.stepId === id)
  while (open.size > 0 || (waiting.size > 0 && !stop)) {
    if (!stop) {
      for (const one of waiting) if (!one.after.some(left)) begin(one)
      // Steps that read each other: the server refuses them with the way round, which says more than we can.
      const [first] = waiting
      if (open.size === 0 && first) begin(first)
    }
    going.tell(stop ? [] : [...waiting])
    const { one, because } = await Promise.race(open.values())
    const { stepId, output } = one.step
    open.delete(stepId)
    if (because !== undefined) stop ??= { stepId, output, because }
  }
  going.tell([])
  return stop
}

/** Why it did not give a result; undefined when it did. */
async function runOne(session: Session, { step, state }: PlannedRun): Promise<string | undefined> {
  if (state === 'waits-for-review') return NEEDS_REVIEW
  if (state !== 'under-way') {
    const came = await runDraft(session, step)
    if (came.end === 'review') return NEEDS_REVIEW
    if (came.end === 'fault') return came.detail
    if (came.end === 'blocked') return came.because
    if (came.end === 'gone') return 'its proposal was answered elsewhere, or was not read in time'
  }
  return endOf(session, step.stepId)
}

const NEEDS_REVIEW = 'it needs a review first'

function endOf({ fold }: Session, stepId: StepId): Promise<string | undefined> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { status, pending } = stepFactsOf(fold.state(), fold.state().steps.get(stepId))
      if (status === 'queued' || status === 'running') return
      // The decision is recorded, but the fold has not come that far: entries of another step's run are before it.
      if (status === 'in-review' && pending?.decisions.length === 0) return
      unsubscribe()
      resolve(wordsOfEnd(status))
    }
    const unsubscribe = fold.subscribe(look)
    look()
  })
}

function wordsOfEnd(status: StepStatus): string | undefined {
  switch (status) {
    case 'succeeded':
    // Somebody changed what it reads while it ran: it did run.
    case 'stale':
      return undefined
    case 'failed':
      return 'it failed'
    case 'halted':
      return 'it was stopped'
    case 'disputed':
      return 'its result is disputed'
    case 'in-review':
    case 'proposed':
      return NEEDS_REVIEW
    default:
      return 'it gave no result'
  }
}
