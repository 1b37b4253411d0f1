/** Blocks dragged by their grip to another place of the notebook. Keys and the menu do the same. */
import { useState, type DragEvent } from 'react'

const TYPE = 'application/x-countersign-block'

export type BlockDrag = {
  /** In front of which block the dragged one would come to stand; `end` is behind all. */
  readonly target: string | undefined
  readonly handlers: {
    readonly onDragStart: (event: DragEvent) => void
    readonly onDragOver: (event: DragEvent) => void
    readonly onDragEnd: () => void
    readonly onDrop: (event: DragEvent) => void
  }
}

export const END = 'end'

export function useBlockDrag(moveTo: (id: string, before: string | undefined) => void): BlockDrag {
  const [target, setTarget] = useState<string>()
  const isOurs = (event: DragEvent): boolean => event.dataTransfer.types.includes(TYPE)
  return {
    target,
    handlers: {
      onDragStart(event) {
        const grip = event.target instanceof Element ? event.target.closest('[data-grip]') : null
        const block = grip?.closest<HTMLElement>('[data-block]')
        if (!block?.dataset['block']) return
        event.dataTransfer.setData(TYPE, block.dataset['block'])
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setDragImage(block, 20, 16)
      },
      onDragOver(event) {
        if (!isOurs(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'move'
        setTarget(targetAt(event.currentTarget, event.clientY))
      },
      onDragEnd: () => setTarget(undefined),
      onDrop(event) {
        if (!isOurs(event)) return
        event.preventDefault()
        setTarget(undefined)
        const id = event.dataTransfer.getData(TYPE)
        const before = targetAt(event.currentTarget, event.clientY)
        if (id !== before) moveTo(id, before === END ? undefined : before)
      },
    },
  }
}

/** The first block whose middle is below. */
function targetAt(column: Element, y: number): string {
  for (const block of column.querySelectorAll<HTMLElement>('[data-block]')) {
    const { top, height } = block.getBoundingClientRect()
    if (y < top + height / 2) return block.dataset['block'] ?? END
  }
  return END
}
