/** Where the nodes stand on the whole canvas: a block in a group is placed from the group's corner. */
import type { FlowNode } from '#client/features/canvas/flowNodes.ts'
import { FRAME_HEAD, type Size } from '#client/features/canvas/canvasLayout.ts'
import type { Point } from '#client/features/canvas/layers.ts'

export type Box = Point & Size & { readonly node: FlowNode }

export function boxesOf(nodes: readonly FlowNode[]): readonly Box[] {
  const corners = new Map(nodes.map((node) => [node.id, node.position]))
  return nodes.map((node) => {
    const corner = node.parentId === undefined ? undefined : corners.get(node.parentId)
    return {
      node,
      x: node.position.x + (corner?.x ?? 0),
      y: node.position.y + (corner?.y ?? 0),
      width: node.width ?? 0,
      height: node.height ?? 0,
    }
  })
}

/** The least box around all of them. */
export function extentOf(boxes: readonly (Point & Size)[]): Point & Size {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  return left > right
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top }
}

/** The uppermost at a place; a group is taken by its head alone. */
export const boxAt = (boxes: readonly Box[], { x, y }: Point): Box | undefined =>
  boxes.findLast(
    (box) =>
      x >= box.x &&
      x <= box.x + box.width &&
      y >= box.y &&
      y <= box.y + (box.node.type === 'frame' ? FRAME_HEAD : box.height),
  )
