/** What is said of a change of a workspace's Python packages before anybody decides on it. */
import { EMPTY_LINEAGE, type Analysis, type Finding } from '#shared/preflight.ts'
import { readLock } from '#shared/packages.ts'

/** Of their removal: nothing comes in, and yet every Python step becomes another. */
export const removedPackagesAnalysis: Analysis = {
  reads: [],
  functions: [],
  lineage: EMPTY_LINEAGE,
  findings: [
    {
      severity: 'raise',
      code: 'changes-environment',
      text: 'Without these packages every Python step of this workspace is another step: its result is stale, and it fails if it needs them.',
    },
  ],
  estimatedRows: '0',
}

/** `base` are the packages that every Python step has; they can't be had in another version. */
export function packagesAnalysis(code: string, base: ReadonlySet<string>): Analysis {
  const lock = readLock(code)
  const findings: readonly Finding[] = lock.ok
    ? [
        ...lock.value.packages
          .filter(({ name }) => base.has(name))
          .map(({ name }): Finding => {
            const text = `${name} is in the environment of every Python step already, and stays as it is there: leave it out.`
            return { severity: 'deny', code: 'package-in-base', text }
          }),
        {
          severity: 'raise',
          code: 'changes-environment',
          text: 'It brings code from outside into every Python step of this workspace: each becomes another step, and its result is stale.',
        },
      ]
    : [{ severity: 'deny', code: 'no-lock', ...lock.error }]
  return {
    reads: [],
    functions: lock.ok ? lock.value.packages.map(({ name, version }) => `${name} ${version}`) : [],
    lineage: EMPTY_LINEAGE,
    findings,
    estimatedRows: '0',
  }
}
