/** What the full view draws of the lineage: kinds left out are passed through, a step's or an objective's nodes stand as one. */
import type { LineageEdge, LineageGraph, LineageNode, LineageNodeKind } from '#shared/lineage/lineageGraph.ts'

export type ExplorerKind = LineageNodeKind | 'step'
export type ExplorerNode = Omit<LineageNode, 'kind'> & {
  readonly kind: ExplorerKind
  /** How many nodes of the lineage it stands for. */
  readonly stands: number
}
export type ExplorerGraph = {
  readonly nodes: readonly ExplorerNode[]
  readonly edges: readonly LineageEdge[]
  /** A node of the lineage → the drawn one that stands for it; left out when none does. */
  readonly drawnAs: ReadonlyMap<string, string>
}

export type Grouping = 'steps' | 'objectives' | 'nothing'
/** `step` counts for runs too where steps are not grouped. */
export type KindChoice = Exclude<ExplorerKind, 'run'>
export type Choice = {
  readonly kinds: ReadonlySet<KindChoice>
  readonly grouping: Grouping
  /** Groups whose nodes stand for themselves. */
  readonly opened: ReadonlySet<string>
}

export const KINDS: readonly KindChoice[] = [
  'dataset',
  'step',
  'artifact',
  'conclusion',
  'objective',
  'constraint',
  'proposal',
  'decision',
]
export const ESSENTIAL: ReadonlySet<KindChoice> = new Set(['dataset', 'step', 'artifact', 'conclusion'])

export const stepNode = (stepId: string): string => `step:${stepId}`
const objectiveNode = (objectiveId: string): string => `objective:${objectiveId}`

export function explorerGraphOf(graph: LineageGraph, choice: Choice): ExplorerGraph {
  const groups = new Map<string, LineageNode[]>()
  const groupOf = new Map<string, string>()
  for (const node of graph.nodes) {
    const group = groupFor(node, choice)
    groupOf.set(node.id, group)
    const members = groups.get(group)
    if (members) members.push(node)
    else groups.set(group, [node])
  }
  const nodes = [...groups].flatMap(([id, members]) => {
    const node = nodeOf(id, members)
    return node && isDrawn(node, choice) ? [node] : []
  })
  const drawn = new Set(nodes.map((node) => node.id))
  return {
    nodes,
    edges: edgesBetween(graph.edges, groupOf, drawn),
    drawnAs: new Map([...groupOf].filter(([, group]) => drawn.has(group))),
  }
}

function groupFor(node: LineageNode, { kinds, grouping, opened }: Choice): string {
  if (grouping === 'objectives' && node.objectiveId) {
    const group = objectiveNode(node.objectiveId)
    if (!opened.has(group)) return group
  }
  if (grouping === 'nothing' || !node.stepId || opened.has(stepNode(node.stepId))) return node.id
  const isInside = node.kind === 'run' || (isPaper(node.kind) && !kinds.has(node.kind))
  return isInside ? stepNode(node.stepId) : node.id
}

const isPaper = (kind: ExplorerKind): kind is 'proposal' | 'decision' =>
  kind === 'proposal' || kind === 'decision'

function isDrawn(node: ExplorerNode, { kinds, grouping, opened }: Choice): boolean {
  if (node.kind === 'objective' && grouping === 'objectives') return true
  if (node.stepId && opened.has(stepNode(node.stepId))) return true
  return kinds.has(node.kind === 'run' ? 'step' : node.kind)
}

function nodeOf(id: string, members: readonly LineageNode[]): ExplorerNode | undefined {
  const [first] = members
  if (!first) return undefined
  const stands = members.length
  if (id.startsWith('objective:')) {
    const own = members.find((one) => one.id === id) ?? first
    const steps = new Set(members.flatMap((one) => one.stepId ?? [])).size
    const detail = steps > 0 ? `${steps} ${steps === 1 ? 'step' : 'steps'}, ${own.detail}` : own.detail
    return { ...own, id, kind: 'objective', detail, stands }
  }
  if (!id.startsWith('step:')) return { ...first, stands }
  const run = members.findLast((one) => one.kind === 'run')
  const shown = run ?? members.findLast((one) => one.kind === 'proposal') ?? first
  const runs = members.filter((one) => one.kind === 'run').length
  const detail = runs > 1 ? `${shown.detail}, ${runs} runs` : shown.detail
  return { ...shown, id, kind: 'step', detail, stands }
}

type Outgoing = ReadonlyMap<string, ReadonlyMap<string, string>>

function edgesBetween(
  edges: readonly LineageEdge[],
  groupOf: ReadonlyMap<string, string>,
  drawn: ReadonlySet<string>,
): readonly LineageEdge[] {
  const next = new Map<string, Map<string, string>>()
  for (const edge of edges) {
    const [from, to] = [groupOf.get(edge.from), groupOf.get(edge.to)]
    if (from === undefined || to === undefined || from === to) continue
    const targets = next.get(from) ?? new Map<string, string>()
    next.set(from, targets)
    if (!targets.has(to)) targets.set(to, edge.because)
  }
  return [...drawn].flatMap((from) =>
    [...reachedFrom(from, next, drawn)].map(([to, because]) => ({ from, to, because })),
  )
}

/** The drawn nodes that follow, directly or through nodes that are left out. */
function reachedFrom(from: string, next: Outgoing, drawn: ReadonlySet<string>): ReadonlyMap<string, string> {
  const reached = new Map<string, string>()
  const passed = new Set<string>()
  const stack = [...(next.get(from) ?? [])]
  for (let top = stack.pop(); top; top = stack.pop()) {
    const [to, because] = top
    if (to === from || passed.has(to)) continue
    if (drawn.has(to)) {
      if (!reached.has(to)) reached.set(to, because)
      continue
    }
    passed.add(to)
    for (const [further] of next.get(to) ?? []) stack.push([further, 'by way of what is not shown'])
  }
  return reached
}

export type Way = 'up' | 'down' | 'both'

/** The ids at most `depth` edges before (`up`) or after (`down`) a node, itself among them. */
export function idsAround(
  edges: readonly LineageEdge[],
  from: string,
  way: Way,
  depth: number,
): ReadonlySet<string> {
  const found = new Set([from])
  for (const direction of way === 'both' ? (['up', 'down'] as const) : [way]) {
    const next = new Map<string, string[]>()
    for (const edge of edges) {
      const [near, far] = direction === 'up' ? [edge.to, edge.from] : [edge.from, edge.to]
      const known = next.get(near)
      if (known) known.push(far)
      else next.set(near, [far])
    }
    const reached = new Set([from])
    let front = [from]
    for (let step = 0; step < depth && front.length > 0; step += 1) {
      front = [...new Set(front.flatMap((id) => next.get(id) ?? []))].filter((id) => !reached.has(id))
      for (const id of front) reached.add(id)
    }
    for (const id of reached) found.add(id)
  }
  return found
}
