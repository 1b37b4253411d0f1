/**
 * Where everything on the canvas stands: groups laid out within, then among each other; what was placed by hand exactly
 * there, and nothing else upon it. A function of its arguments alone, so that everyone sees the same canvas.
 */
import { layeredPlaces, type Edge, type Point } from '#client/features/canvas/layers.ts'

export type Size = { readonly width: number; readonly height: number }
export type Part = Size & {
  readonly id: string
  /** The group that it stands in, by the id of the group. */
  readonly group: string | undefined
  /** Data and words stand at the left edge, before all steps. */
  readonly isSource: boolean
}
export type Frame = Point &
  Size & {
    readonly id: string
    /** Where its blocks are laid out from: what is kept when the whole group is moved. */
    readonly origin: Point
  }

export type CanvasLayout = {
  readonly points: ReadonlyMap<string, Point>
  readonly frames: ReadonlyMap<string, Frame>
}

const BETWEEN = 72
const BELOW = 22
export const FRAME_HEAD = 50
export const FRAME_EDGE = 20

/** `parts` in the order in which they came to be, so that a later one moves no earlier one of its layer. */
export function canvasLayoutOf(
  parts: readonly Part[],
  edges: readonly Edge[],
  byHand: ReadonlyMap<string, Point>,
): CanvasLayout {
  const spacing = { between: BETWEEN, below: BELOW, highest: heightFor(parts.length) }
  const groups = membersOf(parts)
  const homes = new Map(parts.map((part) => [part.id, part.group ?? part.id]))
  const within = new Map<string, ReadonlyMap<string, Point>>()
  const sizes = new Map<string, Size>()
  for (const [group, members] of groups) {
    const inside = edges.filter((edge) => homes.get(edge.from) === group && homes.get(edge.to) === group)
    const places = layeredPlaces(
      members.map((part) => ({ ...part, floor: 0 })),
      inside,
      spacing,
    )
    within.set(group, places)
    sizes.set(group, extentOf(members, places))
  }

  const outer = outerBoxes(parts, sizes)
  const between = edges.flatMap(({ from, to }) => {
    const [one, other] = [homes.get(from), homes.get(to)]
    return one !== undefined && other !== undefined && one !== other ? [{ from: one, to: other }] : []
  })
  const origins = new Map([...layeredPlaces(outer, between, spacing), ...byHand])

  const taken: (Point & Size)[] = parts.flatMap((part) => {
    const place = byHand.get(part.id)
    return place ? [{ ...place, width: part.width, height: part.height }] : []
  })
  const points = new Map<string, Point>()
  for (const box of outer) {
    const origin = origins.get(box.id) ?? { x: 0, y: 0 }
    const members = groups.get(box.id) ?? [{ ...box, group: undefined }]
    const inner = within.get(box.id)
    const head = inner ? { x: FRAME_EDGE, y: FRAME_HEAD } : { x: 0, y: 0 }
    const wished = members.map((part) => {
      const place = inner?.get(part.id) ?? { x: 0, y: 0 }
      return { part, x: origin.x + head.x + place.x, y: origin.y + head.y + place.y }
    })
    // From the top, so that one which gives way finds those above it settled.
    for (const { part, x, y } of wished.toSorted((one, other) => one.y - other.y)) {
      const kept = byHand.get(part.id)
      const place = kept ?? freePlace({ x, y, width: part.width, height: part.height }, taken)
      points.set(part.id, place)
      if (!kept) taken.push({ ...place, width: part.width, height: part.height })
    }
  }
  return { points, frames: framesOf(groups, points, origins) }
}

function membersOf(parts: readonly Part[]): ReadonlyMap<string, readonly Part[]> {
  const members = new Map<string, Part[]>()
  for (const part of parts) {
    if (part.group === undefined) continue
    const known = members.get(part.group)
    if (known) known.push(part)
    else members.set(part.group, [part])
  }
  return members
}

/** In steps, so that one block more seldom changes where columns break. */
const heightFor = (count: number): number => 1_500 * 2 ** Math.max(0, Math.ceil(Math.log2(count / 120) / 2))

function outerBoxes(parts: readonly Part[], sizes: ReadonlyMap<string, Size>) {
  const hasSources = parts.some((part) => part.isSource && part.group === undefined)
  const seen = new Set<string>()
  return parts.flatMap((part) => {
    const id = part.group ?? part.id
    if (seen.has(id)) return []
    seen.add(id)
    const { width, height } = sizes.get(id) ?? part
    const isSource = part.isSource && part.group === undefined
    return [{ id, width, height, isSource, floor: hasSources && !isSource ? 1 : 0 }]
  })
}

function extentOf(members: readonly Part[], places: ReadonlyMap<string, Point>): Size {
  const right = Math.max(...members.map((part) => (places.get(part.id)?.x ?? 0) + part.width))
  const bottom = Math.max(...members.map((part) => (places.get(part.id)?.y ?? 0) + part.height))
  return { width: right + 2 * FRAME_EDGE, height: bottom + FRAME_HEAD + FRAME_EDGE }
}

/** The first place below the wished one that nothing else takes. */
function freePlace(wished: Point & Size, taken: readonly (Point & Size)[]): Point {
  const beside = taken
    .filter((one) => one.x < wished.x + wished.width && wished.x < one.x + one.width)
    .toSorted((one, other) => one.y - other.y)
  let { y } = wished
  for (const one of beside)
    if (one.y < y + wished.height + BELOW / 2 && y < one.y + one.height + BELOW / 2)
      y = one.y + one.height + BELOW
  return { x: wished.x, y }
}

function framesOf(
  groups: ReadonlyMap<string, readonly Part[]>,
  points: ReadonlyMap<string, Point>,
  origins: ReadonlyMap<string, Point>,
): ReadonlyMap<string, Frame> {
  const frames = new Map<string, Frame>()
  for (const [id, members] of groups) {
    const corners = members.flatMap((part) => {
      const at = points.get(part.id)
      return at ? [{ ...at, right: at.x + part.width, bottom: at.y + part.height }] : []
    })
    const x = Math.min(...corners.map((one) => one.x)) - FRAME_EDGE
    const y = Math.min(...corners.map((one) => one.y)) - FRAME_HEAD
    const width = Math.max(...corners.map((one) => one.right)) + FRAME_EDGE - x
    const height = Math.max(...corners.map((one) => one.bottom)) + FRAME_EDGE - y
    frames.set(id, { id, x, y, width, height, origin: origins.get(id) ?? { x, y } })
  }
  return frames
}
