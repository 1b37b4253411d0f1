/** The graph while it is being laid out: every node and every bend of a long edge is a place in one layer. */

export type Place = {
  readonly width: number
  readonly height: number
  /** A bend of an edge that spans layers, not a node. */
  readonly isBend: boolean
  layer: number
  /** From above, in its layer. */
  order: number
  /** The order that its neighbours ask for. */
  wanted: number
  /** The middle, from above. */
  y: number
  readonly before: Place[]
  readonly after: Place[]
}

export type LayoutNode = { readonly width: number; readonly height: number }
/** Positions in the list of nodes. */
export type LayoutEdge = { readonly from: number; readonly to: number }

/** Where an edge runs: its ends in the direction of the layers, and the bends between. */
export type Route = { readonly isReversed: boolean; readonly bends: readonly Place[] }

export type LayerGraph = {
  readonly nodes: readonly Place[]
  readonly routes: readonly Route[]
  readonly layers: readonly Place[][]
}

const BEND_HEIGHT = 4
/** Beyond these, the longest edges run straight: a graph of hundreds of layers is still drawn at once. */
const MOST_BENDS = 12_000

const placeOf = (width: number, height: number, isBend: boolean, layer: number): Place => ({
  width,
  height,
  isBend,
  layer,
  order: 0,
  wanted: 0,
  y: 0,
  before: [],
  after: [],
})

/**
 * `layers` says which layer each node is in. Edges of one source share their bends, so that a table read by fifty steps
 * leaves as one line that parts late.
 */
export function layerGraphOf(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  layerOf: readonly number[],
): LayerGraph {
  const places = nodes.map((node, at) => placeOf(node.width, node.height, false, layerOf[at] ?? 0))
  const longest = longestOf(edges, layerOf)
  const bendsOf = new Map<Place, Place[]>()
  const bendsFrom = (source: Place, upTo: number): readonly Place[] => {
    const bends = bendsOf.get(source) ?? []
    bendsOf.set(source, bends)
    while (source.layer + bends.length + 1 < upTo) {
      const bend = placeOf(0, BEND_HEIGHT, true, source.layer + bends.length + 1)
      join(bends.at(-1) ?? source, bend)
      bends.push(bend)
    }
    return bends.slice(0, Math.max(0, upTo - source.layer - 1))
  }
  const routes = edges.map(({ from, to }): Route => {
    const [a, b] = [places[from], places[to]]
    if (!a || !b || a.layer === b.layer || Math.abs(a.layer - b.layer) > longest) return STRAIGHT
    const isReversed = a.layer > b.layer
    const [source, target] = isReversed ? [b, a] : [a, b]
    const bends = bendsFrom(source, target.layer)
    join(bends.at(-1) ?? source, target)
    return { isReversed, bends: isReversed ? bends.toReversed() : bends }
  })
  return { nodes: places, routes, layers: layersOf([...places, ...[...bendsOf.values()].flat()]) }
}

const STRAIGHT: Route = { isReversed: false, bends: [] }

/** The most layers that an edge may span and still get bends. */
function longestOf(edges: readonly LayoutEdge[], layerOf: readonly number[]): number {
  const spans = edges
    .map(({ from, to }) => Math.abs((layerOf[from] ?? 0) - (layerOf[to] ?? 0)))
    .toSorted((a, b) => a - b)
  let bends = 0
  for (const span of spans) {
    bends += Math.max(0, span - 1)
    if (bends > MOST_BENDS) return Math.max(1, span - 1)
  }
  return Infinity
}

function join(from: Place, to: Place): void {
  from.after.push(to)
  to.before.push(from)
}

function layersOf(places: readonly Place[]): Place[][] {
  const layers: Place[][] = []
  for (const place of places) (layers[place.layer] ??= []).push(place)
  return Array.from(layers, (layer) => layer ?? [])
}
