/** Mends what the playbook understands of a step that does not run, one trouble at a time; undefined when it understands none. */
import { mendedGrouping } from '#agents/playbook/mendGrouping.ts'
import { mendedAmbiguous, mendedChartName, mendedName } from '#agents/playbook/mendNames.ts'
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

export function mendedOf(
  { code, language }: Pick<SeenProposal, 'code' | 'language'>,
  troubles: readonly Trouble[],
): Mended | undefined {
  const mendings = language === 'sql' ? SQL_MENDINGS : language === 'chart' ? CHART_MENDINGS : []
  for (const trouble of troubles)
    for (const mending of mendings) {
      const mended = mending(code, trouble)
      if (mended && mended.code !== code) return mended
    }
  return undefined
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
