/** Which node an arrow key goes to: along an edge first, else the nearest in that direction. */
import type { Edge, Point } from '#client/features/canvas/layers.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'
export type Spot = Point & { readonly id: string }

/** `spots` are middles of nodes. */
export function nextSpot(
  spots: readonly Spot[],
  edges: readonly Edge[],
  from: string | undefined,
  direction: Direction,
): string | undefined {
  const here = spots.find((spot) => spot.id === from)
  if (!here) return spots.toSorted((one, other) => one.x + one.y - other.x - other.y)[0]?.id
  const neighbours = new Set(
    edges.flatMap((edge) => {
      if (direction === 'right' && edge.from === from) return [edge.to]
      return direction === 'left' && edge.to === from ? [edge.from] : []
    }),
  )
  const beyond = spots.filter((spot) => spot.id !== from && ahead(here, spot, direction) > 0)
  const along = beyond.filter((spot) => neighbours.has(spot.id))
  const candidates = along.length > 0 ? along : beyond
  return candidates.toSorted(
    (one, other) => farness(here, one, direction) - farness(here, other, direction),
  )[0]?.id
}

function ahead(here: Point, there: Point, direction: Direction): number {
  switch (direction) {
    case 'left':
      return here.x - there.x
    case 'right':
      return there.x - here.x
    case 'up':
      return here.y - there.y
    case 'down':
      return there.y - here.y
  }
}

/** What lies straight ahead is nearer than what lies aside. */
function farness(here: Point, there: Point, direction: Direction): number {
  const isSideways = direction === 'left' || direction === 'right'
  const aside = Math.abs(isSideways ? there.y - here.y : there.x - here.x)
  return ahead(here, there, direction) + 2 * aside
}
