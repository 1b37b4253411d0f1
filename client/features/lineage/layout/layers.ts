/** Which layer each node is in: after all that it comes from, and no further from what came of it than it must be. */
import type { LayoutEdge } from '#client/features/lineage/layout/layerGraph.ts'

/** An edge that closes a cycle (a grouped step that reads what came of its own earlier run) is taken the other way round. */
export function layersOfNodes(count: number, edges: readonly LayoutEdge[]): readonly number[] {
  const { after, order } = acyclic(count, edges)
  const before: number[][] = Array.from({ length: count }, () => [])
  after.forEach((targets, from) => targets.forEach((to) => before[to]?.push(from)))
  const layer = Array.from({ length: count }, () => 0)
  for (const node of order)
    for (const to of after[node] ?? []) layer[to] = Math.max(layer[to] ?? 0, (layer[node] ?? 0) + 1)
  // From the end: a node with more ahead of it than behind moves towards what came of it, which shortens edges.
  for (const node of order.toReversed()) {
    const targets = after[node] ?? []
    if (targets.length === 0 || targets.length <= (before[node] ?? []).length) continue
    layer[node] = targets.reduce((least, to) => Math.min(least, layer[to] ?? 0), Infinity) - 1
  }
  return layer
}

type Acyclic = {
  readonly after: readonly (readonly number[])[]
  /** Each node before all that come of it. */
  readonly order: readonly number[]
}

function acyclic(count: number, edges: readonly LayoutEdge[]): Acyclic {
  const next: number[][] = Array.from({ length: count }, () => [])
  const after: number[][] = Array.from({ length: count }, () => [])
  for (const { from, to } of edges) if (from !== to) next[from]?.push(to)
  const state = new Uint8Array(count)
  const done: number[] = []
  // A stack of our own: a chain of thousands of steps would overflow that of the language.
  const stack: { readonly node: number; at: number }[] = []
  const enter = (node: number): void => {
    state[node] = ENTERED
    stack.push({ node, at: 0 })
  }
  for (let root = 0; root < count; root += 1) {
    if (state[root] !== NEW) continue
    enter(root)
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const to = next[top.node]?.[top.at]
      top.at += 1
      if (to === undefined) {
        state[top.node] = LEFT
        done.push(top.node)
        stack.pop()
      } else if (state[to] === ENTERED) after[to]?.push(top.node)
      else {
        after[top.node]?.push(to)
        if (state[to] === NEW) enter(to)
      }
    }
  }
  return { after, order: done.toReversed() }
}

const NEW = 0
const ENTERED = 1
const LEFT = 2
