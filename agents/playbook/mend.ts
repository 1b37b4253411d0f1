/** Mends what the playbook understands of a step that does not run, one trouble at a time; undefined when it understands none. */
import { mendedGrouping } from '#agents/playbook/mendGrouping.ts'
import { mendedAmbiguous, mendedChartName, mendedName } from '#agents/playbook/mendNames.ts'
import {
  mendedColumn,
  mendedGaps,
  mendedOutput,
  mendedPackage,
  mendedPythonName,
} from '#agents/playbook/mendPython.ts'
import { mendedSyntax } from '#agents/playbook/mendSyntax.ts'
import {
  mendedArgument,
  mendedComparison,
  mendedConversion,
  mendedDivision,
} from '#agents/playbook/mendTypes.ts'
import type { Mended, Trouble } from '#agents/playbook/trouble.ts'
import type { SeenProposal } from '#agents/seen.ts'
import type { Finding } from '#shared/preflight.ts'

const SQL_MENDINGS = [
  mendedName,
  mendedAmbiguous,
  mendedSyntax,
  mendedGrouping,
  mendedArgument,
  mendedComparison,
  mendedDivision,
  mendedConversion,
]
const CHART_MENDINGS = [mendedChartName]
const PYTHON_MENDINGS = [mendedPythonName, mendedPackage, mendedOutput, mendedColumn, mendedGaps]

type Broken = Pick<SeenProposal, 'code' | 'language' | 'findings'>

export function mendedOf(step: Broken, troubles: readonly Trouble[]): Mended | undefined {
  for (const trouble of troubles)
    for (const mended of mendingsOf(step, trouble)) if (mended && mended.code !== step.code) return mended
  return undefined
}

function* mendingsOf(step: Broken, trouble: Trouble): Generator<Mended | undefined> {
  switch (step.language) {
    case 'sql':
      for (const mending of SQL_MENDINGS) yield mending(step.code, trouble)
      return
    case 'chart':
      for (const mending of CHART_MENDINGS) yield mending(step.code, trouble)
      return
    case 'python':
      for (const mending of PYTHON_MENDINGS) yield mending(step, trouble)
      return
    // Which packages there are to be is for people to say.
    case 'packages':
  }
}

/** Why the step does not run: what its check or its last run said. None when nothing is wrong with it. */
export function troublesOf({ status, findings, because, run }: SeenProposal): readonly Trouble[] {
  if (status === 'blocked') return blocking(findings ?? [], because?.split('\n') ?? [])
  return run?.kind === 'failed' ? [{ text: `${run.message}\n${run.detail}` }] : []
}

export function blocking(findings: readonly Finding[], because: readonly string[]): readonly Trouble[] {
  const denied = findings.filter((one) => one.severity === 'deny')
  return denied.length > 0 ? denied : because.map((text) => ({ text }))
}
