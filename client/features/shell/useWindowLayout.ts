/** Which panels are open and how wide, and which view is shown: one person's, kept in this browser. */
import { useCallback, useState } from 'react'
import { z } from 'zod'

const KEY = 'countersign-layout'
export const WIDTH = { least: 200, most: 720 } as const

const Layout = z.object({
  isLeftOpen: z.boolean(),
  isRightOpen: z.boolean(),
  isHistoryOpen: z.boolean(),
  /** In pixels; null until a person drags: the style sheet then says how wide. */
  leftWidth: z.number().nullable(),
  rightWidth: z.number().nullable(),
  view: z.enum(['notebook', 'canvas', 'lineage']),
})
export type Layout = z.infer<typeof Layout>

const FIRST: Layout = {
  isLeftOpen: true,
  isRightOpen: true,
  isHistoryOpen: false,
  leftWidth: null,
  rightWidth: null,
  view: 'notebook',
}

function kept(): Layout {
  try {
    const layout = Layout.safeParse(JSON.parse(localStorage.getItem(KEY) ?? 'null'))
    return layout.success ? layout.data : FIRST
  } catch {
    return FIRST
  }
}

export type WindowLayout = Layout & { readonly change: (part: Partial<Layout>) => void }

export function useWindowLayout(): WindowLayout {
  const [layout, setLayout] = useState(kept)
  const change = useCallback((part: Partial<Layout>) => {
    setLayout((before) => {
      const next = { ...before, ...part }
      localStorage.setItem(KEY, JSON.stringify(next))
      return next
    })
  }, [])
  return { ...layout, change }
}

export const widthWithin = (width: number): number =>
  Math.round(Math.max(WIDTH.least, Math.min(WIDTH.most, width)))
