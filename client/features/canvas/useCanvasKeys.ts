/** Keys of the canvas, outside of editors and menus. */
import { useEffect } from 'react'
import type { Direction } from '#client/features/canvas/nearest.ts'

export type CanvasKeys = {
  readonly go: (direction: Direction) => void
  readonly move: (direction: Direction) => void
  readonly open: () => void
  /** True when there was something to close. */
  readonly close: () => boolean
  readonly fit: () => void
  readonly fitPicked: () => void
  readonly remove: () => void
  readonly undo: () => void
  readonly redo: () => void
  readonly pickAll: () => void
  readonly nextPending: () => void
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}
const TYPED_INTO = 'input, textarea, select, [contenteditable="true"], .monaco-editor, .monaco-editor *'

export function useCanvasKeys(keys: CanvasKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return
      const target = event.target instanceof HTMLElement ? event.target : document.body
      if (event.key === 'Escape' && target.matches(TYPED_INTO)) {
        target.closest<HTMLElement>('[data-block]')?.focus()
        return
      }
      if (target.matches(TYPED_INTO) || target.closest('[role="dialog"], [role="menu"]')) return
      if (event.key === 'Escape') {
        if (keys.close()) event.preventDefault()
        return
      }
      // Elsewhere on the page arrows and Enter belong to what has the focus.
      if (target !== document.body && !target.closest('.canvas-surface')) return
      if (isDone(keys, event, target)) event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [keys])
}

function isDone(keys: CanvasKeys, event: KeyboardEvent, target: HTMLElement): boolean {
  const arrow = ARROWS[event.key]
  if (arrow && event.altKey && event.shiftKey) keys.move(arrow)
  else if (event.altKey) return false
  else if (event.ctrlKey || event.metaKey) {
    if (event.key !== 'a') return false
    keys.pickAll()
  } else if (arrow) keys.go(arrow)
  else
    switch (event.key) {
      case 'Enter':
        if (target.matches('button, a')) return false
        keys.open()
        break
      case '1':
        keys.fit()
        break
      case '2':
        keys.fitPicked()
        break
      case 'Delete':
      case 'Backspace':
        keys.remove()
        break
      case 'n':
        keys.nextPending()
        break
      case 'z':
        keys.undo()
        break
      case 'Z':
        keys.redo()
        break
      default:
        return false
    }
  return true
}
