/** A drawing that follows the view: made again when the view moved, the theme changed or there is another `paint`, at most once a frame. */
import { useStoreApi } from '@xyflow/react'
import { useLayoutEffect, useRef, type RefObject } from 'react'
import type { Size } from '#client/features/canvas/canvasLayout.ts'
import type { Point } from '#client/features/canvas/layers.ts'
import { paintColours, type PaintColours } from '#client/features/canvas/paintColours.ts'
import { useTheme } from '#client/ui/useTheme.ts'

/** The window on the canvas: a place of it is drawn at its `zoom`-fold, and `x`, `y` further. */
export type View = Point & Size & { readonly zoom: number }
/** In pixels of the page, on a cleared ground. */
export type Paint = (context: CanvasRenderingContext2D, view: View, colours: PaintColours) => void

/** `size` is that of the drawing; without one it is as large as the view. */
export function usePainting(paint: Paint, size?: Size): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null)
  const store = useStoreApi()
  const theme = useTheme()
  useLayoutEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context) return undefined
    const colours = paintColours()
    let frame = 0
    const draw = (): void => {
      frame = 0
      const { transform, width, height } = store.getState()
      const { width: wide, height: high } = size ?? { width, height }
      fitInto(element, wide, high)
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
      context.clearRect(0, 0, wide, high)
      const [x, y, zoom] = transform
      paint(context, { x, y, zoom, width, height }, colours)
    }
    draw()
    const stop = store.subscribe((now, before) => {
      const isSame =
        now.transform === before.transform && now.width === before.width && now.height === before.height
      if (!isSame && frame === 0) frame = requestAnimationFrame(draw)
    })
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
  }, [store, paint, size, theme])
  return canvas
}

/** Setting a size clears the drawing, so it is set when it is another. */
function fitInto(element: HTMLCanvasElement, width: number, height: number): void {
  const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)]
  if (element.width === wide && element.height === high) return
  element.width = wide
  element.height = high
  element.style.width = `${width}px`
  element.style.height = `${height}px`
}
