/** Every sign that is painted, once and unseen on the page: what is painted has the page's own shapes. */
import { ChevronsUpDown } from 'lucide-react'
import type { RefObject } from 'react'
import { ICONS } from '#client/features/canvas/icons.ts'
import { STATUSES } from '#client/features/canvas/faces.ts'
import { StatusBadge } from '#client/features/notebook/StatusBadge.tsx'

export function SignSheet({ ref }: { readonly ref: RefObject<HTMLDivElement | null> }) {
  return (
    <div ref={ref} hidden>
      {STATUSES.map((status) => (
        <span key={status} data-sign={status}>
          <StatusBadge status={status} isShort />
        </span>
      ))}
      {Object.entries(ICONS).map(([kind, Icon]) => (
        <span key={kind} data-sign={kind}>
          <Icon />
        </span>
      ))}
      <span data-sign="open">
        <ChevronsUpDown />
      </span>
    </div>
  )
}
