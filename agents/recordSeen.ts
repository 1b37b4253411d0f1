/** What of the record an agent sees, as plain values: one function for the turn's context and for the port's answers. */
import type { DatasetSummary, SeenProposal, SeenRow, SeenRun } from '#agents/seen.ts'
import type { DatasetColumn } from '#shared/dataset.ts'
import type { RunId } from '#shared/ids.ts'
import { sensitiveOriginsOf } from '#shared/origins.ts'
import { assertNever } from '#shared/result.ts'
import type { DatasetState, Proposal, Run, WorkspaceState } from '#shared/workspace.ts'

/** First rows of results, as read from their artifacts; a run that is not in it is shown without rows. */
export type RowsOfRuns = ReadonlyMap<RunId, readonly SeenRow[]>

export function datasetSummaryOf({ name, version, current }: DatasetState): DatasetSummary {
  const { origin } = current.source
  return {
    name,
    version,
    rows: current.rows,
    columns: current.columns,
    fileName: current.source.fileName,
    ...(origin === undefined ? {} : { origin }),
  }
}

export function seenProposalOf(state: WorkspaceState, proposal: Proposal, rows: RowsOfRuns): SeenProposal {
  const { content, preflight, reason, because, supersedes } = proposal
  const lastRunId = proposal.runIds.at(-1)
  const run = lastRunId && state.runs.get(lastRunId)
  const seenRun = run && seenRunOf(state, run, rows)
  return {
    proposalId: proposal.proposalId,
    stepId: proposal.stepId,
    change: proposal.change,
    author: proposal.author.kind === 'human' ? 'person' : 'agent',
    title: proposal.title,
    language: content.language,
    code: content.code,
    parameters: content.parameters,
    output: content.output,
    rationale: proposal.rationale,
    status: proposal.status,
    ...(supersedes === undefined ? {} : { supersedes }),
    ...(reason === undefined ? {} : { reason }),
    ...(because === undefined ? {} : { because }),
    ...(preflight === undefined
      ? {}
      : { tier: preflight.tier, reads: preflight.analysis.reads, findings: preflight.analysis.findings }),
    ...(preflight?.analysis.output === undefined ? {} : { schema: preflight.analysis.output }),
    ...(seenRun === undefined ? {} : { run: seenRun }),
  }
}

/** Undefined for a run whose artifact is not recorded. */
export function seenRunOf(state: WorkspaceState, run: Run, rows: RowsOfRuns): SeenRun | undefined {
  const { runId, outcome } = run
  switch (run.status) {
    case 'running':
      return { kind: 'running', runId }
    case 'succeeded':
      return resultOf(state, run, rows)
    case 'failed':
    case 'halted': {
      if (outcome?.kind === 'failed')
        return { kind: 'failed', runId, message: outcome.message, detail: outcome.detail }
      const message = outcome?.kind === 'halted' ? outcome.message : 'It was halted.'
      return { kind: 'halted', runId, message }
    }
    case 'indeterminate':
      return {
        kind: 'indeterminate',
        runId,
        message: 'The kernel was lost before it said how the run ended.',
      }
    default:
      return assertNever(run.status)
  }
}

function resultOf(state: WorkspaceState, run: Run, rows: RowsOfRuns): SeenRun | undefined {
  const { runId, artifact } = run
  if (!artifact) return undefined
  const dispute = run.dispute === undefined ? {} : { dispute: run.dispute }
  if (artifact.kind === 'chart') {
    const { name, digest, input } = artifact
    return { kind: 'chart', runId, name, artifact: digest, input: input.name, ...dispute }
  }
  return {
    kind: 'table',
    runId,
    name: artifact.name,
    artifact: artifact.digest,
    totalRows: artifact.rows,
    columns: artifact.schema.map((column): DatasetColumn => ({
      ...column,
      sensitivity:
        sensitiveOriginsOf(state, artifact.name, column.name).length > 0 ? 'likely-personal' : 'none',
    })),
    rows: rows.get(runId) ?? [],
    ...dispute,
  }
}
