/** Where a column of one recorded artifact comes from. Exact: it follows the artifacts that each run read, and the analysis that was countersigned, not what the names stand for today. */
import { artifactsIn, type Artifact } from '#shared/artifact.ts'
import type { DatasetVersion } from '#shared/dataset.ts'
import type { Digest } from '#shared/ids.ts'
import { isSameColumn, sourcesOf } from '#shared/origins.ts'
import type { Run, WorkspaceState } from '#shared/workspace.ts'

export type ArtifactColumn = { readonly artifact: Digest; readonly column: string }

export type ColumnOrigin = ArtifactColumn & {
  /** What the artifact is called. */
  readonly name: string
  /** How it was made; absent for a dataset's column, which came from outside. */
  readonly run?: Run
  readonly from: readonly ColumnOrigin[]
}

const known = new WeakMap<WorkspaceState, ReadonlyMap<Digest, Run>>()

/** Artifact → the first run that produced it. */
function producersOf(state: WorkspaceState): ReadonlyMap<Digest, Run> {
  const before = known.get(state)
  if (before) return before
  const producers = new Map<Digest, Run>()
  for (const run of state.runs.values())
    for (const { digest } of artifactsIn(run)) if (!producers.has(digest)) producers.set(digest, run)
  known.set(state, producers)
  return producers
}

export const producerOf = (state: WorkspaceState, artifact: Digest): Run | undefined =>
  producersOf(state).get(artifact)

/** The artifact of this digest as the run that produced it recorded it. */
export function artifactOf(state: WorkspaceState, digest: Digest): Artifact | undefined {
  const run = producerOf(state, digest)
  return run && artifactsIn(run).find((one) => one.digest === digest)
}

const versionOf = (state: WorkspaceState, artifact: Digest): DatasetVersion | undefined =>
  [...state.datasets.values()].find((one) => one.current.digest === artifact)?.current

/** A chart has the columns that it draws. Of an earlier version of a dataset, only those that a step read are known. */
export function columnsOf(state: WorkspaceState, artifact: Digest): readonly string[] {
  const made = artifactOf(state, artifact)
  if (made?.kind === 'table') return made.schema.map((one) => one.name)
  if (made?.kind === 'chart') return columnsRead(state, artifact, made.input.digest)
  const version = versionOf(state, artifact)
  return version ? version.columns.map((one) => one.name) : columnsReadFrom(state, artifact)
}

/** The columns that the values of one column come from, one run back. */
export function columnSources(state: WorkspaceState, of: ArtifactColumn): readonly ArtifactColumn[] {
  const run = producerOf(state, of.artifact)
  const made = artifactOf(state, of.artifact)
  if (!run || !made) return []
  if (made.kind === 'chart') {
    const { digest } = made.input
    const drawn = columnsOf(state, digest).find((one) => isSameColumn(one, of.column))
    return drawn === undefined ? [] : [{ artifact: digest, column: drawn }]
  }
  const lineage = state.proposals.get(run.proposalId)?.preflight?.analysis.lineage
  if (!lineage) return []
  const found = new Map<string, ArtifactColumn>()
  for (const { table, column } of sourcesOf(lineage, of.column)) {
    const input = run.inputs.find((one) => isSameColumn(one.name, table))
    if (input) found.set(`${input.artifact} ${column}`, { artifact: input.artifact, column })
  }
  return [...found.values()]
}

/** The whole way back to columns of datasets. Each column is opened once. */
export function columnOriginOf(state: WorkspaceState, of: ArtifactColumn, name: string): ColumnOrigin {
  const seen = new Set<string>()
  const open = (one: ArtifactColumn, called: string): ColumnOrigin => {
    const run = producerOf(state, one.artifact)
    const key = `${one.artifact} ${one.column.toLowerCase()}`
    const isKnown = seen.has(key)
    seen.add(key)
    const named = artifactOf(state, one.artifact)?.name ?? called
    if (!run || isKnown) return { ...one, name: named, ...(run ? { run } : {}), from: [] }
    const from = columnSources(state, one).map((source) => {
      const input = run.inputs.find((each) => each.artifact === source.artifact)
      return open(source, input?.name ?? source.artifact.slice(0, 12))
    })
    return { ...one, name: named, run, from }
  }
  return open(of, name)
}

/** All columns on the way, each once, the asked one first. */
export function columnsOnWay(origin: ColumnOrigin): readonly ColumnOrigin[] {
  const found = new Map<string, ColumnOrigin>()
  const queue = [origin]
  for (let one = queue.shift(); one; one = queue.shift()) {
    const key = `${one.artifact} ${one.column.toLowerCase()}`
    if (!found.has(key)) found.set(key, one)
    queue.push(...one.from)
  }
  return [...found.values()]
}

function columnsRead(state: WorkspaceState, artifact: Digest, input: Digest): readonly string[] {
  const run = producerOf(state, artifact)
  const reads = run && state.proposals.get(run.proposalId)?.preflight?.analysis.reads
  const columns = reads?.flatMap((read) => read.columns) ?? []
  return columns.length > 0 ? columns : columnsOf(state, input)
}

function columnsReadFrom(state: WorkspaceState, artifact: Digest): readonly string[] {
  const columns = new Set<string>()
  for (const run of state.runs.values()) {
    const input = run.inputs.find((one) => one.artifact === artifact)
    if (!input) continue
    const reads = state.proposals.get(run.proposalId)?.preflight?.analysis.reads
    const read = reads?.find((one) => isSameColumn(one.name, input.name))
    for (const column of read?.columns ?? []) columns.add(column)
  }
  return [...columns]
}
