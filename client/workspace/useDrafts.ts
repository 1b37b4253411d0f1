/** React's view of the shared document. Each hook renders only for what it names: a keystroke moves one block, not the page. */
import { useMemo, useSyncExternalStore } from 'react'
import type * as Y from 'yjs'
import { blockOrder, byDependency } from '#client/workspace/blockOrder.ts'
import type { Block } from '#client/workspace/blocks.ts'
import { blockPageOf } from '#client/workspace/blockPage.ts'
import { wordOf, type Draft } from '#client/workspace/drafts.ts'
import { useIsPast } from '#client/workspace/past.ts'
import { useSession, useSignal, useWorkspace } from '#client/workspace/useSession.ts'

/** The blocks in their order; changes when one comes, goes or moves, and with what the ledger has of one. */
export function useBlocks(): readonly Block[] {
  const { doc } = useSession()
  const state = useWorkspace()
  const isPast = useIsPast()
  const page = blockPageOf(doc)
  useSyncExternalStore(page.subscribe, page.version)
  return page.blocks(state, isPast)
}

/** The same in the order in which this person reads the notebook. */
export function useBlocksInOrder(): readonly Block[] {
  const blocks = useBlocks()
  const state = useWorkspace()
  const order = useSignal(blockOrder)
  return useMemo(
    () => (order === 'by-dependency' ? byDependency(blocks, state) : blocks),
    [blocks, state, order],
  )
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
