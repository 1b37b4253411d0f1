/** The same blocks as the notebook's, laid out by what reads what. */
import '@xyflow/react/dist/base.css'
import '#client/features/canvas/canvas.css'
import '#client/features/canvas/canvasCard.css'
import '#client/features/canvas/canvasTools.css'
import { ReactFlowProvider } from '@xyflow/react'
import { CanvasSurface, type CanvasProps } from '#client/features/canvas/CanvasSurface.tsx'

export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <CanvasSurface {...props} />
    </ReactFlowProvider>
  )
}
