/** Keys that work everywhere in the window, in editors too. */
import { useEffect } from 'react'
import type { WindowLayout } from '#client/features/shell/useWindowLayout.ts'

export function useWindowKeys(layout: WindowLayout, openPalette: () => void): void {
  const { isLeftOpen, isRightOpen, isHistoryOpen, change } = layout
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const key = event.key.toLowerCase()
      if (key === 'k' && !event.shiftKey) openPalette()
      else if (key === 'b' && !event.shiftKey) change({ isLeftOpen: !isLeftOpen })
      else if (key === 'j' && !event.shiftKey) change({ isRightOpen: !isRightOpen })
      else if (key === 'h' && event.shiftKey) change({ isHistoryOpen: !isHistoryOpen })
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    // Before Monaco, which has acts of its own on some of these.
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [isLeftOpen, isRightOpen, isHistoryOpen, change, openPalette])
}
