/** The graph with its places: boxes and lines as they are drawn, hit and measured. */
import type { ExplorerGraph, ExplorerNode } from '#client/features/lineage/explorerGraph.ts'
import type { LayoutEdge, LayoutNode } from '#client/features/lineage/layout/layerGraph.ts'
import type { Layout, Point } from '#client/features/lineage/layout/layeredLayout.ts'
import { hasHidden, visibleText } from '#client/ui/visibleText.ts'

export const BOX_WIDTH = 196
export const BOX_HEIGHT = 46
export const COLUMN_HEIGHT = 19
const COLUMNS_END = 6

export type Box = {
  readonly node: ExplorerNode
  /** As drawn: nothing in them hides. */
  readonly label: string
  readonly isSuspicious: boolean
  readonly columns: readonly string[]
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A part of one or more edges, from layer to layer. */
export type Segment = { readonly from: Point; readonly to: Point }
export type Line = {
  readonly from: string
  readonly to: string
  readonly points: readonly Point[]
}

export type Scene = {
  readonly boxes: readonly Box[]
  readonly byId: ReadonlyMap<string, Box>
  readonly lines: readonly Line[]
  /** Each part once, however many edges share it. */
  readonly segments: readonly Segment[]
  readonly width: number
  readonly height: number
}

/** Columns to draw, by node. */
export type ShownColumns = ReadonlyMap<string, readonly string[]>

export type LayoutQuestion = { readonly nodes: readonly LayoutNode[]; readonly edges: readonly LayoutEdge[] }

export function questionOf(graph: ExplorerGraph, columns: ShownColumns): LayoutQuestion {
  const placeOf = new Map(graph.nodes.map((node, at) => [node.id, at]))
  return {
    nodes: graph.nodes.map((node) => ({
      width: BOX_WIDTH,
      height: heightOf(columns.get(node.id)?.length ?? 0),
    })),
    edges: graph.edges.map((edge) => ({
      from: placeOf.get(edge.from) ?? 0,
      to: placeOf.get(edge.to) ?? 0,
    })),
  }
}

const heightOf = (columns: number): number =>
  columns > 0 ? BOX_HEIGHT + columns * COLUMN_HEIGHT + COLUMNS_END : BOX_HEIGHT

export function sceneOf(graph: ExplorerGraph, columns: ShownColumns, layout: Layout): Scene {
  const boxes = graph.nodes.map((node, at): Box => {
    const shown = columns.get(node.id) ?? []
    return {
      node,
      label: plain(node.label),
      isSuspicious: hasHidden(node.label),
      columns: shown,
      x: layout.places[at]?.x ?? 0,
      y: layout.places[at]?.y ?? 0,
      width: BOX_WIDTH,
      height: heightOf(shown.length),
    }
  })
  const byId = new Map(boxes.map((box) => [box.node.id, box]))
  const lines = graph.edges.flatMap(({ from, to }, at): readonly Line[] => {
    const [a, b] = [byId.get(from), byId.get(to)]
    if (!a || !b) return []
    const start = { x: a.x + a.width, y: a.y + a.height / 2 }
    const end = { x: b.x, y: b.y + b.height / 2 }
    return [{ from, to, points: [start, ...(layout.bends[at] ?? []), end] }]
  })
  return { boxes, byId, lines, segments: segmentsOf(lines), width: layout.width, height: layout.height }
}

function segmentsOf(lines: readonly Line[]): readonly Segment[] {
  const segments = new Map<string, Segment>()
  for (const { points } of lines)
    points.slice(1).forEach((to, at) => {
      const from = points[at]
      if (from) segments.set(`${from.x} ${from.y} ${to.x} ${to.y}`, { from, to })
    })
  return [...segments.values()]
}

export const plain = (text: string): string =>
  visibleText(text.replace(/\s+/g, ' '))
    .map((piece) => piece.text)
    .join('')

/** The middle of a column's row, on the side that lines leave or reach. */
export function columnSpot(box: Box, column: string, side: 'left' | 'right'): Point | undefined {
  const at = box.columns.findIndex((one) => one.toLowerCase() === column.toLowerCase())
  if (at < 0) return undefined
  const x = side === 'left' ? box.x : box.x + box.width
  return { x, y: box.y + BOX_HEIGHT + (at + 0.5) * COLUMN_HEIGHT }
}

export function boxAt({ boxes }: Scene, { x, y }: Point): Box | undefined {
  return boxes.findLast(
    (box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height,
  )
}
