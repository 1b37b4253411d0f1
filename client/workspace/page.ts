/** What one person's window looks at: nothing of it is shared or recorded. */
import { createContext, useContext } from 'react'
import type { Digest } from '#shared/ids.ts'

export type RightTab = 'agent' | 'review' | 'lineage' | 'comments'
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
  readonly selected: string | undefined
  /** Where somebody last asked to be taken: another object each time, so that a view can follow. */
  readonly jumped: { readonly blockId: string } | undefined
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

/** Puts the cursor into a block's editor, once it is drawn. */
export function enterBlock(blockId: string): void {
  let tries = 20
  const look = (): void => {
    const block = document.querySelector(`[data-block="${CSS.escape(blockId)}"]`)
    const target = block?.querySelector<HTMLElement>(
      '.monaco-editor textarea, .native-edit-context, [data-enters]',
    )
    if (target) return target.focus()
    tries -= 1
    if (tries > 0) setTimeout(look, 60)
  }
  look()
}
