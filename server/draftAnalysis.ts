/** Says of a draft what preflight would say, with nothing proposed, recorded or executed. */
import { chartAnalysis } from '#server/preflight/chartPreflight.ts'
import type { PythonReach } from '#server/pythonReach.ts'
import type { SqlPreflight } from '#server/preflight/sqlPreflight.ts'
import type { DraftAnalysis } from '#server/transport/ports.ts'
import { latestOnly } from '#server/workspace/latestOnly.ts'
import { tablesInScope } from '#server/workspace/tablesInScope.ts'
import type { DraftAsked } from '#shared/draftAnalysis.ts'
import { cycleOf } from '#shared/graph.ts'
import { packagesIn, wantedIn } from '#shared/packages.ts'
import { EMPTY_LINEAGE, type Analysis, type Finding } from '#shared/preflight.ts'
import { outputsOf } from '#shared/step.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

/** What is typed must not hold up what is proposed: each person has one draft at a time before preflight. */
export function openDraftAnalysis(preflight: SqlPreflight, python: PythonReach): DraftAnalysis {
  const latest = latestOnly()
  return {
    analyse: (person, state, draft) =>
      latest(person.personId, async () => {
        const now = state()
        const { findings, reads, output } = await analysisOf(preflight, python, now, draft)
        const circle = circleFinding(
          now,
          draft,
          reads.map((one) => one.name),
        )
        return { findings: [...circle, ...findings], reads, ...(output ? { output } : {}) }
      }),
  }
}

async function analysisOf(
  preflight: SqlPreflight,
  python: PythonReach,
  state: WorkspaceState,
  { language, code, output, alsoOutputs }: DraftAsked,
): Promise<Analysis> {
  const inputs = tablesInScope(state)
  if (language === 'chart') return chartAnalysis(code, inputs)
  // A draft of packages is what a person wants; what that comes to is found when it is proposed.
  if (language === 'packages') return wantedAnalysis(code)
  if (language === 'python')
    return python.analyse(
      { code, inputs, outputs: output ? outputsOf({ output, alsoOutputs }) : [] },
      packagesIn(state)?.code,
    )
  const asked = { sql: code, parameters: {}, inputs, asserts: [] }
  return (await preflight.analyse(asked)).analysis
}

function wantedAnalysis(text: string): Analysis {
  const wanted = wantedIn(text)
  const findings: readonly Finding[] = wanted.ok
    ? []
    : [{ severity: 'deny', code: 'no-package', text: `${wanted.error}.` }]
  return { reads: [], functions: [], lineage: EMPTY_LINEAGE, findings, estimatedRows: '0' }
}

function circleFinding(
  state: WorkspaceState,
  { stepId, output, alsoOutputs }: DraftAsked,
  reads: readonly string[],
): readonly Finding[] {
  const circle = output && cycleOf(state, { stepId, content: { output, alsoOutputs } }, reads)
  if (!circle) return []
  const text = `It would read its own output: ${circle.join(' → ')}.`
  return [{ severity: 'deny', code: 'reads-itself', text }]
}
