/**
 * Many blocks from afar are painted instead of being elements of the page. Only what runs, as its sign turns, and the block
 * under the pointer are elements then: that one is hovered, clicked and dragged as ever.
 */
import { useReactFlow } from '@xyflow/react'
import { useMemo, useState, type MouseEvent } from 'react'
import { boxAt, boxesOf, type Box } from '#client/features/canvas/boxes.ts'
import type { FlowNode } from '#client/features/canvas/flowNodes.ts'
import { useBoxPick } from '#client/features/canvas/useBoxPick.ts'
import type { ZoomLevel } from '#client/features/canvas/zoomLevel.ts'

/** As many as a page moves without effort. */
const FEW = 150

export type Painted = {
  readonly isPainting: boolean
  readonly boxes: readonly Box[]
  /** For the drawing library: what is painted is hidden there. */
  readonly nodes: FlowNode[]
  readonly wake: (event: MouseEvent) => void
  readonly touch: (event: MouseEvent) => void
}

export function usePainted(
  nodes: FlowNode[],
  level: ZoomLevel,
  pick: (ids: ReadonlySet<string>) => void,
): Painted {
  const isPainting = level !== 'near' && nodes.length > FEW
  const boxes = useMemo(() => boxesOf(nodes), [nodes])
  const [woken, setWoken] = useState<string>()
  const { screenToFlowPosition } = useReactFlow()
  const elements = useMemo(
    () => (isPainting ? nodes.map((node) => (isElement(node, woken) ? node : hiddenOf(node))) : nodes),
    [isPainting, nodes, woken],
  )
  useBoxPick(isPainting, boxes, pick)
  const under = ({ clientX, clientY }: MouseEvent): string | undefined =>
    boxAt(boxes, screenToFlowPosition({ x: clientX, y: clientY }))?.node.id
  return {
    isPainting,
    boxes,
    nodes: elements,
    wake(event) {
      // While the view moves, what comes under a resting pointer is not meant.
      const isMoving = event.currentTarget.classList.contains('moving')
      if (isPainting && !isMoving && event.buttons === 0) setWoken(under(event))
    },
    /** A finger was nowhere before it came down, so nothing was awake there. */
    touch(event) {
      const found = isPainting ? under(event) : undefined
      // Behind the library's own answer to a press on what it takes for empty, which is to pick nothing.
      if (found !== undefined) queueMicrotask(() => pick(new Set([found])))
    },
  }
}

const isElement = (node: FlowNode, woken: string | undefined): boolean =>
  node.id === woken ||
  node.dragging === true ||
  (node.data.face.kind === 'step' && node.data.face.status === 'running')

/** The same twin each time: for the library, another object is another node. */
const twins = new WeakMap<FlowNode, FlowNode>()

function hiddenOf(node: FlowNode): FlowNode {
  const known = twins.get(node)
  if (known) return known
  const twin = { ...node, hidden: true }
  twins.set(node, twin)
  return twin
}
