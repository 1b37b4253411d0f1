/** The run of a packages step: exactly the files that its lock names are fetched, and laid where Python steps find them. */
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import type { PythonReach } from '#server/pythonReach.ts'
import type { RunOutcome } from '#shared/run.ts'
import type { StepContent } from '#shared/step.ts'

export type PackagesRunOptions = {
  readonly python: Pick<PythonReach, 'installPackages'>
  readonly artifacts: ArtifactStore
  readonly onCancellable: (cancel: () => void) => void
}

/** Stopped, or past its limit, it counts as not installed: a folder that comes too late is one that nothing names. */
export async function packagesRun(
  { code, output, limits }: StepContent,
  { python, artifacts, onCancellable }: PackagesRunOptions,
): Promise<RunOutcome> {
  const began = performance.now()
  const elapsed = (): number => Math.round(performance.now() - began)
  let timer: NodeJS.Timeout | undefined
  const halted = new Promise<RunOutcome>((resolve) => {
    const halt = (by: 'person' | 'limit', message: string): void =>
      resolve({ kind: 'halted', by, message, milliseconds: elapsed() })
    timer = setTimeout(
      () => halt('limit', `It took longer than its limit of ${limits.seconds} s.`),
      limits.seconds * 1000,
    )
    onCancellable(() => halt('person', 'It was stopped by a person.'))
  })
  const installing = python.installPackages(code).then(async (installed): Promise<RunOutcome> => {
    if (!installed.ok)
      return { kind: 'failed', message: installed.error, detail: '', milliseconds: elapsed() }
    const { digest, bytes } = await artifacts.put(new TextEncoder().encode(code))
    const artifact = { kind: 'text', name: output, digest, bytes, mime: 'text/plain' } as const
    return { kind: 'succeeded', milliseconds: elapsed(), asserts: [], artifact }
  })
  try {
    return await Promise.race([installing, halted])
  } finally {
    clearTimeout(timer)
  }
}
