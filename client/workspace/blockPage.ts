/** The blocks of one document, worked out once for all who draw them. */
import type * as Y from 'yjs'
import { blocksIn, keptBlocks, type Block } from '#client/workspace/blocks.ts'
import { blocksOf, orderOf } from '#client/workspace/drafts.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export type BlockPage = {
  /** Grows when a block comes, goes, moves or becomes another kind; not with what is typed into one. */
  readonly version: () => number
  readonly subscribe: (listen: () => void) => () => void
  /** Blocks of which nothing changed are the same objects as before. */
  readonly blocks: (state: WorkspaceState, isPast: boolean) => readonly Block[]
}

const pages = new WeakMap<Y.Doc, BlockPage>()

export function blockPageOf(doc: Y.Doc): BlockPage {
  const known = pages.get(doc)
  if (known) return known
  const page = openPage(doc)
  pages.set(doc, page)
  return page
}

/** It listens as long as the document lives. */
function openPage(doc: Y.Doc): BlockPage {
  let version = 0
  let last: { readonly state: WorkspaceState; readonly isPast: boolean; readonly version: number } | undefined
  let blocks: readonly Block[] = []
  const listeners = new Set<() => void>()
  const bump = (): void => {
    version += 1
    for (const listen of listeners) listen()
  }
  blocksOf(doc).observeDeep((events) => {
    if (events.some(({ path, keys }) => path.length === 0 || (path.length === 1 && keys.has('kind')))) bump()
  })
  orderOf(doc).observe(bump)
  return {
    version: () => version,
    subscribe(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    blocks(state, isPast) {
      if (last?.state !== state || last.isPast !== isPast || last.version !== version) {
        last = { state, isPast, version }
        blocks = keptBlocks(blocks, blocksIn(doc, state, isPast))
      }
      return blocks
    },
  }
}
