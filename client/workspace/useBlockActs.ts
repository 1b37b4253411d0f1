/** Acts on blocks: added, moved, deleted in the shared document, each of them undoable. */
import { useEffect, useMemo, useRef } from 'react'
import { BLOCK_ACT } from '#client/connection/session.ts'
import { copyOf, freeName, type BlockCopy } from '#client/workspace/blockCopy.ts'
import { isRecorded, type Block } from '#client/workspace/blocks.ts'
import {
  addDraft,
  discardDraft,
  orderOf,
  placeAll,
  placeBefore,
  removeDraft,
  starterOf,
  type NewDraft,
} from '#client/workspace/drafts.ts'
import { newId } from '#client/connection/newId.ts'
import { enterBlock, showBlock, usePage } from '#client/workspace/page.ts'
import { useSession } from '#client/workspace/useSession.ts'
import type { Language } from '#shared/constraint.ts'
import { PACKAGES_NAME, wantedOf } from '#shared/packages.ts'
import { ConstraintId, nameKey, ObjectiveId, StepId } from '#shared/ids.ts'
import type { StepContent } from '#shared/step.ts'
import type { WorkspaceState } from '#shared/workspace.ts'
import { outputsAsText } from '#shared/step.ts'

export type BlockKind = 'objective' | Language | 'constraint' | 'note'

export type BlockActs = {
  /** Behind the block `after`; in front of all without one. */
  readonly insert: (kind: BlockKind, after: string | undefined) => void
  readonly remove: (id: string) => void
  /** Its words have become a fact: the draft goes, the block stays. */
  readonly discard: (id: string) => void
  readonly move: (id: string, by: -1 | 1) => void
  /** In front of the block `before`; behind all without one. */
  readonly moveTo: (id: string, before: string | undefined) => void
  /** What it says, once more behind it: a draft of one's own under a free name. */
  readonly duplicate: (id: string) => void
  readonly paste: (copy: BlockCopy, after: string | undefined) => void
  /** A draft that is not recorded yet becomes a note or a step; false where there is none. */
  readonly turnInto: (id: string, kind: 'note' | 'sql' | 'python') => boolean
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
  const { doc, undo, fold } = useSession()
  const { select } = usePage()
  // Read when something is done: the acts stay the same while blocks come and go, so that none is drawn anew for them.
  const latest = useRef(blocks)
  useEffect(() => {
    latest.current = blocks
  }, [blocks])
  return useMemo(() => {
    const ids = (): readonly string[] => latest.current.map((block) => block.id)
    const blockOf = (id: string): Block | undefined => latest.current.find((one) => one.id === id)
    const act = (change: () => void): void => {
      undo.stopCapturing()
      doc.transact(change, BLOCK_ACT)
    }
    const add = (draft: NewDraft, after: string | undefined): void =>
      act(() => {
        const place = after === undefined ? -1 : ids().indexOf(after)
        // Blocks that only the ledger has get a place, so that the new one can stand behind them.
        placeAll(doc, ids().slice(0, place + 1))
        addDraft(doc, draft, after)
        if (after !== undefined) return
        const order = orderOf(doc)
        order.delete(order.length - 1, 1)
        order.insert(0, [draft.id])
      })
    const moveTo = (id: string, before: string | undefined): void =>
      act(() => placeBefore(doc, ids(), id, before))
    const paste = (copy: BlockCopy, after: string | undefined): void => {
      const { kind, text, words } = copy
      const taken = namesIn(latest.current, fold.state())
      const output = namesFrom(words)
        .map((name) => freeName(name, taken))
        .join(', ')
      const draft = newDraftOf(kind === 'step' ? 'sql' : kind)
      add({ ...draft, text, words: kind === 'step' ? { ...words, output } : words }, after)
      select(draft.id)
      showBlock(draft.id)
    }
    return {
      insert(kind, after) {
        const there = kind === 'packages' ? packagesBlockIn(latest.current, fold.state()) : undefined
        if (there !== undefined) {
          select(there)
          showBlock(there)
          return
        }
        const draft = newDraftOf(kind)
        add(draft, after)
        select(draft.id)
        enterBlock(draft.id)
      },
      remove: (id) =>
        act(() => {
          const block = blockOf(id)
          if (block && isRecorded(block)) discardDraft(doc, id)
          else removeDraft(doc, id)
        }),
      discard: (id) => act(() => discardDraft(doc, id)),
      move(id, by) {
        const all = ids()
        const at = all.indexOf(id)
        if (at < 0 || all[at + by] === undefined) return
        moveTo(id, by < 0 ? all[at - 1] : all[at + 2])
      },
      moveTo,
      duplicate(id) {
        const block = blockOf(id)
        const copy = block && copyOf(block, fold.state())
        if (copy) paste(copy, id)
      },
      paste,
      turnInto(id, kind) {
        const block = blockOf(id)
        const { map } = block?.draft ?? {}
        if (!block || !map || isRecorded(block) || (block.kind !== 'note' && block.kind !== 'step'))
          return false
        act(() => {
          map.set('kind', kind === 'note' ? 'note' : 'step')
          if (kind !== 'note') map.set('language', kind)
        })
        return true
      },
      undo: () => void undo.undo(),
      redo: () => void undo.redo(),
      draftStep(id, content) {
        add(
          {
            id,
            kind: 'step',
            text: content.language === 'packages' ? wantedOf(content.code) : content.code,
            words: { language: content.language, output: outputsAsText(content) },
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
  }, [doc, undo, fold, select])
}

/** There is one for the whole workspace. */
const packagesBlockIn = (blocks: readonly Block[], state: WorkspaceState): string | undefined =>
  blocks.find((block) => block.kind === 'step' && copyOf(block, state)?.words['language'] === 'packages')?.id

const namesFrom = (words: BlockCopy['words']): readonly string[] =>
  (words['output'] ?? '').split(',').map((name) => name.trim())

/** Keys of the names that data, steps and drafts have. */
function namesIn(blocks: readonly Block[], state: WorkspaceState): ReadonlySet<string> {
  const outputs = blocks.flatMap((block) => {
    const copy = block.kind === 'step' ? copyOf(block, state) : undefined
    return copy ? namesFrom(copy.words) : []
  })
  const datasets = [...state.datasets.values()].map(({ name }) => name)
  return new Set([...outputs, ...datasets].map(nameKey))
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
    case 'python':
    case 'chart':
      return { id: newId(StepId), kind: 'step', text: starterOf(kind), words: { language: kind, output: '' } }
    case 'packages':
      return { id: newId(StepId), kind: 'step', words: { language: kind, output: PACKAGES_NAME } }
  }
}
