/** Brings nodes into sight: one that lies outside is moved to, one that is seen stays where it is. */
import { useReactFlow, useStoreApi } from '@xyflow/react'
import { useMemo } from 'react'
import type { FlowNode } from '#client/features/canvas/flowNodes.ts'

export type Reveal = {
  readonly fit: () => void
  /** All of it while that can be read, else the selected block. */
  readonly begin: (selected: string | undefined) => void
  readonly fitOnly: (ids: ReadonlySet<string>) => void
  /** `force` moves there even when it is in sight, as after a jump. */
  readonly show: (id: string, force?: boolean) => void
  readonly zoom: (by: 'in' | 'out') => void
}

const READABLE = 0.85
const LEAST_READABLE = 0.5
const MOVE = { duration: 220 }
/** For the library what is painted is hidden. */
const ALL = { padding: 0.08, includeHiddenNodes: true }

export function useReveal(): Reveal {
  const flow = useReactFlow<FlowNode>()
  const store = useStoreApi<FlowNode>()
  return useMemo(() => {
    const show = (id: string, force = false): void => {
      const node = flow.getInternalNode(id)
      if (!node) return
      const { x, y } = node.internals.positionAbsolute
      const [width, height] = [node.measured.width ?? 0, node.measured.height ?? 0]
      const { transform, width: paneWidth, height: paneHeight } = store.getState()
      const [panX, panY, zoom] = transform
      const [left, top] = [x * zoom + panX, y * zoom + panY]
      const isSeen =
        left >= 0 && top >= 0 && left + width * zoom <= paneWidth && top + height * zoom <= paneHeight
      if (isSeen && !(force && zoom < READABLE)) return
      const next = force ? Math.max(zoom, READABLE) : zoom
      void flow.setCenter(x + width / 2, y + height / 2, { ...MOVE, zoom: next })
    }
    return {
      show,
      begin(selected) {
        void flow.fitView({ ...ALL, maxZoom: 1 }).then(() => {
          if (selected !== undefined && flow.getZoom() < LEAST_READABLE) show(selected, true)
        })
      },
      fit: () => void flow.fitView({ ...ALL, ...MOVE, maxZoom: 1 }),
      fitOnly: (ids) => {
        const nodes = [...ids].map((id) => ({ id }))
        if (nodes.length > 0) void flow.fitView({ ...ALL, ...MOVE, nodes, padding: 0.2, maxZoom: 1.25 })
      },
      zoom: (by) => void (by === 'in' ? flow.zoomIn(MOVE) : flow.zoomOut(MOVE)),
    }
  }, [flow, store])
}
