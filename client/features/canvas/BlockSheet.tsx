import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '#client/ui/Button.tsx'
import { usePage } from '#client/workspace/page.ts'

type Props = { readonly onClose: () => void; readonly children: ReactNode }

/** The whole block beside the canvas: read, edited, run and reviewed without leaving it. */
export function BlockSheet({ onClose, children }: Props) {
  const { setView } = usePage()
  return (
    <aside className="canvas-sheet" aria-label="Selected block">
      <div className="canvas-sheet-head">
        <Button isSmall look="quiet" onClick={() => setView('notebook')}>
          Show in the notebook
        </Button>
        <span className="gap" />
        <Button isSmall look="quiet" icon={<X size={15} />} label="Close (Esc)" onClick={onClose} />
      </div>
      <div className="canvas-sheet-body">{children}</div>
    </aside>
  )
}
