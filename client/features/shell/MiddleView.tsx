import { lazy, Suspense } from 'react'
import { AddBlockAlone, BlockAlone } from '#client/features/notebook/BlockAlone.tsx'
import { Notebook } from '#client/features/notebook/Notebook.tsx'
import { usePage } from '#client/workspace/page.ts'

// Loaded when it is first shown: the notebook does not wait for what draws graphs.
const Canvas = lazy(async () => ({ default: (await import('#client/features/canvas/Canvas.tsx')).Canvas }))
const LineageExplorer = lazy(async () => ({
  default: (await import('#client/features/lineage/LineageExplorer.tsx')).LineageExplorer,
}))

/** The same blocks, in the view that was chosen. */
export function MiddleView() {
  const { view, setView } = usePage()
  switch (view) {
    case 'notebook':
      return <Notebook />
    case 'canvas':
      return (
        <Suspense fallback={<p className="view-waiting muted">Opening the canvas …</p>}>
          <Canvas
            renderBlock={(blockId) => <BlockAlone blockId={blockId} />}
            renderAdd={(onAdded) => <AddBlockAlone onAdded={onAdded} />}
          />
        </Suspense>
      )
    case 'lineage':
      return (
        <Suspense fallback={<p className="view-waiting muted">Opening the lineage …</p>}>
          <LineageExplorer onClose={() => setView('notebook')} />
        </Suspense>
      )
  }
}
