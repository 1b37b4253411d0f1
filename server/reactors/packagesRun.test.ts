import { tmpdir } from 'node:os'
import { expect, it } from 'vitest'
import { createMemoryArtifactStore } from '#server/artifacts/memoryArtifactStore.ts'
import { packagesRun } from '#server/reactors/packagesRun.ts'
import type { Installed } from '#server/kernels/python/ownPackages.ts'
import { digestOf } from '#shared/digest.ts'
import { PACKAGES_NAME } from '#shared/packages.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { DEFAULT_LIMITS, type StepContent } from '#shared/step.ts'

const CODE = `six==1.17.0 --hash=sha256:${'ab'.repeat(32)}\n`
const content = (seconds: number): StepContent => ({
  language: 'packages',
  code: CODE,
  parameters: {},
  output: PACKAGES_NAME,
  network: false,
  limits: { ...DEFAULT_LIMITS, seconds },
})
const never = new Promise<Result<Installed, string>>(() => undefined)

const run = (install: Promise<Result<Installed, string>>, seconds = 60, stop = false) =>
  packagesRun(content(seconds), {
    python: { installPackages: () => install },
    artifacts: createMemoryArtifactStore(tmpdir()),
    onCancellable: (cancel) => {
      if (stop) cancel()
    },
  })

it('keeps the lock as what it made', async () => {
  expect(await run(Promise.resolve(ok({ name: 'x', importable: ['six'] })))).toMatchObject({
    kind: 'succeeded',
    artifact: { kind: 'text', name: PACKAGES_NAME, digest: digestOf(CODE) },
  })
})

it('fails with the sentence of who could not install it', async () => {
  expect(await run(Promise.resolve(err('No such package.')))).toMatchObject({
    kind: 'failed',
    message: 'No such package.',
  })
})

it('ends when a person stops it, and at its limit, whatever the registry does', async () => {
  expect(await run(never, 60, true)).toMatchObject({ kind: 'halted', by: 'person' })
  expect(await run(never, 1)).toMatchObject({ kind: 'halted', by: 'limit' })
})
