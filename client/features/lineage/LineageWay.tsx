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
import { useMemo } from 'react'
import { railsOf, type RailRow } from '#client/features/lineage/lineageRails.ts'
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

const ROW = 46
const RAIL = 13
const DOT = 4

type Props = { readonly graph: LineageGraph; readonly onOpen: (nodeId: string) => void }

/** The way to one result, drawn downwards from it: each node is a button with its kind in words, so it reads without the picture too. */
export function LineageWay({ graph, onOpen }: Props) {
  const { rows, width } = useMemo(() => railsOf(graph), [graph])
  return (
    <ol className="lineage-way">
      {rows.map((row, at) => (
        <Row key={row.node.id} row={row} width={width} isFocus={at === 0} onOpen={onOpen} />
      ))}
    </ol>
  )
}

type RowProps = {
  readonly row: RailRow
  readonly width: number
  readonly isFocus: boolean
  readonly onOpen: (nodeId: string) => void
}

function Row({ row, width, isFocus, onOpen }: RowProps) {
  const { node, because } = row
  const Icon = ICONS[node.kind]
  const how = because.length > 0 ? `\n${because.join(', ')}` : ''
  return (
    <li>
      <Rails row={row} width={width} />
      <button
        type="button"
        className={`lineage-node ${node.kind}${isFocus ? ' focus' : ''}`}
        title={`${node.kind}: ${node.label}\n${node.detail}${node.at ? `\n${whenOf(node.at)}` : ''}${how}`}
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
    </li>
  )
}

const xOf = (rail: number): number => RAIL * (rail + 0.5)
const MIDDLE = ROW / 2

function Rails({ row, width }: { readonly row: RailRow; readonly width: number }) {
  const x = xOf(row.rail)
  return (
    <svg width={RAIL * width} height={ROW} aria-hidden>
      {row.passing.map((rail) => (
        <path key={`by ${rail}`} d={`M${xOf(rail)} 0V${ROW}`} />
      ))}
      {row.above.map((rail) => (
        <path
          key={`from ${rail}`}
          d={`M${xOf(rail)} 0C${xOf(rail)} ${MIDDLE / 2} ${x} ${MIDDLE / 2} ${x} ${MIDDLE}`}
        />
      ))}
      {row.below.map((rail) => (
        <path
          key={`to ${rail}`}
          d={`M${x} ${MIDDLE}C${x} ${MIDDLE * 1.5} ${xOf(rail)} ${MIDDLE * 1.5} ${xOf(rail)} ${ROW}`}
        />
      ))}
      <circle className={row.node.kind} cx={x} cy={MIDDLE} r={DOT} />
    </svg>
  )
}
