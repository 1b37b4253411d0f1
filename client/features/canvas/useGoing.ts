/** What the keys of the canvas do: go along the graph, move, open, delete. */
import { useMemo } from 'react'
import type { CanvasGraph } from '#client/features/canvas/canvasGraph.ts'
import type { CanvasLayout } from '#client/features/canvas/canvasLayout.ts'
import type { Edge, Point } from '#client/features/canvas/layers.ts'
import { nextSpot, type Direction, type Spot } from '#client/features/canvas/nearest.ts'
import type { CanvasActs } from '#client/features/canvas/useCanvasActs.ts'
import type { CanvasKeys } from '#client/features/canvas/useCanvasKeys.ts'
import { placesAfter } from '#client/features/canvas/useFlow.ts'
import type { Picked } from '#client/features/canvas/usePicked.ts'
import { usePlaces } from '#client/features/canvas/usePlaces.ts'
import type { Reveal } from '#client/features/canvas/useReveal.ts'
import { inboxOf } from '#client/workspace/blocks.ts'
import { usePage } from '#client/workspace/page.ts'
import { useMayWrite } from '#client/workspace/may.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'

type Ground = {
  readonly graph: CanvasGraph
  readonly layout: CanvasLayout
  readonly collapsed: ReadonlySet<string>
  readonly folded: readonly Edge[]
  readonly picked: Picked
  readonly acts: CanvasActs
  readonly reveal: Reveal
  readonly open: () => void
}

const STEP = 24
const WAYS: Readonly<Record<Direction, Point>> = {
  left: { x: -STEP, y: 0 },
  right: { x: STEP, y: 0 },
  up: { x: 0, y: -STEP },
  down: { x: 0, y: STEP },
}

export function useGoing(ground: Ground): Omit<CanvasKeys, 'close'> {
  const { graph, layout, collapsed, folded, picked, acts, reveal, open } = ground
  const page = usePage()
  const state = useWorkspace()
  const mayWrite = useMayWrite()
  const places = usePlaces()
  return useMemo(() => {
    const whenNow =
      (act: () => void): (() => void) =>
      () => {
        if (mayWrite) act()
      }
    return {
      go(direction) {
        const next = nextSpot(spotsOf(graph, layout, collapsed), folded, page.selection.get(), direction)
        if (next !== undefined) picked.pick(new Set([next]))
      },
      move(direction) {
        if (!mayWrite) return
        const by = WAYS[direction]
        const ends = new Map<string, Point>()
        for (const id of picked.ids) {
          const at = layout.frames.get(id) ?? layout.points.get(id)
          if (at) ends.set(id, { x: at.x + by.x, y: at.y + by.y })
        }
        acts.place(placesAfter(ends, graph.entries, layout, places))
      },
      open: () => page.selection.get() !== undefined && open(),
      fit: reveal.fit,
      fitPicked: () => reveal.fitOnly(picked.ids),
      remove: whenNow(() => acts.remove(picked.ids)),
      undo: whenNow(acts.undo),
      redo: whenNow(acts.redo),
      pickAll: () => picked.pick(new Set(graph.entries.map((entry) => entry.id))),
      nextPending() {
        const inbox = inboxOf(state)
        const here = inbox.findIndex((one) => one.stepId === page.selection.get())
        const next = inbox[(here + 1) % Math.max(1, inbox.length)]
        if (!next) return
        page.jumpTo(next.stepId)
        open()
      },
    }
  }, [graph, layout, collapsed, folded, picked, acts, reveal, open, page, state, mayWrite, places])
}

/** Middles of what can be gone to: frames are passed over, their blocks are not. */
function spotsOf(
  { entries, groups }: CanvasGraph,
  { points, frames }: CanvasLayout,
  collapsed: ReadonlySet<string>,
): readonly Spot[] {
  const blocks = entries.flatMap(({ id, group, width, height }) => {
    const at = points.get(id)
    const isHidden = group !== undefined && collapsed.has(group)
    return at && !isHidden ? [{ id, x: at.x + width / 2, y: at.y + height / 2 }] : []
  })
  const folded = [...groups.keys()].flatMap((id) => {
    const frame = collapsed.has(id) ? frames.get(id) : undefined
    return frame ? [{ id, x: frame.x, y: frame.y }] : []
  })
  return [...blocks, ...folded]
}
