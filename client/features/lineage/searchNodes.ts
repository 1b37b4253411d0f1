/** Finds nodes by name, by person, by the beginning of a digest. */
import { plain } from '#client/features/lineage/scene.ts'
import type { LineageNode } from '#shared/lineage/lineageGraph.ts'

const SHORTEST_DIGEST = 4

/** Names that begin with the words come first. Empty words find nothing. */
export function searchNodes(nodes: readonly LineageNode[], words: string): readonly LineageNode[] {
  const sought = words.trim().toLowerCase()
  if (sought === '') return []
  return nodes
    .map((node) => ({ node, rank: rankOf(node, sought) }))
    .filter(({ rank }) => rank < NOT_FOUND)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ node }) => node)
}

const NOT_FOUND = 9

function rankOf(node: LineageNode, sought: string): number {
  const label = plain(node.label).toLowerCase()
  if (label === sought) return 0
  if (label.startsWith(sought)) return 1
  if (label.includes(sought)) return 2
  const id = node.id.slice(node.id.indexOf(':') + 1)
  if (sought.length >= SHORTEST_DIGEST && id.startsWith(sought)) return 3
  if (node.by?.toLowerCase().includes(sought)) return 4
  return node.detail.toLowerCase().includes(sought) ? 5 : NOT_FOUND
}
