/** Holds a reviewer to what they read: once the end of the code was seen, any change of the card is said and must be looked at. */
import { useEffect, useMemo, useState, type RefObject } from 'react'
import { readViews } from '#client/features/review/readViews.ts'
import { useEndSeen } from '#client/features/review/useEndSeen.ts'
import { digestOfJson } from '#shared/digest.ts'
import { viewOf, type View } from '#shared/view.ts'
import type { Proposal, WorkspaceState } from '#shared/workspace.ts'

const PARTS: Readonly<Record<string, string>> = {
  base: 'the version that it would replace',
  analysis: 'what was found in it',
  step: 'what it reads',
  tier: 'how much review it needs',
  checks: 'the constraints',
  stale: 'what becomes stale',
  earlier: 'what was turned down before',
}

export type Sight = {
  readonly isRead: boolean
  /** In words; undefined while the card is what was read. */
  readonly changed: readonly string[] | undefined
  readonly lookAgain: () => void
}

export function useSight(
  state: WorkspaceState,
  proposal: Proposal,
  code: RefObject<HTMLElement | null>,
): Sight {
  const [look, setLook] = useState(0)
  const [read, setRead] = useState<View>()
  const view = useMemo(() => viewOf(state, proposal), [state, proposal])
  const isRead = useEndSeen(code, look)
  if (isRead && !read) setRead(view)
  const changed = read && digestOfJson(read) !== digestOfJson(view) ? partsChanged(read, view) : undefined
  useEffect(() => {
    if (read) readViews.set(new Set(readViews.get()).add(digestOfJson(read)))
  }, [read])
  return {
    isRead: isRead && !changed,
    changed,
    lookAgain: () => {
      setRead(undefined)
      setLook(look + 1)
    },
  }
}

export function partsChanged(before: View, after: View): readonly string[] {
  const parts = Object.keys(after).filter(
    (part) => digestOfJson(before[part] ?? null) !== digestOfJson(after[part] ?? null),
  )
  return [...new Set(parts.map((part) => PARTS[part] ?? PARTS['analysis'] ?? part))]
}
