import { GitFork, LayoutGrid, NotebookText } from 'lucide-react'
import { usePage, type View } from '#client/workspace/page.ts'

const VIEWS: readonly { readonly view: View; readonly words: string; readonly Icon: typeof GitFork }[] = [
  { view: 'notebook', words: 'Notebook', Icon: NotebookText },
  { view: 'canvas', words: 'Canvas', Icon: LayoutGrid },
  { view: 'lineage', words: 'Lineage', Icon: GitFork },
]

/** The same blocks, in another order of space. */
export function ViewSwitch() {
  const page = usePage()
  return (
    <span className="segments view-switch" role="group" aria-label="View">
      {VIEWS.map(({ view, words, Icon }) => (
        <button key={view} type="button" aria-pressed={page.view === view} onClick={() => page.setView(view)}>
          <Icon size={14} aria-hidden /> {words}
        </button>
      ))}
    </span>
  )
}
