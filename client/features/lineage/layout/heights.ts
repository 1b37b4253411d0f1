/** How far down each place is: as near to its neighbours as the order and the room that others need allow. */
import type { Place } from '#client/features/lineage/layout/layerGraph.ts'

const GAP = 14
const BEND_GAP = 8
const SWEEPS = 8
/** Bends pull harder at one another than nodes do: long edges run straight. */
const STRAIGHT = 6

export function placeHeights(layers: readonly (readonly Place[])[]): void {
  for (const layer of layers) settle(layer, (place) => place.order * place.height)
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const isDown = sweep % 2 === 0
    for (const layer of isDown ? layers : layers.toReversed())
      settle(layer, (place) => meanOf(place, isDown ? place.before : place.after))
  }
  for (const layer of layers) settle(layer, (place) => meanOf(place, [...place.before, ...place.after]))
}

function meanOf(place: Place, near: readonly Place[]): number {
  let sum = 0
  let weight = 0
  for (const one of near) {
    const pull = one.isBend && place.isBend ? STRAIGHT : 1
    sum += one.y * pull
    weight += pull
  }
  return weight > 0 ? sum / weight : place.y
}

const gapOf = (above: Place, below: Place): number =>
  (above.height + below.height) / 2 + (above.isBend || below.isBend ? BEND_GAP : GAP)

type Block = { readonly from: number; count: number; sum: number }

/**
 * The least squared distance from what is wanted at which nothing overlaps: pooling of adjacent violators, with the
 * room that those above take subtracted first.
 */
function settle(layer: readonly Place[], wantedOf: (place: Place) => number): void {
  const room: number[] = []
  let taken = 0
  layer.forEach((place, at) => {
    const above = layer[at - 1]
    if (above) taken += gapOf(above, place)
    room.push(taken)
  })
  const blocks: Block[] = []
  layer.forEach((place, at) => {
    let block: Block = { from: at, count: 1, sum: wantedOf(place) - (room[at] ?? 0) }
    for (
      let above = blocks.at(-1);
      above && above.sum / above.count > block.sum / block.count;
      above = blocks.at(-1)
    ) {
      blocks.pop()
      block = { from: above.from, count: above.count + block.count, sum: above.sum + block.sum }
    }
    blocks.push(block)
  })
  for (const { from, count, sum } of blocks)
    for (let at = from; at < from + count; at += 1) {
      const place = layer[at]
      if (place) place.y = sum / count + (room[at] ?? 0)
    }
}
