/** Keys that work everywhere in the window; all but the list of keys in editors too. */
import { useEffect } from 'react'
import type { WindowLayout } from '#client/features/shell/useWindowLayout.ts'
import { helpShown } from '#client/workspace/helpShown.ts'
import { actOf, strokeOf, WINDOW_KEYS } from '#client/workspace/keys.ts'
import { isInLayer, isTypedInto } from '#client/workspace/typedInto.ts'

export function useWindowKeys(layout: WindowLayout, openPalette: () => void): void {
  const { isLeftOpen, isRightOpen, isHistoryOpen, change } = layout
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target instanceof HTMLElement ? event.target : document.body
      switch (actOf(WINDOW_KEYS, strokeOf(event))?.act) {
        case 'palette':
          openPalette()
          break
        case 'left':
          change({ isLeftOpen: !isLeftOpen })
          break
        case 'right':
          change({ isRightOpen: !isRightOpen })
          break
        case 'history':
          change({ isHistoryOpen: !isHistoryOpen })
          break
        case 'help':
          if (isTypedInto(target) || isInLayer(target)) return
          helpShown.set(true)
          break
        // Heard where the step is known that it is about.
        case 'ask-agent':
        case undefined:
          return
      }
      event.preventDefault()
      event.stopPropagation()
    }
    // Before Monaco, which has acts of its own on some of these.
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [isLeftOpen, isRightOpen, isHistoryOpen, change, openPalette])
}
