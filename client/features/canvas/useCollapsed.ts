/** Which groups one person has folded up in this browser: a way of looking, shared with nobody. */
import { useCallback, useState } from 'react'
import { z } from 'zod'

const Kept = z.array(z.string()).catch([])

export type Collapsed = {
  readonly ids: ReadonlySet<string>
  readonly toggle: (id: string) => void
  readonly only: (ids: readonly string[]) => void
}

export function useCollapsed(workspaceId: string): Collapsed {
  const key = `countersign-collapsed-${workspaceId}`
  const [ids, setIds] = useState<ReadonlySet<string>>(() => new Set(Kept.parse(readKept(key))))
  const only = useCallback(
    (next: readonly string[]) => {
      setIds(new Set(next))
      keep(key, JSON.stringify(next))
    },
    [key],
  )
  return {
    ids,
    only,
    toggle: (id) => only(ids.has(id) ? [...ids].filter((one) => one !== id) : [...ids, id]),
  }
}

// A browser may forbid storage, or hold what is no JSON: then every group is open.
function readKept(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '[]')
  } catch {
    return []
  }
}

function keep(key: string, text: string): void {
  try {
    localStorage.setItem(key, text)
  } catch {
    // It holds until the page is closed.
  }
}
