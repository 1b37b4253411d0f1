/**
 * Places of nodes from what was before (left) to what came of it (right). Layers, order and heights are found for each
 * connected part, and the parts are set side by side. The same graph always gets the same places.
 */
import { z } from 'zod'
import { orderLayers } from '#client/features/lineage/layout/crossings.ts'
import { placeHeights } from '#client/features/lineage/layout/heights.ts'
import {
  layerGraphOf,
  type LayoutEdge,
  type LayoutNode,
  type Place,
} from '#client/features/lineage/layout/layerGraph.ts'
import { layersOfNodes } from '#client/features/lineage/layout/layers.ts'
import { packed } from '#client/features/lineage/layout/packed.ts'
import { partsOf } from '#client/features/lineage/layout/parts.ts'

const LAYER_GAP = 72
const PART_GAP = 44

const Point = z.object({ x: z.number(), y: z.number() })
export type Point = z.infer<typeof Point>

/** Upper left corners of the nodes, and for each edge the points that it bends at, in the order given. */
export const Layout = z.object({
  places: z.array(Point).readonly(),
  bends: z.array(z.array(Point).readonly()).readonly(),
  width: z.number(),
  height: z.number(),
})
export type Layout = z.infer<typeof Layout>

export function layeredLayout(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): Layout {
  const parts = partsOf(nodes.length, edges).map((part) => partLayout(part, nodes, edges))
  const corners = packed(parts, PART_GAP)
  const places: Point[] = nodes.map(() => ({ x: 0, y: 0 }))
  const bends: Point[][] = edges.map(() => [])
  parts.forEach((part, at) => {
    const corner = corners[at] ?? { x: 0, y: 0 }
    const moved = ({ x, y }: Point): Point => ({ x: x + corner.x, y: y + corner.y })
    for (const [node, place] of part.places) places[node] = moved(place)
    for (const [edge, points] of part.bends) bends[edge] = points.map(moved)
  })
  const far = (of: (at: number) => number): number => parts.reduce((most, _, at) => Math.max(most, of(at)), 0)
  return {
    places,
    bends,
    width: far((at) => (corners[at]?.x ?? 0) + (parts[at]?.width ?? 0)),
    height: far((at) => (corners[at]?.y ?? 0) + (parts[at]?.height ?? 0)),
  }
}

type PartLayout = {
  readonly places: ReadonlyMap<number, Point>
  readonly bends: ReadonlyMap<number, readonly Point[]>
  readonly width: number
  readonly height: number
}

type Part = { readonly nodes: readonly number[]; readonly edges: readonly number[] }

function partLayout(part: Part, nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): PartLayout {
  const placeOf = new Map(part.nodes.map((node, at) => [node, at]))
  const own = part.edges.map((edge) => ({
    from: placeOf.get(edges[edge]?.from ?? -1) ?? 0,
    to: placeOf.get(edges[edge]?.to ?? -1) ?? 0,
  }))
  const sizes = part.nodes.map((node) => nodes[node] ?? { width: 0, height: 0 })
  const graph = layerGraphOf(sizes, own, layersOfNodes(sizes.length, own))
  orderLayers([...graph.layers])
  placeHeights(graph.layers)
  const { lefts, width } = columnsOf(graph.layers)
  const all = graph.layers.flat()
  const top = all.reduce((least, one) => Math.min(least, one.y - one.height / 2), Infinity)
  const bottom = all.reduce((most, one) => Math.max(most, one.y + one.height / 2), -Infinity)
  const middle = (place: Place): Point => ({
    x: (lefts[place.layer]?.left ?? 0) + (lefts[place.layer]?.width ?? 0) / 2,
    y: place.y - top,
  })
  return {
    width,
    height: bottom - top,
    places: new Map(
      graph.nodes.map((place, at) => {
        const corner = { x: lefts[place.layer]?.left ?? 0, y: place.y - place.height / 2 - top }
        return [part.nodes[at] ?? 0, corner]
      }),
    ),
    bends: new Map(graph.routes.map((route, at) => [part.edges[at] ?? 0, route.bends.map(middle)])),
  }
}

function columnsOf(layers: readonly (readonly Place[])[]): {
  readonly lefts: readonly { readonly left: number; readonly width: number }[]
  readonly width: number
} {
  let left = 0
  const lefts = layers.map((layer) => {
    const width = layer.reduce((most, place) => Math.max(most, place.width), 0)
    const here = { left, width }
    left += width + LAYER_GAP
    return here
  })
  return { lefts, width: Math.max(0, left - LAYER_GAP) }
}
