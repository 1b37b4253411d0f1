/** What the agent sees of the fold: the same shapes in tool answers and in the context of a turn. */
import type { DatasetDescription, DatasetSummary, SeenLineage, SeenProposal, SeenRun } from '#agents/seen.ts'
import type { TableRows } from '#server/reactors/agent/tableRows.ts'
import type { DatasetColumn } from '#shared/dataset.ts'
import { readsOf } from '#shared/graph.ts'
import { nameKey } from '#shared/ids.ts'
import { originsOf, sensitiveOriginsOf } from '#shared/origins.ts'
import { assertNever } from '#shared/result.ts'
import { candidateOf, schemaOf, type Named } from '#shared/scope.ts'
import type { TableSchema } from '#shared/table.ts'
import { tierOf } from '#shared/tiers.ts'
import type { DatasetState, Proposal, Run, WorkspaceState } from '#shared/workspace.ts'
import { outputsOf } from '#shared/step.ts'
import { artifactNamed } from '#shared/artifact.ts'

/** Rows of a result that a turn's context carries without being asked. */
export const FIRST_ROWS = 10

export const datasetSummaryOf = ({ name, version, current }: DatasetState): DatasetSummary => ({
  name,
  version,
  rows: current.rows,
  columns: [...current.columns],
  fileName: current.source.fileName,
  ...(current.source.origin ? { origin: current.source.origin } : {}),
})

export async function datasetDescriptionOf(
  dataset: DatasetState,
  rows: TableRows,
): Promise<DatasetDescription> {
  const profile = await rows.profile(dataset.current.profile)
  const { columns: _columns, ...summary } = datasetSummaryOf(dataset)
  return {
    ...summary,
    ...(profile.duplicateRows === undefined ? {} : { duplicateRows: profile.duplicateRows }),
    rejectedRows: dataset.current.rejects?.rows ?? 0,
    columns: profile.columns.map((column) => ({
      ...column,
      sensitivity:
        dataset.current.columns.find((one) => one.name === column.name)?.sensitivity ?? 'likely-personal',
    })),
  }
}

/** A step's columns are as personal as what their values come from. */
export function columnsWithSensitivity(
  state: WorkspaceState,
  name: string,
  schema: TableSchema,
): readonly DatasetColumn[] {
  return schema.map((column) => ({
    ...column,
    sensitivity: sensitiveOriginsOf(state, name, column.name).length > 0 ? 'personal' : 'none',
  }))
}

export async function seenProposalOf(
  state: WorkspaceState,
  proposal: Proposal,
  rows: TableRows,
  limit = FIRST_ROWS,
): Promise<SeenProposal> {
  const { content, preflight } = proposal
  const runId = proposal.runIds.at(-1)
  const run = runId && state.runs.get(runId)
  return {
    proposalId: proposal.proposalId,
    stepId: proposal.stepId,
    change: proposal.change,
    ...(proposal.supersedes ? { supersedes: proposal.supersedes } : {}),
    author: proposal.author.kind === 'agent' ? 'agent' : 'person',
    title: proposal.title,
    language: content.language,
    code: content.code,
    parameters: content.parameters,
    output: content.output,
    ...(content.alsoOutputs ? { alsoOutputs: content.alsoOutputs } : {}),
    rationale: proposal.rationale,
    status: proposal.status,
    ...(proposal.reason ? { reason: proposal.reason } : {}),
    ...(proposal.because ? { because: proposal.because } : {}),
    ...(preflight
      ? {
          tier: tierOf(state, preflight.analysis).tier,
          reads: preflight.analysis.reads,
          findings: preflight.analysis.findings,
          ...(preflight.analysis.output ? { schema: preflight.analysis.output } : {}),
        }
      : {}),
    ...(run ? { run: await seenRunOf(state, run, rows, limit) } : {}),
  }
}

/** `name` says which of several outputs is looked at; else it is the first. */
export async function seenRunOf(
  state: WorkspaceState,
  run: Run,
  rows: TableRows,
  limit: number,
  name?: string,
): Promise<SeenRun> {
  const { runId, outcome } = run
  const artifact = (name === undefined ? undefined : artifactNamed(run, name)) ?? run.artifact
  const dispute = run.dispute === undefined ? {} : { dispute: run.dispute }
  if (run.status === 'indeterminate')
    return { kind: 'indeterminate', runId, message: 'Nobody knows how far this run came' }
  if (run.status === 'running' || !outcome) return { kind: 'running', runId }
  if (outcome.kind === 'failed')
    return { kind: 'failed', runId, message: outcome.message, detail: outcome.detail }
  if (outcome.kind === 'halted') return { kind: 'halted', runId, message: outcome.message }
  if (!artifact) return { kind: 'indeterminate', runId, message: 'The result was not recorded' }
  switch (artifact.kind) {
    case 'chart':
      return {
        kind: 'chart',
        runId,
        name: artifact.name,
        artifact: artifact.digest,
        input: artifact.input.name,
        ...dispute,
      }
    case 'table':
      return {
        kind: 'table',
        runId,
        name: artifact.name,
        artifact: artifact.digest,
        totalRows: artifact.rows,
        columns: columnsWithSensitivity(state, artifact.name, artifact.schema),
        rows: await rows.firstRows(artifact.digest, limit),
        ...dispute,
      }
    case 'figure':
    case 'text':
    case 'json':
    case 'model':
      return {
        kind: 'value',
        runId,
        name: artifact.name,
        artifact: artifact.digest,
        mime: artifact.mime,
        ...dispute,
      }
    default:
      return assertNever(artifact)
  }
}

export function seenLineageOf(state: WorkspaceState, named: Named): SeenLineage {
  const reads = named.kind === 'step' ? (named.proposal.preflight?.analysis.reads ?? []) : []
  const columns = (schemaOf(named) ?? []).map((column) => ({
    column: column.name,
    origins: originsOf(state, named.name, column.name),
  }))
  const readBy = [...state.steps.values()].flatMap((step) => {
    const outputs = candidateOf(state, step)?.content
    const isReader = readsOf(state, step).some((name) => nameKey(name) === nameKey(named.name))
    return outputs && isReader ? outputsOf(outputs) : []
  })
  return {
    name: named.name,
    kind: named.kind,
    reads,
    datasets: [...new Set(columns.flatMap((one) => one.origins.map((origin) => origin.dataset)))],
    readBy,
    columns: columns.map(({ column, origins }) => ({
      column,
      origins: origins.map((origin) => `${origin.dataset}.${origin.column}`),
    })),
    coarse: named.kind === 'step' ? (named.proposal.preflight?.analysis.lineage.coarse ?? []) : [],
  }
}
