/** What the keys of the notebook do, to the selected block; the palette does the same by name. */
import { useMemo } from 'react'
import { useDeleteBlock } from '#client/features/notebook/useDeleteBlock.ts'
import type { RunPlan } from '#client/features/notebook/useRunPlan.ts'
import { copyOf, keepCopy, keptCopy } from '#client/workspace/blockCopy.ts'
import { blockOrder } from '#client/workspace/blockOrder.ts'
import { inboxOf, isRecorded, type Block } from '#client/workspace/blocks.ts'
import type { NotebookAct } from '#client/workspace/keys.ts'
import { enterBlock, usePage } from '#client/workspace/page.ts'
import type { RunThen } from '#client/workspace/runThen.ts'
import { stepFactsOf } from '#client/workspace/stepStatus.ts'
import { say } from '#client/workspace/toasts.ts'
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import { useSession } from '#client/workspace/useSession.ts'
import { assertNever } from '#shared/result.ts'

export function useNotebookActs(
  blocks: readonly Block[],
  acts: BlockActs,
  plan: RunPlan,
): (act: NotebookAct) => void {
  const page = usePage()
  const { fold, send } = useSession()
  const remove = useDeleteBlock(acts)
  return useMemo(() => {
    const place = (): number => blocks.findIndex((block) => block.id === page.selection.get())
    const go = (to: number): void => {
      const block = blocks[Math.max(0, Math.min(blocks.length - 1, to))]
      if (block) page.jumpTo(block.id)
    }
    const nextPending = (): void => {
      const inbox = inboxOf(fold.state())
      const here = inbox.findIndex((one) => one.stepId === page.selection.get())
      const next = inbox[(here + 1) % Math.max(1, inbox.length)]
      if (!next) return say('Nothing waits for a decision.')
      page.openTab('review')
      page.jumpTo(next.stepId)
      focusCard(next.stepId)
    }
    const interrupt = (block: Block | undefined): void => {
      if (block?.kind !== 'step') return
      const { run } = stepFactsOf(fold.state(), block.step)
      if (run?.status === 'running') void send({ type: 'HaltRun', data: { runId: run.runId } })
    }
    /** A step runs where it stands; of other blocks only what comes after is done. */
    const runThen = (block: Block | undefined, then: RunThen): void => {
      if (block?.kind === 'step') runBlock(block.id, then)
      else if (then === 'go-on') go(place() + 1)
      else if (then === 'insert-below') acts.insert('sql', block?.id ?? blocks.at(-1)?.id)
    }
    /** A step that nobody edits becomes a draft of one's own, unless it waits for a decision. */
    const enter = (block: Block): void => {
      const facts = block.kind === 'step' && !block.draft ? stepFactsOf(fold.state(), block.step) : undefined
      if (facts?.candidate && !facts.pending) acts.draftStep(block.id, facts.candidate.content)
      else enterBlock(block.id)
    }
    const take = (block: Block, isCut: boolean): void => {
      const copy = copyOf(block, fold.state())
      if (!copy) return
      keepCopy(copy)
      if (!isCut) return say('Copied: V puts it below the selected block, in any workspace.')
      if (isRecorded(block)) return say('Copied, not cut: it is recorded. D D proposes its removal.')
      acts.remove(block.id)
      say('Cut: V puts it below the selected block.')
    }
    const paste = (after: string | undefined): void => {
      const copy = keptCopy()
      if (copy) acts.paste(copy, after)
      else say('Nothing was cut or copied yet.')
    }
    const turnInto = (block: Block, kind: 'note' | 'sql' | 'python'): void => {
      if (!acts.turnInto(block.id, kind)) say('Only a draft that is not recorded yet changes its kind.')
    }
    const move = (block: Block, by: -1 | 1): void => {
      if (blockOrder.get() === 'by-dependency')
        say('Blocks are shown by dependency; choose the order by hand to move them.')
      else acts.move(block.id, by)
    }
    return (act) => {
      const at = place()
      const block = blocks[at]
      switch (act) {
        case 'run':
          return runThen(block, 'stay')
        case 'run-go-on':
          return runThen(block, 'go-on')
        case 'run-insert-below':
          return runThen(block, 'insert-below')
        case 'run-stale':
          return plan.run({ kind: 'all-stale' })
        case 'interrupt':
          return interrupt(block)
        case 'enter':
          return block && enter(block)
        case 'next':
          return go(at + 1)
        case 'previous':
          return go(at < 0 ? 0 : at - 1)
        case 'insert-above':
          return acts.insert('sql', blocks[at - 1]?.id)
        case 'insert-below':
          return acts.insert('sql', block?.id ?? blocks.at(-1)?.id)
        case 'to-note':
          return block && turnInto(block, 'note')
        case 'to-sql':
          return block && turnInto(block, 'sql')
        case 'to-python':
          return block && turnInto(block, 'python')
        case 'cut':
          return block && take(block, true)
        case 'copy':
          return block && take(block, false)
        case 'paste':
          return paste(block?.id ?? blocks.at(-1)?.id)
        case 'delete':
          return block && remove(block)
        case 'move-up':
          return block && move(block, -1)
        case 'move-down':
          return block && move(block, 1)
        case 'undo':
          return acts.undo()
        case 'redo':
          return acts.redo()
        case 'comment':
          page.openTab('comments')
          return focusComment()
        case 'next-pending':
          return nextPending()
        default:
          return assertNever(act)
      }
    }
  }, [blocks, acts, plan, remove, page, fold, send])
}

/** The step's own block knows how it runs; a key says it there, once it is drawn. */
function runBlock(id: string, then: RunThen, tries = 10): void {
  const block = document.querySelector<HTMLElement>(`[data-block="${CSS.escape(id)}"]`)
  if (!block || tries === 0) return
  if (block.hasAttribute('data-far')) {
    block.scrollIntoView({ block: 'center' })
    setTimeout(() => runBlock(id, then, tries - 1), 60)
    return
  }
  block.focus({ preventScroll: true })
  const held = { stay: { ctrlKey: true }, 'go-on': { shiftKey: true }, 'insert-below': { altKey: true } }[
    then
  ]
  block.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Enter', ...held, bubbles: true, cancelable: true }),
  )
}

/** After the block is on the page: the keys of a card work only while the card has the focus. */
function focusCard(stepId: string): void {
  setTimeout(() => {
    const card = document.querySelector<HTMLElement>(`[data-block="${CSS.escape(stepId)}"] [data-review]`)
    card?.focus({ preventScroll: true })
  }, 50)
}

/** After the panel is drawn. */
function focusComment(): void {
  setTimeout(() => document.querySelector<HTMLElement>('.comment-form textarea')?.focus(), 50)
}
