/** The run of a packages step: exactly the files that its lock names are fetched, and laid where Python steps find them. */
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import type { PythonReach } from '#server/pythonReach.ts'
import type { RunOutcome } from '#shared/run.ts'
import type { StepContent } from '#shared/step.ts'

export async function packagesRun(
  { code, output }: StepContent,
  python: Pick<PythonReach, 'installPackages'>,
  artifacts: ArtifactStore,
): Promise<RunOutcome> {
  const began = performance.now()
  const installed = await python.installPackages(code)
  const milliseconds = Math.round(performance.now() - began)
  if (!installed.ok) return { kind: 'failed', message: installed.error, detail: '', milliseconds }
  const { digest, bytes } = await artifacts.put(new TextEncoder().encode(code))
  const artifact = { kind: 'text', name: output, digest, bytes, mime: 'text/plain' } as const
  return { kind: 'succeeded', milliseconds, asserts: [], artifact }
}
