/** Keeps what the drawing library shows equal to the blocks, and hands back what a person did there: picked and moved nodes. */
import { applyNodeChanges, useReactFlow, useStoreApi, type NodeChange } from '@xyflow/react'
import { useCallback, useLayoutEffect, useMemo, useState } from 'react'
import type { CanvasLayout } from '#client/features/canvas/canvasLayout.ts'
import { flowNodesOf, keptNodes, type FlowNode, type Shown } from '#client/features/canvas/flowNodes.ts'
import type { Point } from '#client/features/canvas/layers.ts'
import type { Picked } from '#client/features/canvas/usePicked.ts'
import type { Places } from '#client/workspace/layout.ts'

export type Flow = {
  readonly nodes: FlowNode[]
  readonly onNodesChange: (changes: NodeChange<FlowNode>[]) => void
  readonly onDragStop: (event: unknown, node: FlowNode, moved: FlowNode[]) => void
}

export function useFlow(
  shown: Shown,
  { pick }: Picked,
  byHand: Places,
  place: (places: Places) => void,
): Flow {
  const { graph, layout, collapsed, picked, lit } = shown
  const wantedNodes = useMemo(
    () => flowNodesOf({ graph, layout, collapsed, picked, lit }),
    [graph, layout, collapsed, picked, lit],
  )
  const [nodes, setNodes] = useState<FlowNode[]>(() => [...wantedNodes])
  useLayoutEffect(() => setNodes((before) => keptNodes(before, wantedNodes)), [wantedNodes])
  const { getInternalNode } = useReactFlow<FlowNode>()
  const store = useStoreApi()
  const isDrawnAroundPainted = useCallback((): boolean => {
    const { userSelectionActive, nodes: known } = store.getState()
    return userSelectionActive && known.some((node) => node.hidden)
  }, [store])

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const moves = changes.filter((change) => change.type === 'position')
      if (moves.length > 0) setNodes((before) => applyNodeChanges<FlowNode>(moves, before))
      // What a rectangle picks among painted blocks is not known to the library.
      const picks = isDrawnAroundPainted() ? [] : changes.filter((change) => change.type === 'select')
      if (picks.length === 0) return
      const next = new Set(picked)
      for (const { id, selected } of picks)
        if (selected) next.add(id)
        else next.delete(id)
      pick(next)
    },
    [picked, pick, isDrawnAroundPainted],
  )

  const onDragStop = useCallback(
    (_event: unknown, _node: FlowNode, moved: FlowNode[]) => {
      const ends = new Map<string, Point>()
      for (const { id } of moved) {
        const end = getInternalNode(id)?.internals.positionAbsolute
        if (end) ends.set(id, end)
      }
      const places = placesAfter(ends, graph.entries, layout, byHand)
      if (places.size > 0) place(places)
    },
    [getInternalNode, graph, layout, byHand, place],
  )
  return { nodes, onNodesChange, onDragStop }
}

/** A group moves by where it is laid out from; those of its blocks that were placed by hand go along. */
export function placesAfter(
  ends: ReadonlyMap<string, Point>,
  entries: Shown['graph']['entries'],
  { points, frames }: CanvasLayout,
  byHand: Places,
): Places {
  const places = new Map<string, Point>()
  for (const [id, end] of ends) {
    const frame = frames.get(id)
    const from = frame ?? points.get(id)
    if (!from || (Math.round(end.x) === Math.round(from.x) && Math.round(end.y) === Math.round(from.y)))
      continue
    if (!frame) {
      places.set(id, end)
      continue
    }
    const by = { x: end.x - frame.x, y: end.y - frame.y }
    places.set(id, { x: frame.origin.x + by.x, y: frame.origin.y + by.y })
    for (const entry of entries) {
      const kept = entry.group === id && !ends.has(entry.id) ? byHand.get(entry.id) : undefined
      if (kept) places.set(entry.id, { x: kept.x + by.x, y: kept.y + by.y })
    }
  }
  return places
}
