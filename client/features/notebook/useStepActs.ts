/** What only a step can do, for its bar and its menu. */
import type { RunPlan } from '#client/features/notebook/useRunPlan.ts'
import type { StepRun } from '#client/features/notebook/useStepRun.ts'
import type { Block } from '#client/workspace/blocks.ts'
import { useFold, type Fold } from '#client/workspace/foldedParts.ts'
import { useMay } from '#client/workspace/may.ts'
import { usePage } from '#client/workspace/page.ts'
import type { StepFacts } from '#client/workspace/stepStatus.ts'
import { useSession } from '#client/workspace/useSession.ts'

export type StepActs = {
  /** Undefined while it runs, and where there is nothing to run. */
  readonly run: (() => void) | undefined
  readonly stop: (() => void) | undefined
  readonly runUpTo: () => void
  readonly runFrom: () => void
  /** Undefined where nothing has run that could be computed anew. */
  readonly force: (() => void) | undefined
  readonly askAgent: (() => void) | undefined
  /** Undefined where it is written or reviewed: then it is open. */
  readonly code: Fold | undefined
  readonly output: Fold | undefined
}

export function useStepActs(
  { id, draft, step }: Extract<Block, { kind: 'step' }>,
  { run, candidate, pending, result }: StepFacts,
  stepRun: StepRun,
  plan: RunPlan,
): StepActs {
  const { send } = useSession()
  const { askAbout } = usePage()
  const mayHalt = useMay('HaltRun')
  // A drawn chart says more than its spec.
  const code = useFold(id, 'code', candidate?.content.language !== 'chart' || !result)
  const output = useFold(id, 'output', true)
  const isRunning = run?.status === 'running'
  return {
    run: stepRun.canRun && !isRunning ? () => stepRun.run('stay') : undefined,
    stop:
      isRunning && mayHalt && !run.haltRequested
        ? () => void send({ type: 'HaltRun', data: { runId: run.runId } })
        : undefined,
    runUpTo: () => plan.run({ kind: 'up-to', stepId: id }),
    runFrom: () => plan.run({ kind: 'from', stepId: id }),
    force: stepRun.canRun && run ? () => stepRun.run('force') : undefined,
    askAgent: step ? () => askAbout(step.stepId) : undefined,
    code: !draft && candidate && pending?.status !== 'in-review' ? code : undefined,
    output: result?.artifact ? output : undefined,
  }
}
