/** What is selected on the canvas: several at once, of which one is the page's selected block. */
import { useCallback, useMemo, useState } from 'react'
import { usePage, useSelected } from '#client/workspace/page.ts'

export type Picked = {
  readonly ids: ReadonlySet<string>
  readonly pick: (ids: ReadonlySet<string>) => void
}

const NONE: ReadonlySet<string> = new Set()

export function usePicked(): Picked {
  const { select } = usePage()
  const selected = useSelected()
  const [several, setSeveral] = useState(NONE)
  const ids = useMemo(() => {
    if (selected === undefined) return NONE
    return several.has(selected) ? several : new Set([selected])
  }, [several, selected])
  const pick = useCallback(
    (next: ReadonlySet<string>) => {
      setSeveral(next)
      select(selected !== undefined && next.has(selected) ? selected : [...next].at(-1))
    },
    [select, selected],
  )
  return { ids, pick }
}
