/**
 * One run of a Python step. A table that it hands over is read by a fresh SQL kernel, which trusts nothing of it, and is
 * kept as that writes it: so tables are the same whatever made them, and predicates are judged in one place.
 */
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import type { PythonKernel, PythonOutcome } from '#server/kernels/kernel.ts'
import { keepShown } from '#server/reactors/keepShown.ts'
import type { RunOutcome, ShownPart } from '#shared/run.ts'
import type { StepContent } from '#shared/step.ts'
import type { Run } from '#shared/workspace.ts'

export type PythonRunOptions = {
  readonly kernel: PythonKernel
  readonly artifacts: ArtifactStore
  readonly inputs: Parameters<PythonKernel['run']>[0]['inputs']
  readonly tell: (parts: readonly ShownPart[]) => void
  readonly onCancellable: (cancel: () => void) => void
  /** Reads the table at this path, and records what it reads as the step's output. */
  readonly takeTable: (path: string) => Promise<RunOutcome | 'lost'>
}

export async function pythonRun(
  run: Run,
  content: StepContent,
  options: PythonRunOptions,
): Promise<RunOutcome | 'lost'> {
  const shown = keepShown(options.tell)
  const { runId, stepDigest } = run
  const { code, output, limits } = content
  const running = options.kernel.run(
    {
      runId,
      code,
      output,
      inputs: options.inputs,
      seed: Number.parseInt(stepDigest.slice(0, 8), 16),
      limits,
    },
    shown.add,
  )
  options.onCancellable(() => running.cancel())
  try {
    const outcome = await running.outcome
    if (outcome.kind === 'lost') return 'lost'
    const recorded = await recordedOutcome(outcome, content, options)
    const kept = await shown.keep(options.artifacts)
    return recorded === 'lost' || !kept ? recorded : { ...recorded, shown: kept }
  } finally {
    await running.discard()
  }
}

async function recordedOutcome(
  outcome: Exclude<PythonOutcome, { kind: 'lost' }>,
  { output }: StepContent,
  { artifacts, takeTable }: PythonRunOptions,
): Promise<RunOutcome | 'lost'> {
  if (outcome.kind !== 'succeeded') return outcome
  const { milliseconds } = outcome
  const { kind, path, mime } = outcome.result
  if (kind === 'table') {
    const recorded = await takeTable(path)
    return recorded === 'lost'
      ? recorded
      : { ...recorded, milliseconds: milliseconds + recorded.milliseconds }
  }
  const { digest, bytes } = await artifacts.adopt(path)
  return {
    kind: 'succeeded',
    milliseconds,
    asserts: [],
    artifact: { kind, name: output, digest, bytes, mime },
  }
}
