/** What one person's window looks at: nothing of it is shared or recorded. */
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Signal } from '#client/connection/signal.ts'
import { useSignal } from '#client/workspace/useSession.ts'
import type { Digest } from '#shared/ids.ts'

export type RightTab = 'agent' | 'review' | 'lineage' | 'comments' | 'details'
/** How the same blocks are shown in the middle. */
export type View = 'notebook' | 'canvas' | 'lineage'

export type LineageFocus = {
  readonly artifact: Digest
  readonly name: string
  readonly column?: string
}

export type Page = {
  readonly view: View
  readonly setView: (view: View) => void
  /** The selected block. A signal: going from block to block draws two blocks anew and not the page. */
  readonly selection: Signal<string | undefined>
  /** Where somebody last asked to be taken: another object each time, so that a view can follow. */
  readonly jumped: Signal<{ readonly blockId: string } | undefined>
  readonly rightTab: RightTab
  readonly lineage: LineageFocus | undefined
  /** The step that a person is about to ask the agent about. */
  readonly askedAbout: string | undefined
  readonly select: (blockId: string | undefined) => void
  /** Selects, scrolls there, opens what is needed to see it. */
  readonly jumpTo: (blockId: string) => void
  readonly openTab: (tab: RightTab) => void
  readonly showLineage: (focus: LineageFocus) => void
  readonly askAbout: (stepId: string | undefined) => void
}

export const PageContext = createContext<Page | undefined>(undefined)

export function usePage(): Page {
  const page = useContext(PageContext)
  if (!page) throw new Error('There is no page above this component')
  return page
}

export const useSelected = (): string | undefined => useSignal(usePage().selection)

export function useIsSelected(blockId: string): boolean {
  const { selection } = usePage()
  return useSyncExternalStore(selection.subscribe, () => selection.get() === blockId)
}

let entering: string | undefined

/** While an editor is on its way: what is typed is meant for it, and is no command. */
export const isEntering = (): boolean => entering !== undefined

/** Who presses Escape before the editor is there does not want it any more. */
export function stopEntering(): void {
  if (entering !== undefined) showBlock(entering)
  entering = undefined
}

const LOOK_EVERY = 50
/** In looks: for an editor that is loaded first, and for a block that may have none. A busy page looks later, not less. */
const PATIENCE = { onItsWay: 200, there: 12 } as const

/** Puts the cursor into a block's editor, once it is drawn; not when the person has gone elsewhere meanwhile. */
export function enterBlock(blockId: string): void {
  const cameFrom = document.activeElement
  const patience: { onItsWay: number; there: number } = { ...PATIENCE }
  entering = blockId
  const look = (): void => {
    if (entering !== blockId) return
    const block = document.querySelector(`[data-block="${CSS.escape(blockId)}"]`)
    const now = document.activeElement
    const isElsewhere = now !== null && now !== cameFrom && now !== document.body && !block?.contains(now)
    const isInEditor = now?.matches('.monaco-editor textarea, .native-edit-context, textarea') === true
    const isOnItsWay = !block || block.matches('[data-far], :has(.code-waiting, .code-resting)')
    const isTooLate = (isOnItsWay ? patience.onItsWay-- : patience.there--) <= 0
    if (isElsewhere || (isInEditor && block?.contains(now)) || isTooLate) {
      entering = undefined
      return
    }
    // Far off the window a block is just its place, and is drawn when one comes there.
    if (block?.hasAttribute('data-far')) block.scrollIntoView({ block: 'center' })
    // Monaco has a text area beside its edit context, which takes no focus.
    const target =
      block?.querySelector<HTMLElement>('.native-edit-context') ??
      block?.querySelector<HTMLElement>('.monaco-editor textarea, [data-enters]')
    if (target && target !== now) target.focus()
    setTimeout(look, LOOK_EVERY)
  }
  look()
}

/** Brings a block into sight and gives it the keys, once it is drawn. */
export function showBlock(blockId: string): void {
  requestAnimationFrame(() => {
    const block = document.querySelector<HTMLElement>(`[data-block="${CSS.escape(blockId)}"]`)
    block?.scrollIntoView({ block: 'nearest' })
    block?.focus({ preventScroll: true })
  })
}
