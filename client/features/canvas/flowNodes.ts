/** The canvas in the words of the drawing library; what did not change stays the very same object, so that it is not drawn again. */
import type { Node } from '@xyflow/react'
import { isSameFace, type Face, type ObjectiveFace } from '#client/features/canvas/faces.ts'
import type { CanvasGraph } from '#client/features/canvas/canvasGraph.ts'
import type { CanvasLayout } from '#client/features/canvas/canvasLayout.ts'
import type { Point } from '#client/features/canvas/layers.ts'

export type EntryNode = Node<{ face: Face; isCollapsed: boolean }, 'entry'>
export type FrameNode = Node<{ face: ObjectiveFace }, 'frame'>
export type FlowNode = EntryNode | FrameNode

export type Shown = {
  readonly graph: CanvasGraph
  readonly layout: CanvasLayout
  readonly collapsed: ReadonlySet<string>
  readonly picked: ReadonlySet<string>
  readonly lit: ReadonlySet<string>
}

const COLLAPSED = { width: 288, height: 124 }

/** Frames first: what stands within one is placed from its corner. */
export function flowNodesOf({ graph, layout, collapsed, picked, lit }: Shown): readonly FlowNode[] {
  const looks = (id: string) => ({
    selected: picked.has(id),
    className: lit.has(id) ? 'lit' : '',
  })
  const nodes: FlowNode[] = []
  for (const [id, face] of graph.groups) {
    const frame = layout.frames.get(id)
    if (!frame) continue
    const position = { x: frame.x, y: frame.y }
    if (collapsed.has(id))
      nodes.push({
        ...looks(id),
        ...boxOf(COLLAPSED),
        id,
        type: 'entry',
        position,
        data: { face, isCollapsed: true },
      })
    else
      nodes.push({
        ...looks(id),
        ...boxOf(frame),
        id,
        type: 'frame',
        position,
        data: { face },
      })
  }
  for (const { id, group, face, width, height } of graph.entries) {
    if (group !== undefined && collapsed.has(group)) continue
    const at = layout.points.get(id) ?? { x: 0, y: 0 }
    const frame = group === undefined ? undefined : layout.frames.get(group)
    nodes.push({
      ...looks(id),
      ...boxOf({ width, height }),
      ...(frame ? { parentId: frame.id } : {}),
      id,
      type: 'entry',
      position: frame ? minus(at, frame) : at,
      data: { face, isCollapsed: false },
    })
  }
  return nodes
}

/** Sizes are known before anything is measured, and that no lines are tied to it: else all would be drawn once to find out. */
const boxOf = ({ width, height }: { readonly width: number; readonly height: number }) => ({
  width,
  height,
  measured: { width, height },
  handles: [],
})

const minus = (one: Point, other: Point): Point => ({ x: one.x - other.x, y: one.y - other.y })

/** What is dragged at this moment stays under the pointer. */
export function keptNodes(before: readonly FlowNode[], wanted: readonly FlowNode[]): FlowNode[] {
  const known = new Map(before.map((node) => [node.id, node]))
  return wanted.map((node) => {
    const old = known.get(node.id)
    if (!old) return node
    if (old.dragging)
      return isLike(old, { ...node, position: old.position }) ? old : moved(node, old.position)
    return isLike(old, node) ? old : node
  })
}

const moved = (node: FlowNode, position: Point): FlowNode => ({ ...node, position, dragging: true })

const isLike = (one: FlowNode, other: FlowNode): boolean =>
  one.type === other.type &&
  one.position.x === other.position.x &&
  one.position.y === other.position.y &&
  one.width === other.width &&
  one.height === other.height &&
  one.parentId === other.parentId &&
  one.selected === other.selected &&
  one.className === other.className &&
  isSameFace(one.data.face, other.data.face)
