/** Acts on blocks: added, moved, deleted in the shared document, each of them undoable. */
import { useMemo } from 'react'
import { BLOCK_ACT } from '#client/connection/session.ts'
import type { Block } from '#client/workspace/blocks.ts'
import {
  addDraft,
  discardDraft,
  moveDraft,
  orderOf,
  placeAll,
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
  /** Its words have become a fact: the draft goes, the block stays. */
  readonly discard: (id: string) => void
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
    const add = (draft: NewDraft, after: string | undefined): void =>
      act(() => {
        const ids = blocks.map((block) => block.id)
        const place = after === undefined ? -1 : ids.indexOf(after)
        // Blocks that only the ledger has get a place, so that the new one can stand behind them.
        placeAll(doc, ids.slice(0, place + 1))
        addDraft(doc, draft, after)
        if (after !== undefined) return
        const order = orderOf(doc)
        order.delete(order.length - 1, 1)
        order.insert(0, [draft.id])
      })
    return {
      insert(kind, after) {
        const draft = newDraftOf(kind)
        add(draft, after)
        select(draft.id)
        enterBlock(draft.id)
      },
      remove: (id) =>
        act(() => {
          const block = blocks.find((one) => one.id === id)
          const isRecorded =
            block && (block.kind === 'step' ? block.step : block.kind !== 'note' && block.fact)
          if (isRecorded) discardDraft(doc, id)
          else removeDraft(doc, id)
        }),
      discard: (id) => act(() => discardDraft(doc, id)),
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
