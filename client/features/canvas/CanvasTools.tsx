import { ChevronsDownUp, ChevronsUpDown, Focus, Maximize, Minus, Plus, Workflow } from 'lucide-react'
import { useStore } from '@xyflow/react'
import type { ReactNode } from 'react'
import type { Reveal } from '#client/features/canvas/useReveal.ts'
import { Button } from '#client/ui/Button.tsx'

type Props = {
  readonly reveal: Reveal
  readonly picked: ReadonlySet<string>
  readonly groupIds: readonly string[]
  readonly collapsed: ReadonlySet<string>
  readonly collapseOnly: (ids: readonly string[]) => void
  /** Undefined where nothing was placed by hand, or nothing may be changed. */
  readonly layOutAgain: (() => void) | undefined
  readonly add: ReactNode
}

export function CanvasTools({ reveal, picked, groupIds, collapsed, collapseOnly, layOutAgain, add }: Props) {
  const percent = useStore((store) => Math.round(store.transform[2] * 100))
  const isAnyOpen = groupIds.some((id) => !collapsed.has(id))
  return (
    <div className="canvas-tools" role="toolbar" aria-label="Canvas">
      {add}
      {groupIds.length > 0 && (
        <Button
          isSmall
          look="quiet"
          icon={isAnyOpen ? <ChevronsDownUp size={15} /> : <ChevronsUpDown size={15} />}
          label={isAnyOpen ? 'Fold all groups up' : 'Open all groups'}
          onClick={() => collapseOnly(isAnyOpen ? groupIds : [])}
        />
      )}
      <Button
        isSmall
        look="quiet"
        icon={<Workflow size={15} />}
        label={picked.size > 0 ? 'Lay the selection out again' : 'Lay all out again'}
        disabled={!layOutAgain}
        onClick={layOutAgain}
      />
      <span className="canvas-tools-line" aria-hidden />
      <Button
        isSmall
        look="quiet"
        icon={<Focus size={15} />}
        label="Zoom to the selection (2)"
        disabled={picked.size === 0}
        onClick={() => reveal.fitOnly(picked)}
      />
      <Button isSmall look="quiet" icon={<Maximize size={15} />} label="Show all (1)" onClick={reveal.fit} />
      <Button
        isSmall
        look="quiet"
        icon={<Minus size={15} />}
        label="Zoom out"
        onClick={() => reveal.zoom('out')}
      />
      <span className="canvas-percent numbers">{percent} %</span>
      <Button
        isSmall
        look="quiet"
        icon={<Plus size={15} />}
        label="Zoom in"
        onClick={() => reveal.zoom('in')}
      />
    </div>
  )
}
