/** The reactors that every workspace gets, with what they reach of the world. */
import type { OpenedModel } from '#agents/models.ts'
import type { ArtifactStore } from '#server/artifacts/artifactStore.ts'
import type { SqlKernel } from '#server/kernels/kernel.ts'
import type { PythonReach } from '#server/pythonReach.ts'
import { chartAnalysis } from '#server/preflight/chartPreflight.ts'
import type { SqlPreflight } from '#server/preflight/sqlPreflight.ts'
import { runTurns } from '#server/reactors/agent/runTurns.ts'
import type { TableRows } from '#server/reactors/agent/tableRows.ts'
import { environmentReactor } from '#server/reactors/recordEnvironment.ts'
import { executeRuns } from '#server/reactors/executeRuns.ts'
import type { IntactPath } from '#server/reactors/intactPath.ts'
import { preflightProposals } from '#server/reactors/preflightProposals.ts'
import type { Reactor } from '#server/reactors/reactor.ts'
import { runOnApproval } from '#server/reactors/runOnApproval.ts'
import type { Result } from '#shared/result.ts'

export type Reach = {
  readonly python: PythonReach

  readonly sqlKernel: SqlKernel
  readonly preflight: SqlPreflight
  readonly artifacts: ArtifactStore
  readonly intactPath: IntactPath
  readonly scratch: string
  readonly rows: TableRows
  readonly openModel: () => Promise<Result<OpenedModel, string>>
  readonly report: (failure: unknown) => void
}

export function reactorsOf(reach: Reach): readonly Reactor[] {
  const { python, sqlKernel, preflight, artifacts, intactPath, scratch, rows, openModel, report } = reach
  return [
    environmentReactor(python.environment, report),
    preflightProposals(
      {
        analyseSql: (asked) => preflight.analyse(asked),
        analyseChart: chartAnalysis,
        analysePython: (asked, own) => python.analyse(asked, own),
        analysePackages: (lock) => python.analysePackages(lock),
      },
      report,
    ),
    executeRuns({
      sqlKernel,
      python,
      artifacts,
      intactPath,
      scratchRoot: scratch,
      report,
    }),
    runOnApproval(report),
    runTurns({ rows, openModel, whyNoPython: () => python.whyNot(), report }),
  ]
}
