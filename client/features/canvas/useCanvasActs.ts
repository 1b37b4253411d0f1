/** Acts on the canvas: blocks placed, laid out again, deleted in the shared document, each of them undoable. */
import { useMemo } from 'react'
import { BLOCK_ACT } from '#client/connection/session.ts'
import { isRecorded, type Block } from '#client/workspace/blocks.ts'
import { discardDraft, removeDraft } from '#client/workspace/drafts.ts'
import { forgetPlaces, placeByHand, type Places } from '#client/workspace/layout.ts'
import { useSession } from '#client/workspace/useSession.ts'

export type CanvasActs = {
  readonly place: (places: Places) => void
  /** Without ids: all. */
  readonly layOutAgain: (ids?: readonly string[]) => void
  /** Drafts only: what was recorded stays, and is removed by a proposal. */
  readonly remove: (ids: ReadonlySet<string>) => void
  readonly undo: () => void
  readonly redo: () => void
}

export function useCanvasActs(blocks: readonly Block[]): CanvasActs {
  const { doc, undo } = useSession()
  return useMemo(() => {
    const act = (change: () => void): void => {
      undo.stopCapturing()
      doc.transact(change, BLOCK_ACT)
    }
    return {
      place: (places) => act(() => placeByHand(doc, places)),
      layOutAgain: (ids) => act(() => forgetPlaces(doc, ids)),
      remove: (ids) =>
        act(() => {
          for (const block of blocks) {
            if (!ids.has(block.id) || !block.draft) continue
            if (isRecorded(block)) discardDraft(doc, block.id)
            else removeDraft(doc, block.id)
          }
        }),
      undo: () => void undo.undo(),
      redo: () => void undo.redo(),
    }
  }, [doc, undo, blocks])
}
