/** Keys of the notebook outside of editors; inside of one only Esc is ours. */
import { useEffect, useRef } from 'react'
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import type { RunPlan } from '#client/features/notebook/useRunPlan.ts'
import { stepFactsOf } from '#client/workspace/stepStatus.ts'
import { inboxOf, type Block } from '#client/workspace/blocks.ts'
import { enterBlock, usePage } from '#client/workspace/page.ts'
import { useSession } from '#client/workspace/useSession.ts'
import { useMayWrite } from '#client/workspace/may.ts'

const TWICE_WITHIN = 800
/** Keys that change nothing: they work while an earlier moment is shown, too. */
const MOVES: ReadonlySet<string> = new Set(['j', 'k', 'ArrowDown', 'ArrowUp', 'n', '?'])

export function useNotebookKeys(
  blocks: readonly Block[],
  acts: BlockActs,
  plan: RunPlan,
  openHelp: () => void,
): void {
  const page = usePage()
  const { fold, send } = useSession()
  const mayWrite = useMayWrite()
  const last = useRef({ key: '', at: 0 })
  useEffect(() => {
    const at = blocks.findIndex((block) => block.id === page.selected)
    const go = (to: number): void => {
      const block = blocks[Math.max(0, Math.min(blocks.length - 1, to))]
      if (block) page.jumpTo(block.id)
    }
    const nextPending = (): void => {
      const inbox = inboxOf(fold.state())
      const here = inbox.findIndex((one) => one.stepId === page.selected)
      const next = inbox[(here + 1) % Math.max(1, inbox.length)]
      if (!next) return
      page.openTab('review')
      page.jumpTo(next.stepId)
      focusCard(next.stepId)
    }
    const interrupt = (block: Block | undefined): void => {
      if (block?.kind !== 'step') return
      const { run } = stepFactsOf(fold.state(), block.step)
      if (run?.status === 'running') void send({ type: 'HaltRun', data: { runId: run.runId } })
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return
      if ((event.ctrlKey || event.metaKey) && event.altKey && event.code === 'KeyC') {
        page.openTab('comments')
        focusComment()
        return event.preventDefault()
      }
      if (event.ctrlKey || event.metaKey) return
      const target = event.target instanceof HTMLElement ? event.target : document.body
      const isTyping =
        target.matches('input, textarea, select, [contenteditable="true"]') ||
        target.closest('.monaco-editor')
      if (event.key === 'Escape' && isTyping) {
        target.closest<HTMLElement>('[data-block]')?.focus()
        return
      }
      if (isTyping || target.closest('[role="dialog"], [role="menu"]')) return
      const selected = blocks[at]
      if (!mayWrite && !MOVES.has(event.key)) return
      if (
        mayWrite &&
        event.altKey &&
        event.shiftKey &&
        (event.key === 'ArrowUp' || event.key === 'ArrowDown')
      ) {
        if (selected) acts.move(selected.id, event.key === 'ArrowUp' ? -1 : 1)
        return event.preventDefault()
      }
      if (event.altKey) return
      const before = event.timeStamp - last.current.at < TWICE_WITHIN ? last.current.key : ''
      last.current = { key: event.key, at: event.timeStamp }
      if (before === 'e' && event.key === 'a') {
        plan.run({ kind: 'all-stale' })
        return event.preventDefault()
      }
      switch (event.key) {
        case 'j':
        case 'ArrowDown':
          go(at + 1)
          break
        case 'k':
        case 'ArrowUp':
          go(at < 0 ? 0 : at - 1)
          break
        case 'a':
          acts.insert('sql', blocks[at - 1]?.id)
          break
        case 'b':
          acts.insert('sql', selected?.id ?? blocks.at(-1)?.id)
          break
        case 'd':
          if (before !== 'd') break
          last.current = { key: '', at: 0 }
          if (selected) acts.remove(selected.id)
          break
        case 'i':
          if (before === 'i') interrupt(selected)
          break
        case 'z':
          acts.undo()
          break
        case 'Z':
          acts.redo()
          break
        case 'n':
          nextPending()
          break
        case '?':
          openHelp()
          break
        case 'Enter':
          if (!selected || target.matches('button, a, [role="tab"]')) return
          enterBlock(selected.id)
          break
        default:
          return
      }
      event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [blocks, acts, plan, openHelp, page, fold, send, mayWrite])
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
