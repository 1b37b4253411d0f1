/** Picks what a rectangle drawn with the pointer touches while blocks are painted; the drawing library knows only of elements. */
import { useStoreApi } from '@xyflow/react'
import { useEffect } from 'react'
import type { Box } from '#client/features/canvas/boxes.ts'

export function useBoxPick(
  isPainting: boolean,
  boxes: readonly Box[],
  pick: (ids: ReadonlySet<string>) => void,
): void {
  const store = useStoreApi()
  useEffect(() => {
    if (!isPainting) return undefined
    return store.subscribe(({ userSelectionActive, userSelectionRect: drawn, transform }, before) => {
      if (!userSelectionActive || !drawn || drawn === before.userSelectionRect) return
      const [x, y, zoom] = transform
      const [left, top] = [(drawn.x - x) / zoom, (drawn.y - y) / zoom]
      const [right, bottom] = [left + drawn.width / zoom, top + drawn.height / zoom]
      const touched = boxes.filter(
        (box) => box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > top,
      )
      if (touched.some(({ node }) => !node.selected) || touched.length !== countPicked(boxes))
        pick(new Set(touched.map(({ node }) => node.id)))
    })
  }, [isPainting, boxes, pick, store])
}

const countPicked = (boxes: readonly Box[]): number => boxes.filter(({ node }) => node.selected).length
