/** The connected parts of a graph, the largest first; alike in size, in the order of their first nodes. */
import type { LayoutEdge } from '#client/features/lineage/layout/layerGraph.ts'

type Part = { readonly nodes: readonly number[]; readonly edges: readonly number[] }

export function partsOf(count: number, edges: readonly LayoutEdge[]): readonly Part[] {
  const above = Array.from({ length: count }, (_, node) => node)
  const rootOf = (node: number): number => {
    let root = node
    for (let next = above[root] ?? root; next !== root; next = above[root] ?? root) {
      above[root] = above[next] ?? next
      root = next
    }
    return root
  }
  for (const { from, to } of edges) {
    const [a, b] = [rootOf(from), rootOf(to)]
    above[Math.max(a, b)] = Math.min(a, b)
  }
  const parts = new Map<number, { nodes: number[]; edges: number[] }>()
  const partOf = (node: number): { nodes: number[]; edges: number[] } => {
    const root = rootOf(node)
    const part = parts.get(root) ?? { nodes: [], edges: [] }
    parts.set(root, part)
    return part
  }
  for (let node = 0; node < count; node += 1) partOf(node).nodes.push(node)
  edges.forEach(({ from }, edge) => partOf(from).edges.push(edge))
  return [...parts.values()].toSorted((a, b) => b.nodes.length - a.nodes.length)
}
