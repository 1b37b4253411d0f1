import { Background, ReactFlow, SelectionMode, useStore } from '@xyflow/react'
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { BlockSheet } from '#client/features/canvas/BlockSheet.tsx'
import { CanvasContext } from '#client/features/canvas/canvasContext.ts'
import { canvasGraphOf, foldedEdges, reachIn } from '#client/features/canvas/canvasGraph.ts'
import { canvasLayoutOf } from '#client/features/canvas/canvasLayout.ts'
import { CanvasTools } from '#client/features/canvas/CanvasTools.tsx'
import { EdgeLayer } from '#client/features/canvas/EdgeLayer.tsx'
import { EntryCard } from '#client/features/canvas/EntryCard.tsx'
import { GroupFrame } from '#client/features/canvas/GroupFrame.tsx'
import { MiniCanvas } from '#client/features/canvas/MiniCanvas.tsx'
import { PaintedBlocks } from '#client/features/canvas/PaintedBlocks.tsx'
import { sayPicked } from '#client/features/canvas/sayPicked.ts'
import { useCanvasActs } from '#client/features/canvas/useCanvasActs.ts'
import { useCanvasKeys } from '#client/features/canvas/useCanvasKeys.ts'
import { useCollapsed } from '#client/features/canvas/useCollapsed.ts'
import { useFlow } from '#client/features/canvas/useFlow.ts'
import { useGoing } from '#client/features/canvas/useGoing.ts'
import { usePainted } from '#client/features/canvas/usePainted.ts'
import { usePicked } from '#client/features/canvas/usePicked.ts'
import { usePlaces } from '#client/features/canvas/usePlaces.ts'
import { useReveal } from '#client/features/canvas/useReveal.ts'
import { useLevelOfView, ZoomLevelContext } from '#client/features/canvas/zoomLevel.ts'
import { usePage, useSelected } from '#client/workspace/page.ts'
import { useSignal } from '#client/workspace/useSession.ts'
import { useMayWrite } from '#client/workspace/may.ts'
import { useBlocks } from '#client/workspace/useDrafts.ts'
import { useSession, useWorkspace } from '#client/workspace/useSession.ts'

const NODE_TYPES = { entry: EntryCard, frame: GroupFrame }
const SEVERAL = ['Shift', 'Meta', 'Control']

export type CanvasProps = {
  readonly renderBlock: (blockId: string) => ReactNode
  /** The picker of a block's type; `onAdded` once there is one, which is then the selected block. */
  readonly renderAdd: (onAdded: () => void) => ReactNode
}

export function CanvasSurface({ renderBlock, renderAdd }: CanvasProps) {
  const { workspaceId } = useSession()
  const state = useWorkspace()
  const blocks = useBlocks()
  const page = usePage()
  const mayWrite = useMayWrite()
  const places = usePlaces()
  const acts = useCanvasActs(blocks)
  const collapsed = useCollapsed(workspaceId)
  const picked = usePicked()
  const level = useLevelOfView()
  const reveal = useReveal()
  const [isOpen, setOpen] = useState(false)

  const graph = useMemo(() => canvasGraphOf(state, blocks), [state, blocks])
  const layout = useMemo(() => canvasLayoutOf(graph.entries, graph.edges, places), [graph, places])
  const folded = useMemo(() => foldedEdges(graph, collapsed.ids), [graph, collapsed.ids])
  const lit = useMemo(() => {
    const from = [...picked.ids].flatMap((id) =>
      graph.groups.has(id) && !collapsed.ids.has(id)
        ? [id, ...graph.entries.flatMap((entry) => (entry.group === id ? [entry.id] : []))]
        : [id],
    )
    return reachIn(folded, from)
  }, [graph, folded, picked.ids, collapsed.ids])
  const flow = useFlow(
    { graph, layout, collapsed: collapsed.ids, picked: picked.ids, lit },
    picked,
    places,
    acts.place,
  )

  const painted = usePainted(flow.nodes, level, picked.pick)

  const open = useCallback(() => setOpen(true), [])
  const going = useGoing({ graph, layout, collapsed: collapsed.ids, folded, picked, acts, reveal, open })
  const keys = useMemo(
    () => ({
      ...going,
      close() {
        if (isOpen) setOpen(false)
        else if (picked.ids.size > 0) picked.pick(new Set())
        else return false
        return true
      },
    }),
    [going, isOpen, picked],
  )
  useCanvasKeys(keys)

  const jumped = useSignal(page.jumped)
  const selected = useSelected()
  const firstJump = useRef(jumped)
  const hasBegun = useRef(false)
  // Set on the element itself: drawing anything again would be in the way of moving.
  const surface = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (jumped && jumped !== firstJump.current) reveal.show(jumped.blockId, true)
  }, [jumped, reveal])
  // The sheet beside it takes from its width.
  const paneWidth = useStore((store) => store.width)
  useEffect(() => {
    if (selected !== undefined && hasBegun.current) reveal.show(selected)
  }, [selected, reveal, paneWidth])

  const shownBlock =
    selected !== undefined && blocks.some((block) => block.id === selected) ? selected : undefined
  const byHand = picked.ids.size > 0 ? [...picked.ids].filter((id) => places.has(id)) : [...places.keys()]
  const { toggle } = collapsed
  const handle = useMemo(() => ({ toggle }), [toggle])
  return (
    <CanvasContext value={handle}>
      <ZoomLevelContext value={level}>
        <main className="canvas" aria-label="Canvas">
          {/* Keys are heard where the focus is: this is where Tab brings it. */}
          <div
            ref={surface}
            className={`canvas-surface ${level}${painted.isPainting ? ' painted' : ''}${picked.ids.size > 0 ? ' has-picked' : ''}`}
            role="application"
            aria-label="The blocks, drawn. Arrow keys go from block to block, Enter opens one, Esc closes it."
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            onPointerMove={painted.wake}
          >
            <ReactFlow
              nodes={painted.nodes}
              nodeTypes={NODE_TYPES}
              onNodesChange={flow.onNodesChange}
              onNodeDragStop={flow.onDragStop}
              onSelectionDragStop={(event, moved) => moved[0] && flow.onDragStop(event, moved[0], moved)}
              onNodeDoubleClick={open}
              onPaneClick={painted.touch}
              onInit={() => {
                reveal.begin(selected)
                hasBegun.current = true
              }}
              elevateNodesOnSelect={false}
              minZoom={0.04}
              maxZoom={2}
              nodesDraggable={mayWrite}
              nodesConnectable={false}
              nodesFocusable={false}
              disableKeyboardA11y
              deleteKeyCode={null}
              multiSelectionKeyCode={SEVERAL}
              selectionOnDrag
              selectionMode={SelectionMode.Partial}
              panActivationKeyCode="Space"
              panOnDrag={[1]}
              panOnScroll
              zoomOnDoubleClick={false}
              onlyRenderVisibleElements
              nodeDragThreshold={3}
              onMoveStart={() => surface.current?.classList.add('moving')}
              onMoveEnd={() => surface.current?.classList.remove('moving')}
            >
              {painted.isPainting ? (
                <PaintedBlocks
                  boxes={painted.boxes}
                  edges={folded}
                  lit={lit}
                  isFarthest={level === 'farthest'}
                />
              ) : (
                <EdgeLayer boxes={painted.boxes} edges={folded} lit={lit} />
              )}
              <Background gap={24} size={1.2} />
              <MiniCanvas boxes={painted.boxes} />
            </ReactFlow>
            {graph.entries.length === 0 && (
              <div className="canvas-empty">
                <h2>Nothing here yet</h2>
                <p>
                  Add an objective or a step, or drop a file anywhere. What reads what is drawn by itself.
                </p>
              </div>
            )}
            <CanvasTools
              reveal={reveal}
              picked={picked.ids}
              groupIds={[...graph.groups.keys()]}
              collapsed={collapsed.ids}
              collapseOnly={collapsed.only}
              layOutAgain={!mayWrite || byHand.length === 0 ? undefined : () => acts.layOutAgain(byHand)}
              add={!mayWrite ? null : renderAdd(open)}
            />
            <p className="visually-hidden" role="status">
              {sayPicked(graph, picked.ids)}
            </p>
          </div>
          {isOpen && shownBlock !== undefined && (
            <BlockSheet onClose={() => setOpen(false)}>{renderBlock(shownBlock)}</BlockSheet>
          )}
        </main>
      </ZoomLevelContext>
    </CanvasContext>
  )
}
