/** The lineage of the whole workspace: drawn, listed, searched and followed. It fills whatever box it is put into. */
import '#client/features/lineage/lineage.css'
import '#client/features/lineage/explorer.css'
import '#client/features/lineage/explorerSide.css'
import { MousePointerClick } from 'lucide-react'
import { useMemo } from 'react'
import { ExplorerBar } from '#client/features/lineage/ExplorerBar.tsx'
import { artifactOf } from '#client/features/lineage/columnsDrawn.ts'
import { LineageCanvas } from '#client/features/lineage/LineageCanvas.tsx'
import { groupOf, NodeDetails } from '#client/features/lineage/NodeDetails.tsx'
import { NodeList } from '#client/features/lineage/NodeList.tsx'
import { useExplorer } from '#client/features/lineage/useExplorer.ts'
import { usePage } from '#client/workspace/page.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'

type Props = {
  /** Leaves the view; with none there is no button for it. */
  readonly onClose?: () => void
}

export function LineageExplorer({ onClose }: Props) {
  const state = useWorkspace()
  const page = usePage()
  const explorer = useExplorer(state, page.lineage)
  const { graph, found, query, scene, selected, reveal, show } = explorer
  const node = useMemo(() => graph.nodes.find((one) => one.id === selected), [graph, selected])
  const open = (id: string): void => {
    const opening = graph.nodes.find((one) => one.id === id)
    const group = opening && groupOf(explorer, opening)
    if (group !== undefined) explorer.toggleOpened(group)
    else if (artifactOf(id)) explorer.toggleColumns(id)
  }
  const jump = (block: string): void => {
    onClose?.()
    // The notebook takes the place of this view first.
    setTimeout(() => page.jumpTo(block))
  }
  const isSearching = query.trim() !== ''
  const inOrder = useMemo(
    () => (scene?.boxes ?? []).toSorted((a, b) => a.x - b.x || a.y - b.y).map((box) => box.node),
    [scene],
  )
  return (
    <section className="lineage-explorer" aria-label="Lineage of the workspace">
      <ExplorerBar explorer={explorer} onClose={onClose} />
      <div className="explorer-body">
        <LineageCanvas
          scene={scene}
          marks={explorer.marks}
          sought={explorer.sought}
          onSelect={explorer.select}
          onOpen={open}
        />
        <aside className="explorer-side" aria-label="The selected node, and all nodes">
          <p className="visually-hidden" role="status">
            {node ? `Selected: ${node.kind} ${node.label}` : ''}
          </p>
          {node ? (
            <NodeDetails key={node.id} explorer={explorer} node={node} onJump={jump} />
          ) : (
            <p className="explorer-hint">
              <MousePointerClick size={16} aria-hidden />
              Select a node to see who made it, when and why. Drag or scroll to move, Ctrl and scroll to zoom.
            </p>
          )}
          {isSearching ? (
            <NodeList
              name="Found"
              nodes={found}
              selected={selected}
              onChoose={(at) => {
                const chosen = found[at]
                if (chosen) reveal(chosen)
              }}
            />
          ) : (
            <NodeList
              name="Nodes in the drawing"
              nodes={inOrder}
              selected={selected}
              onChoose={(at) => {
                const chosen = inOrder[at]
                if (chosen) show(chosen.id)
              }}
            />
          )}
        </aside>
      </div>
    </section>
  )
}
