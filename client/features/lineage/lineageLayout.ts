/** Places of nodes from what was before (left) to what came of it (right). */
import { Graph, layout } from '@dagrejs/dagre'
import { z } from 'zod'
import type { LineageEdge, LineageGraph, LineageNode } from '#shared/lineage/lineageGraph.ts'

export const NODE_WIDTH = 150
export const NODE_HEIGHT = 46

export type PlacedNode = LineageNode & { readonly x: number; readonly y: number }
export type PlacedEdge = LineageEdge & {
  readonly points: readonly { readonly x: number; readonly y: number }[]
}
export type Placed = {
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
  readonly width: number
  readonly height: number
}

const MARGIN = 12

// The library's own types say `any`.
const Size = z.looseObject({ width: z.number().catch(0), height: z.number().catch(0) })
const Point = z.object({ x: z.number(), y: z.number() })
const Route = z.looseObject({ points: z.array(Point) })

/** `x`, `y` are upper left corners, in pixels. */
export function placedLineage(graph: LineageGraph): Placed {
  const drawing = new Graph()
  drawing.setGraph({ rankdir: 'TB', nodesep: 14, ranksep: 34, marginx: MARGIN, marginy: MARGIN })
  drawing.setDefaultEdgeLabel(() => ({}))
  for (const node of graph.nodes) drawing.setNode(node.id, { width: NODE_WIDTH, height: NODE_HEIGHT })
  const edges = graph.edges.filter((edge) => drawing.hasNode(edge.from) && drawing.hasNode(edge.to))
  for (const edge of edges) drawing.setEdge(edge.from, edge.to)
  layout(drawing)
  const { width, height } = Size.parse(drawing.graph())
  return {
    width,
    height,
    nodes: graph.nodes.map((node) => {
      const { x, y } = Point.parse(drawing.node(node.id))
      return { ...node, x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }
    }),
    edges: edges.map((edge) => ({ ...edge, points: Route.parse(drawing.edge(edge.from, edge.to)).points })),
  }
}
