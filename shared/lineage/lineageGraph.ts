/** The graph of all that happened, derived from the fold and never stored: what came from what, through which run and whose decision. */
import type { Actor } from '#shared/actor.ts'
import { artifactsIn } from '#shared/artifact.ts'
import { checksOf } from '#shared/checks.ts'
import type { Digest, Instant, ObjectiveId, StepId } from '#shared/ids.ts'
import { nameKey } from '#shared/ids.ts'
import { resolve } from '#shared/scope.ts'
import { outputsAsText } from '#shared/step.ts'
import type { Proposal, Run, WorkspaceState } from '#shared/workspace.ts'

export type LineageNodeKind =
  'dataset' | 'objective' | 'constraint' | 'proposal' | 'decision' | 'run' | 'artifact' | 'conclusion'

export type LineageNode = {
  /** `<kind>:<id>`; an artifact's id is its digest. */
  readonly id: string
  readonly kind: LineageNodeKind
  readonly label: string
  /** One line: who, what state. */
  readonly detail: string
  readonly at: Instant | null
  /** Who made it, by name; of what ran, who approved it. */
  readonly by?: string
  /** What it belongs to, for grouping. */
  readonly stepId?: StepId
  readonly objectiveId?: ObjectiveId
}

/** From what was before to what came of it. `because` says how: `read by`, `decided in`, `permitted`, `produced`, `asked for`, `checked`, `cited by`. */
export type LineageEdge = { readonly from: string; readonly to: string; readonly because: string }

export type LineageGraph = { readonly nodes: readonly LineageNode[]; readonly edges: readonly LineageEdge[] }

export const artifactNode = (digest: Digest): string => `artifact:${digest}`

export function lineageOf(state: WorkspaceState): LineageGraph {
  const nodes = new Map<string, LineageNode>()
  const edges: LineageEdge[] = []
  const add = (node: LineageNode): void => void (nodes.has(node.id) || nodes.set(node.id, node))
  const link = (from: string, to: string, because: string): void => void edges.push({ from, to, because })

  for (const dataset of state.datasets.values())
    add({
      id: artifactNode(dataset.current.digest),
      kind: 'dataset',
      label: dataset.name,
      detail: `${dataset.current.rows} rows from ${dataset.current.source.fileName}, version ${dataset.version}`,
      at: dataset.at,
      by: nameOf(state, dataset.addedBy),
    })
  for (const objective of state.objectives.values())
    add({
      id: `objective:${objective.objectiveId}`,
      kind: 'objective',
      label: objective.text,
      detail: `version ${objective.version}`,
      at: null,
      by: nameOf(state, objective.writtenBy),
      objectiveId: objective.objectiveId,
    })
  for (const constraint of state.constraints.values())
    add({
      id: `constraint:${constraint.constraintId}`,
      kind: 'constraint',
      label: constraint.text,
      detail: constraint.checks.length > 0 ? 'enforced' : 'guidance',
      at: null,
      by: nameOf(state, constraint.writtenBy),
      ...(constraint.objectiveId ? { objectiveId: constraint.objectiveId } : {}),
    })
  for (const proposal of state.proposals.values()) {
    const id = `proposal:${proposal.proposalId}`
    const author = proposal.author.kind === 'agent' ? 'an agent' : 'a person'
    const place = placeOf(proposal)
    add({
      id,
      kind: 'proposal',
      label: proposal.title,
      detail: `${outputsAsText(proposal.content)}: ${proposal.status}, by ${author}`,
      at: proposal.at,
      by: nameOf(state, proposal.author),
      ...place,
    })
    for (const check of checksOf(state, proposal))
      link(`constraint:${check.constraintId}`, id, CHECKED[check.status])
    if (proposal.objectiveId) link(`objective:${proposal.objectiveId}`, id, 'asked for')
    if (proposal.supersedes) link(`proposal:${proposal.supersedes}`, id, 'revised as')
    for (const decision of proposal.decisions) {
      const decisionId = `decision:${decision.decisionId}`
      const by = state.members.get(decision.by)?.name ?? 'a former member'
      add({
        id: decisionId,
        kind: 'decision',
        label: decision.verdict,
        detail: `${by}${decision.reason ? `: ${decision.reason.text}` : ''}`,
        at: decision.at,
        by,
        ...place,
      })
      link(id, decisionId, 'decided in')
    }
  }
  for (const run of state.runs.values()) addRun(state, run, add, link)
  for (const { turnId, objectiveId, text, citations, at } of state.conclusions) {
    const id = `conclusion:${turnId}`
    const detail = `cites ${citations.length} ${citations.length === 1 ? 'result' : 'results'}`
    add({ id, kind: 'conclusion', label: withoutMarkup(text), detail, at, by: 'the agent', objectiveId })
    link(`objective:${objectiveId}`, id, 'answered by')
    for (const artifact of new Set(citations.map((one) => one.artifact)))
      link(artifactNode(artifact), id, 'cited by')
  }
  return {
    nodes: [...nodes.values()],
    edges: edges.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to)),
  }
}

const CHECKED = { holds: 'checked: holds', broken: 'checked: broken', 'after-run': 'checked on the result' }

const placeOf = ({ stepId, objectiveId }: Proposal): Pick<LineageNode, 'stepId' | 'objectiveId'> => ({
  stepId,
  ...(objectiveId ? { objectiveId } : {}),
})

/** A list, a heading or a quotation begins with signs that say nothing in a label. */
const withoutMarkup = (text: string): string => text.replace(/^[-#*>\s]+/, '')

function nameOf(state: WorkspaceState, actor: Actor): string {
  if (actor.kind === 'human') return state.members.get(actor.id)?.name ?? 'a former member'
  return actor.kind === 'agent' ? 'the agent' : 'Countersign'
}

function addRun(
  state: WorkspaceState,
  run: Run,
  add: (node: LineageNode) => void,
  link: (from: string, to: string, because: string) => void,
): void {
  const proposal = state.proposals.get(run.proposalId)
  if (!proposal) return
  const id = `run:${run.runId}`
  const approval = proposal.decisions.findLast((one) => one.verdict === 'approve')
  const cached = run.sameAs ? ', answered from the cache' : ''
  const by = approval ? ({ kind: 'human', id: approval.by } as const) : run.by
  const made = { by: nameOf(state, by), ...placeOf(proposal) }
  add({
    id,
    kind: 'run',
    label: proposal.title,
    detail: `${run.status}${cached}`,
    at: run.startedAt,
    ...made,
  })
  if (approval) link(`decision:${approval.decisionId}`, id, 'permitted')
  for (const input of run.inputs) {
    const named = resolve(state, input.name)
    const label = named ? named.name : input.name
    add({
      id: artifactNode(input.artifact),
      kind: named?.kind === 'dataset' ? 'dataset' : 'artifact',
      label,
      detail: 'an earlier version',
      at: null,
    })
    link(artifactNode(input.artifact), id, 'read by')
  }
  for (const artifact of artifactsIn(run)) {
    add({
      id: artifactNode(artifact.digest),
      kind: 'artifact',
      label: artifact.name,
      detail: artifact.kind === 'table' ? `${artifact.rows} rows` : KIND_WORDS[artifact.kind],
      at: run.finishedAt ?? null,
      ...made,
    })
    link(id, artifactNode(artifact.digest), 'produced')
  }
}

const KIND_WORDS = {
  chart: 'a chart',
  figure: 'a figure',
  text: 'a text',
  json: 'values',
  model: 'a model',
} as const

export type Direction = 'up' | 'down'

/** The part of the graph that a node comes from (`up`) or that came of it (`down`), at most `depth` edges away. */
export function reachOf(
  graph: LineageGraph,
  from: string,
  direction: Direction,
  depth: number,
): LineageGraph {
  const next = new Map<string, LineageEdge[]>()
  for (const edge of graph.edges) {
    const key = direction === 'up' ? edge.to : edge.from
    const known = next.get(key)
    if (known) known.push(edge)
    else next.set(key, [edge])
  }
  const reached = new Set([from])
  const edges = new Set<LineageEdge>()
  let front = [from]
  for (let step = 0; step < depth && front.length > 0; step += 1) {
    const further: string[] = []
    for (const id of front)
      for (const edge of next.get(id) ?? []) {
        edges.add(edge)
        const other = direction === 'up' ? edge.from : edge.to
        if (reached.has(other)) continue
        reached.add(other)
        further.push(other)
      }
    front = further
  }
  return { nodes: graph.nodes.filter((node) => reached.has(node.id)), edges: [...edges] }
}

export type ColumnSource = {
  readonly name: string
  readonly column: string
  /** Empty for a dataset's column: it came from outside. */
  readonly from: readonly ColumnSource[]
}

/** Where the values of a column come from, as a tree down to dataset columns. Each column is opened once. */
export function columnSourcesOf(state: WorkspaceState, name: string, column: string): ColumnSource {
  const seen = new Set<string>()
  const open = (table: string, of: string): ColumnSource => {
    const key = JSON.stringify([nameKey(table), of.toLowerCase()])
    const named = resolve(state, table)
    const spelled = named?.name ?? table
    if (seen.has(key) || named?.kind !== 'step') return { name: spelled, column: of, from: [] }
    seen.add(key)
    const lineage = named.proposal.preflight?.analysis.lineage
    const exact = lineage?.columns.find((one) => one.column.toLowerCase() === of.toLowerCase())
    const from = exact?.from ?? []
    return { name: spelled, column: of, from: from.map((one) => open(one.table, one.column)) }
  }
  return open(name, column)
}
