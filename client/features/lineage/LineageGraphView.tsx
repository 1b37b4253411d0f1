import {
  Database,
  FileCheck2,
  FileQuestion,
  Flag,
  Play,
  ShieldCheck,
  Table2,
  Target,
  type LucideIcon,
} from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import {
  NODE_HEIGHT,
  NODE_WIDTH,
  placedLineage,
  type PlacedEdge,
  type PlacedNode,
} from '#client/features/lineage/lineageLayout.ts'
import { Visible } from '#client/ui/Visible.tsx'
import { whenOf } from '#client/workspace/when.ts'
import type { LineageGraph, LineageNodeKind } from '#shared/lineage/lineageGraph.ts'

const ICONS: Readonly<Record<LineageNodeKind, LucideIcon>> = {
  dataset: Database,
  objective: Target,
  constraint: ShieldCheck,
  proposal: FileQuestion,
  decision: FileCheck2,
  run: Play,
  artifact: Table2,
  conclusion: Flag,
}

type Props = {
  readonly graph: LineageGraph
  readonly focus: string
  readonly onOpen: (nodeId: string) => void
}

/** The way to one result, drawn: each node is a button with its kind in words, so it reads without the picture too. */
export function LineageGraphView({ graph, focus, onOpen }: Props) {
  const placed = useMemo(() => placedLineage(graph), [graph])
  const drawing = useRef<HTMLDivElement>(null)
  // The result whose way it is stands at the end: begin there.
  useEffect(() => {
    const end = drawing.current?.querySelector('.lineage-node.focus')
    end?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [placed, focus])
  return (
    <div ref={drawing} className="lineage-drawing" style={{ width: placed.width, height: placed.height }}>
      <svg width={placed.width} height={placed.height} aria-hidden>
        <defs>
          <marker
            id="lineage-tip"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0 L8 4 L0 8 z" />
          </marker>
        </defs>
        {placed.edges.map((edge) => (
          <Edge key={`${edge.from} ${edge.to} ${edge.because}`} edge={edge} />
        ))}
      </svg>
      {placed.nodes.map((node) => (
        <Node key={node.id} node={node} isFocus={node.id === focus} onOpen={onOpen} />
      ))}
    </div>
  )
}

function Edge({ edge }: { readonly edge: PlacedEdge }) {
  const [first, ...rest] = edge.points
  if (!first) return null
  const path = `M${first.x} ${first.y} ${rest.map((point) => `L${point.x} ${point.y}`).join(' ')}`
  return (
    <path className="lineage-edge" d={path} markerEnd="url(#lineage-tip)">
      <title>{edge.because}</title>
    </path>
  )
}

type NodeProps = {
  readonly node: PlacedNode
  readonly isFocus: boolean
  readonly onOpen: (nodeId: string) => void
}

function Node({ node, isFocus, onOpen }: NodeProps) {
  const Icon = ICONS[node.kind]
  return (
    <button
      type="button"
      className={`lineage-node ${node.kind}${isFocus ? ' focus' : ''}`}
      style={{ left: node.x, top: node.y, width: NODE_WIDTH, height: NODE_HEIGHT }}
      title={`${node.kind}: ${node.label}\n${node.detail}${node.at ? `\n${whenOf(node.at)}` : ''}`}
      onClick={() => onOpen(node.id)}
    >
      <Icon size={14} aria-hidden />
      <span className="lineage-words">
        <b>
          <Visible text={node.label} />
        </b>
        <small>
          {node.kind} · <Visible text={node.detail} />
        </small>
      </span>
    </button>
  )
}
