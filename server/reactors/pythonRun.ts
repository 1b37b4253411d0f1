/**
 * One run of a Python step. A table that it hands over is read by a fresh SQL kernel, which trusts nothing of it, and is
 * kept as that writes it: so tables are the same whatever made them, and predicates are judged in one place.
 */
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import type { PythonKernel, PythonOutcome } from '#server/kernels/kernel.ts'
import { keepShown } from '#server/reactors/keepShown.ts'
import type { Artifact } from '#shared/artifact.ts'
import type { TableName } from '#shared/ids.ts'
import type { RunOutcome, ShownPart } from '#shared/run.ts'
import { outputsOf, type StepContent } from '#shared/step.ts'
import type { Run } from '#shared/workspace.ts'

export type PythonRunOptions = {
  readonly kernel: PythonKernel
  readonly artifacts: ArtifactStore
  readonly packages?: string
  readonly inputs: Parameters<PythonKernel['run']>[0]['inputs']
  readonly tell: (parts: readonly ShownPart[]) => void
  readonly onCancellable: (cancel: () => void) => void
  /** Reads the table at this path, and records what it reads as the output of this name. */
  readonly takeTable: (name: TableName, path: string) => Promise<RunOutcome | 'lost'>
}

export async function pythonRun(
  run: Run,
  content: StepContent,
  options: PythonRunOptions,
): Promise<RunOutcome | 'lost'> {
  const shown = keepShown(options.tell)
  const { runId, stepDigest } = run
  const { code, limits } = content
  const running = options.kernel.run(
    {
      runId,
      code,
      outputs: outputsOf(content),
      inputs: options.inputs,
      ...(options.packages === undefined ? {} : { packages: options.packages }),
      seed: Number.parseInt(stepDigest.slice(0, 8), 16),
      limits,
    },
    shown.add,
  )
  options.onCancellable(() => running.cancel())
  try {
    const outcome = await running.outcome
    if (outcome.kind === 'lost') return 'lost'
    const recorded = await recordedOutcome(outcome, options)
    const kept = await shown.keep(options.artifacts)
    return recorded === 'lost' || !kept ? recorded : { ...recorded, shown: kept }
  } finally {
    await running.discard()
  }
}

type Succeeded = Extract<RunOutcome, { kind: 'succeeded' }>

/** One table that can't be read, and there is no result: nothing reads half a step. */
async function recordedOutcome(
  outcome: Exclude<PythonOutcome, { kind: 'lost' }>,
  { artifacts, takeTable }: PythonRunOptions,
): Promise<RunOutcome | 'lost'> {
  if (outcome.kind !== 'succeeded') return outcome
  let { milliseconds } = outcome
  const made: Artifact[] = []
  const asserts: Succeeded['asserts'][number][] = []
  for (const { name, kind, path, mime } of outcome.results) {
    if (kind !== 'table') {
      const { digest, bytes } = await artifacts.adopt(path)
      made.push({ kind, name, digest, bytes, mime })
      continue
    }
    const recorded = await takeTable(name, path)
    if (recorded === 'lost') return recorded
    milliseconds += recorded.milliseconds
    if (recorded.kind !== 'succeeded') return { ...recorded, milliseconds }
    made.push(recorded.artifact)
    asserts.push(...recorded.asserts)
  }
  const [artifact, ...also] = made
  if (!artifact) throw new Error('A Python step that handed nothing over was said to have succeeded')
  return { kind: 'succeeded', milliseconds, artifact, asserts, ...(also.length > 0 ? { also } : {}) }
}
