/** The whole canvas, small, and the part of it that is seen. Drawn, as a thousand elements would each be asked about every move of the view. */
import { Panel, useReactFlow, useStoreApi } from '@xyflow/react'
import { useCallback, useEffect, useMemo, type PointerEvent } from 'react'
import { extentOf, type Box } from '#client/features/canvas/boxes.ts'
import { miniScaleOf, paintMini } from '#client/features/canvas/paintMini.ts'
import { usePainting, type Paint, type View } from '#client/features/canvas/usePainting.ts'

const SIZE = { width: 200, height: 150 }
/** A turn of the wheel by this many lines or pixels doubles. */
const DOUBLE = { line: 20, pixel: 500 }

export function MiniCanvas({ boxes }: { readonly boxes: readonly Box[] }) {
  const extent = useMemo(() => extentOf(boxes), [boxes])
  const paint: Paint = useCallback(
    (context, view, colours) => paintMini(context, { boxes, extent, view, size: SIZE }, colours),
    [boxes, extent],
  )
  const canvas = usePainting(paint, SIZE)
  const flow = useReactFlow()
  const store = useStoreApi()
  useEffect(() => {
    const element = canvas.current
    const turn = (event: WheelEvent): void => {
      event.preventDefault()
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? DOUBLE.line : DOUBLE.pixel
      void flow.zoomTo(flow.getZoom() * 2 ** (-event.deltaY / unit))
    }
    // Listened to by hand: React's own listener can not keep the page from zooming.
    element?.addEventListener('wheel', turn, { passive: false })
    return () => element?.removeEventListener('wheel', turn)
  }, [canvas, flow])
  const drag = (event: PointerEvent): void => {
    if (event.buttons !== 1) return
    const { transform, width, height } = store.getState()
    const [x, y, zoom] = transform
    const view: View = { x, y, zoom, width, height }
    const by = zoom / miniScaleOf(extent, view, SIZE)
    void flow.setViewport({ x: x - event.movementX * by, y: y - event.movementY * by, zoom })
  }
  return (
    <Panel position="bottom-right" className="canvas-mini">
      <canvas
        ref={canvas}
        role="img"
        aria-label="The whole canvas, small"
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
      />
    </Panel>
  )
}
