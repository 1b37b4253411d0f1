/** The order within each layer: by the mean place of the neighbours, swept to and fro, the best of all sweeps kept. */
import type { Place } from '#client/features/lineage/layout/layerGraph.ts'

const MOST_SWEEPS = 14
const PATIENCE = 4

export function orderLayers(layers: readonly Place[][]): void {
  startOrder(layers)
  let best = layers.map((layer) => [...layer])
  let fewest = crossingsIn(layers)
  let since = 0
  for (let sweep = 0; sweep < MOST_SWEEPS && since < PATIENCE && fewest > 0; sweep += 1) {
    const isDown = sweep % 2 === 0
    for (const layer of isDown ? layers : layers.toReversed())
      sortLayer(layer, (place) => (isDown ? place.before : place.after))
    const crossings = crossingsIn(layers)
    since = crossings < fewest ? 0 : since + 1
    if (since > 0) continue
    fewest = crossings
    best = layers.map((layer) => [...layer])
  }
  best.forEach((layer, at) => layers[at]?.splice(0, layer.length, ...layer))
  for (const layer of layers) number(layer)
}

/** As a walk from the beginnings meets them: what belongs together begins together. */
function startOrder(layers: readonly Place[][]): void {
  const seen = new Set<Place>()
  const walk: Place[] = []
  for (const root of layers.flat()) {
    const stack = [root]
    for (let place = stack.pop(); place; place = stack.pop()) {
      if (seen.has(place)) continue
      seen.add(place)
      walk.push(place)
      stack.push(...place.after.toReversed())
    }
  }
  for (const layer of layers) layer.length = 0
  for (const place of walk) layers[place.layer]?.push(place)
  for (const layer of layers) number(layer)
}

const number = (layer: readonly Place[]): void => layer.forEach((place, at) => (place.order = at))

function sortLayer(layer: Place[], neighboursOf: (place: Place) => readonly Place[]): void {
  for (const place of layer) {
    const near = neighboursOf(place)
    let sum = 0
    for (const one of near) sum += one.order
    place.wanted = near.length > 0 ? sum / near.length : place.order
  }
  layer.sort((a, b) => a.wanted - b.wanted || a.order - b.order)
  number(layer)
}

export const crossingsIn = (layers: readonly (readonly Place[])[]): number =>
  layers.reduce((sum, layer, at) => sum + crossingsBetween(layer, layers[at + 1]?.length ?? 0), 0)

/** Pairs of edges to the next layer that cross: inversions, counted with a Fenwick tree. */
function crossingsBetween(layer: readonly Place[], width: number): number {
  const counts = new Uint32Array(width + 1)
  let crossings = 0
  let passed = 0
  for (const place of layer) {
    const ends = place.after.map((one) => one.order)
    for (const end of ends) {
      let upTo = 0
      for (let at = end + 1; at > 0; at -= at & -at) upTo += counts[at] ?? 0
      crossings += passed - upTo
    }
    for (const end of ends) {
      passed += 1
      for (let at = end + 1; at <= width; at += at & -at) counts[at] = (counts[at] ?? 0) + 1
    }
  }
  return crossings
}
