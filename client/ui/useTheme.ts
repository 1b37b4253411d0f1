import { useSyncExternalStore } from 'react'
import type { Theme } from '#client/ui/theme.ts'

const subscribe = (listen: () => void): (() => void) => {
  addEventListener('countersign-theme', listen)
  return () => removeEventListener('countersign-theme', listen)
}

export const useTheme = (): Theme =>
  useSyncExternalStore(subscribe, () =>
    document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light',
  )
