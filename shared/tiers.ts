/** How much review a proposal needs, and why: a function of what preflight saw and of which columns are personal. */
import { sensitiveOriginsOf } from '#shared/origins.ts'
import { highest, type Tier } from '#shared/policy.ts'
import type { Analysis } from '#shared/preflight.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export type TierGiven = { readonly tier: Tier; readonly reasons: readonly string[] }

export function tierOf(state: WorkspaceState, analysis: Analysis): TierGiven {
  const grounds: { tier: Tier; reason: string }[] = []
  for (const read of analysis.reads) {
    const personal = read.columns.flatMap((column) => sensitiveOriginsOf(state, read.name, column))
    const named = [...new Set(personal.map((origin) => `${origin.dataset}.${origin.column}`))]
    if (named.length > 0) grounds.push({ tier: 'R2', reason: `It reads personal data: ${named.join(', ')}` })
  }
  for (const finding of analysis.findings)
    if (finding.severity === 'raise') grounds.push({ tier: 'R2', reason: finding.text })
  if (grounds.length === 0)
    return analysis.reads.length === 0
      ? { tier: 'R0', reasons: ['It reads no data'] }
      : { tier: 'R1', reasons: ['It reads data of this workspace, writes nothing outside, and is pure'] }
  return {
    tier: highest(grounds.map((ground) => ground.tier)),
    reasons: [...new Set(grounds.map((ground) => ground.reason))],
  }
}
