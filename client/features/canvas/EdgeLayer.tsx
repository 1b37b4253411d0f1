/** All edges in one drawing that follows the nodes and nothing else: moving the view draws none of them again. */
import { getBezierPath, Position, ViewportPortal } from '@xyflow/react'
import { memo, useMemo } from 'react'
import type { Box } from '#client/features/canvas/boxes.ts'
import type { Edge } from '#client/features/canvas/layers.ts'

type Props = {
  readonly boxes: readonly Box[]
  readonly edges: readonly Edge[]
  readonly lit: ReadonlySet<string>
}

export const EdgeLayer = memo(function EdgeLayer({ boxes, edges, lit }: Props) {
  const paths = useMemo(() => pathsOf(boxes, edges), [boxes, edges])
  return (
    <ViewportPortal>
      <svg className="canvas-edges" width={1} height={1} aria-hidden>
        <defs>
          <Tip id="canvas-tip" />
          <Tip id="canvas-tip-lit" />
        </defs>
        {paths.map(({ from, to, path }) => (
          <Path key={`${from} ${to}`} path={path} isLit={lit.has(from) && lit.has(to)} />
        ))}
      </svg>
    </ViewportPortal>
  )
})

type PathProps = { readonly path: string; readonly isLit: boolean }

const Path = memo(function Path({ path, isLit }: PathProps) {
  return (
    <path
      className={isLit ? 'canvas-edge lit' : 'canvas-edge'}
      d={path}
      markerEnd={isLit ? 'url(#canvas-tip-lit)' : 'url(#canvas-tip)'}
    />
  )
})

function Tip({ id }: { readonly id: string }) {
  return (
    <marker
      id={id}
      viewBox="0 0 8 8"
      refX="7"
      refY="4"
      markerWidth="8"
      markerHeight="8"
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path d="M0 0 L8 4 L0 8 z" />
    </marker>
  )
}

function pathsOf(boxes: readonly Box[], edges: readonly Edge[]) {
  const byId = new Map(boxes.map((box) => [box.node.id, box]))
  const middleOf = (id: string, side: 'left' | 'right') => {
    const box = byId.get(id)
    return box && { x: box.x + (side === 'right' ? box.width : 0), y: box.y + box.height / 2 }
  }
  return edges.flatMap(({ from, to }) => {
    const [start, end] = [middleOf(from, 'right'), middleOf(to, 'left')]
    if (!start || !end) return []
    const [path] = getBezierPath({
      sourceX: start.x,
      sourceY: start.y,
      sourcePosition: Position.Right,
      targetX: end.x,
      targetY: end.y,
      targetPosition: Position.Left,
    })
    return [{ from, to, path }]
  })
}
