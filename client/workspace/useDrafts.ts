/** React's view of the shared document. Each hook renders only for what it names: a keystroke moves one block, not the page. */
import { useEffect, useMemo, useReducer, useSyncExternalStore } from 'react'
import type * as Y from 'yjs'
import { blocksIn, type Block } from '#client/workspace/blocks.ts'
import { blocksOf, orderOf, wordOf, type Draft } from '#client/workspace/drafts.ts'
import { useIsPast } from '#client/workspace/past.ts'
import { useSession, useWorkspace } from '#client/workspace/useSession.ts'

/** The blocks in their order; changes when one comes, goes or moves, and with the ledger. */
export function useBlocks(): readonly Block[] {
  const { doc } = useSession()
  const state = useWorkspace()
  const isPast = useIsPast()
  const [version, bump] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    const [blocks, order] = [blocksOf(doc), orderOf(doc)]
    blocks.observe(bump)
    order.observe(bump)
    return () => {
      blocks.unobserve(bump)
      order.unobserve(bump)
    }
  }, [doc])
  // eslint-disable-next-line react-hooks/exhaustive-deps -- `version` stands for the document's content
  return useMemo(() => blocksIn(doc, state, isPast), [doc, state, isPast, version])
}

const EMPTY_SUBSCRIPTION = (): (() => void) => () => undefined

export function useText(text: Y.Text | undefined): string {
  return useSyncExternalStore(
    text
      ? (listen) => {
          text.observe(listen)
          return () => text.unobserve(listen)
        }
      : EMPTY_SUBSCRIPTION,
    () => text?.toJSON() ?? '',
  )
}

export function useWord(draft: Draft | undefined, key: string): string {
  const map = draft?.map
  return useSyncExternalStore(
    map
      ? (listen) => {
          map.observe(listen)
          return () => map.unobserve(listen)
        }
      : EMPTY_SUBSCRIPTION,
    () => (draft ? wordOf(draft, key) : ''),
  )
}
