/** Acts on blocks: added, moved, deleted in the shared document, each of them undoable. */
import { useMemo } from 'react'
import { BLOCK_ACT } from '#client/connection/session.ts'
import type { Block } from '#client/workspace/blocks.ts'
import {
  addDraft,
  draftOf,
  moveDraft,
  orderOf,
  removeDraft,
  starterOf,
  type NewDraft,
} from '#client/workspace/drafts.ts'
import { newId } from '#client/connection/newId.ts'
import { enterBlock, usePage } from '#client/workspace/page.ts'
import { useSession } from '#client/workspace/useSession.ts'
import { ConstraintId, ObjectiveId, StepId } from '#shared/ids.ts'
import type { StepContent } from '#shared/step.ts'

export type BlockKind = 'objective' | 'sql' | 'chart' | 'constraint' | 'note'

export type BlockActs = {
  /** Behind the block `after`; in front of all without one. */
  readonly insert: (kind: BlockKind, after: string | undefined) => void
  readonly remove: (id: string) => void
  readonly move: (id: string, by: -1 | 1) => void
  readonly undo: () => void
  readonly redo: () => void
  /** A step of the ledger as a draft of one's own, at its place. */
  readonly draftStep: (id: string, content: StepContent) => void
  readonly draftProse: (
    id: string,
    kind: 'objective' | 'constraint',
    text: string,
    words: Readonly<Record<string, string>>,
  ) => void
}

export function useBlockActs(blocks: readonly Block[]): BlockActs {
  const { doc, undo } = useSession()
  const { select } = usePage()
  return useMemo(() => {
    const act = (change: () => void): void => {
      undo.stopCapturing()
      doc.transact(change, BLOCK_ACT)
    }
    /** The nearest block above that has a place in the document: the others follow from the ledger. */
    const placeFor = (id: string | undefined): string | undefined => {
      const at = blocks.findIndex((block) => block.id === id)
      for (let above = at; above >= 0; above -= 1) {
        const block = blocks[above]
        if (block && draftOf(doc, block.id)) return block.id
      }
      return undefined
    }
    const add = (draft: NewDraft, after: string | undefined): void =>
      act(() => {
        const place = placeFor(after)
        addDraft(doc, draft, place)
        if (place !== undefined) return
        const order = orderOf(doc)
        order.delete(order.length - 1, 1)
        order.insert(0, [draft.id])
      })
    return {
      insert(kind, after) {
        const draft = newDraftOf(kind)
        // A ledger block in front gets a place of its own, so that the new one stands behind it.
        add(draft, after)
        select(draft.id)
        enterBlock(draft.id)
      },
      remove: (id) => act(() => removeDraft(doc, id)),
      move: (id, by) => act(() => moveDraft(doc, id, by)),
      undo: () => void undo.undo(),
      redo: () => void undo.redo(),
      draftStep(id, content) {
        add(
          {
            id,
            kind: 'step',
            text: content.code,
            words: { language: content.language, output: content.output },
          },
          id,
        )
        select(id)
        enterBlock(id)
      },
      draftProse(id, kind, text, words) {
        add({ id, kind, text, words }, id)
        select(id)
        enterBlock(id)
      },
    }
  }, [doc, undo, blocks, select])
}

function newDraftOf(kind: BlockKind): NewDraft {
  switch (kind) {
    case 'objective':
      return { id: newId(ObjectiveId), kind }
    case 'constraint':
      return { id: newId(ConstraintId), kind }
    case 'note':
      return { id: newId(StepId), kind }
    case 'sql':
    case 'chart':
      return { id: newId(StepId), kind: 'step', text: starterOf(kind), words: { language: kind, output: '' } }
  }
}
