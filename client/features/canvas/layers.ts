/**
 * Boxes from left to right along their edges: each in the layer behind all that it depends on, layers filled from the top in
 * the order given, near what they depend on. The same boxes give the same places, and one box more moves only what stands
 * below or behind it.
 */
export type Box = {
  readonly id: string
  readonly width: number
  readonly height: number
  /** Stands in no layer before this one. */
  readonly floor: number
}
export type Edge = { readonly from: string; readonly to: string }
export type Point = { readonly x: number; readonly y: number }

export type Spacing = {
  readonly between: number
  readonly below: number
  /** A layer higher than this goes on in another column beside it. */
  readonly highest: number
}

export function layeredPlaces(
  boxes: readonly Box[],
  edges: readonly Edge[],
  { between, below, highest }: Spacing,
): ReadonlyMap<string, Point> {
  const sources = sourcesOf(edges)
  const layers = layersOf(boxes, sources)
  const places = new Map<string, Point>()
  const middles = new Map<string, number>()
  const middleOf = (box: Box): number => {
    const of = (sources.get(box.id) ?? []).flatMap((id) => middles.get(id) ?? [])
    return of.length === 0 ? 0 : of.reduce((sum, one) => sum + one, 0) / of.length
  }
  let left = 0
  for (const layer of layers) {
    const wished = new Map(layer.map((box) => [box.id, middleOf(box)]))
    const sorted = layer.toSorted((one, other) => (wished.get(one.id) ?? 0) - (wished.get(other.id) ?? 0))
    let top = 0
    let width = 0
    for (const box of sorted) {
      const wish = (wished.get(box.id) ?? 0) - box.height / 2
      if (top > 0 && top + box.height > highest) {
        left += width + between
        top = 0
        width = 0
      }
      const y = wish > top && wish + box.height <= highest ? wish : top
      places.set(box.id, { x: left, y })
      middles.set(box.id, y + box.height / 2)
      top = y + box.height + below
      width = Math.max(width, box.width)
    }
    if (layer.length > 0) left += width + between
  }
  return places
}

function sourcesOf(edges: readonly Edge[]): ReadonlyMap<string, readonly string[]> {
  const sources = new Map<string, string[]>()
  for (const { from, to } of edges) {
    const known = sources.get(to)
    if (known) known.push(from)
    else sources.set(to, [from])
  }
  return sources
}

/** An edge that closes a round counts for nothing: groups may read each other though steps never do. */
function layersOf(
  boxes: readonly Box[],
  sources: ReadonlyMap<string, readonly string[]>,
): readonly (readonly Box[])[] {
  const floors = new Map(boxes.map((box) => [box.id, box.floor]))
  const depths = new Map<string, number>()
  const above = new Set<string>()
  const depthOf = (id: string): number => {
    const known = depths.get(id)
    if (known !== undefined) return known
    above.add(id)
    let depth = floors.get(id) ?? 0
    for (const source of sources.get(id) ?? [])
      if (floors.has(source) && !above.has(source)) depth = Math.max(depth, depthOf(source) + 1)
    above.delete(id)
    depths.set(id, depth)
    return depth
  }
  const layers: Box[][] = []
  for (const box of boxes) {
    const depth = depthOf(box.id)
    for (let at = layers.length; at <= depth; at += 1) layers.push([])
    layers[depth]?.push(box)
  }
  return layers
}
