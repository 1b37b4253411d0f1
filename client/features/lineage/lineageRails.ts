/**
 * The way to one node as rows, as a version history is drawn: what the node came from stands below it, each in a row of
 * its own, and rails beside the rows tell which came of which. However many there are, they fit a narrow panel.
 */
import type { LineageEdge, LineageGraph, LineageNode, LineageNodeKind } from '#shared/lineage/lineageGraph.ts'

export type RailRow = {
  readonly node: LineageNode
  /** The rail that the node is on, from 0 at the left. */
  readonly rail: number
  /** Rails that pass by, from the upper edge of the row to the lower. */
  readonly passing: readonly number[]
  /** Rails that come from above and end at the node: what came of it. */
  readonly above: readonly number[]
  /** Rails that go on below from the node: to what it came from. A rail here may pass by as well. */
  readonly below: readonly number[]
  /** How it is to what came of it: `read by`, `permitted` and so on, each once. */
  readonly because: readonly string[]
}

export type Rails = { readonly rows: readonly RailRow[]; readonly width: number }

/** What is told first of what could come next: how it came about before what it was made of. */
const TOLD: readonly LineageNodeKind[] = [
  'conclusion',
  'artifact',
  'run',
  'decision',
  'proposal',
  'objective',
  'constraint',
  'dataset',
]

/** `graph` has no cycle, and nothing in it comes of nothing that is not: what was before has the longest way down. */
export function railsOf(graph: LineageGraph): Rails {
  const causes = edgesBy(graph, 'to')
  const outcomes = edgesBy(graph, 'from')
  /** For each rail the node that it leads down to. */
  const rails: (string | undefined)[] = []
  const railFor = (): number => {
    const free = rails.indexOf(undefined)
    return free < 0 ? rails.length : free
  }
  let width = 0
  const rows = toldInOrder(graph, causes, outcomes).map((node): RailRow => {
    const above = [...rails.keys()].filter((at) => rails[at] === node.id)
    const rail = above[0] ?? railFor()
    for (const at of above) rails[at] = undefined
    const passing = [...rails.keys()].filter((at) => rails[at] !== undefined)
    // Held while its causes get theirs, so that the first of them goes straight down.
    const below = [...new Set((causes.get(node.id) ?? []).map(({ from }) => from))].map((cause, nth) => {
      const known = rails.indexOf(cause)
      if (known >= 0) return known
      const at = nth === 0 && rails[rail] === undefined ? rail : railFor()
      rails[at] = cause
      return at
    })
    width = Math.max(width, rails.length, rail + 1)
    const because = [...new Set((outcomes.get(node.id) ?? []).map((edge) => edge.because))]
    return { node, rail, passing, above, below: [...new Set(below)], because }
  })
  return { rows, width }
}

function edgesBy(graph: LineageGraph, end: 'from' | 'to'): ReadonlyMap<string, readonly LineageEdge[]> {
  const known = new Set(graph.nodes.map(({ id }) => id))
  const by = new Map<string, LineageEdge[]>()
  for (const edge of graph.edges) {
    if (!known.has(edge.from) || !known.has(edge.to)) continue
    const list = by.get(edge[end])
    if (list) list.push(edge)
    else by.set(edge[end], [edge])
  }
  return by
}

type Edges = ReadonlyMap<string, readonly LineageEdge[]>

/** A node comes after all that came of it. */
function toldInOrder(graph: LineageGraph, causes: Edges, outcomes: Edges): readonly LineageNode[] {
  const waiting = new Map(graph.nodes.map(({ id }) => [id, outcomes.get(id)?.length ?? 0]))
  const ready = graph.nodes.filter(({ id }) => waiting.get(id) === 0)
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  const told: LineageNode[] = []
  for (;;) {
    ready.sort((one, other) => TOLD.indexOf(other.kind) - TOLD.indexOf(one.kind))
    const next = ready.pop()
    if (!next) return told
    told.push(next)
    for (const { from } of causes.get(next.id) ?? []) {
      const left = (waiting.get(from) ?? 0) - 1
      waiting.set(from, left)
      const cause = byId.get(from)
      if (left === 0 && cause) ready.push(cause)
    }
  }
}
