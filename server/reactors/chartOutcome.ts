/** A chart's run: nothing is computed. Its artifact is the approved spec, bound to the one table that it draws. */
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import type { RunOutcome } from '#shared/run.ts'
import type { StepContent } from '#shared/step.ts'
import type { Run } from '#shared/workspace.ts'

export async function chartOutcome(
  run: Run,
  content: StepContent,
  artifacts: ArtifactStore,
): Promise<RunOutcome> {
  const input = run.inputs[0]
  if (!input || run.inputs.length > 1)
    return {
      kind: 'failed',
      message: 'A chart draws exactly one table',
      detail: `It reads ${run.inputs.length}`,
      milliseconds: 0,
    }
  const { digest, bytes } = await artifacts.put(new TextEncoder().encode(content.code))
  return {
    kind: 'succeeded',
    milliseconds: 0,
    asserts: [],
    artifact: {
      kind: 'chart',
      name: content.output,
      digest,
      bytes,
      input: { name: input.name, digest: input.artifact },
    },
  }
}
