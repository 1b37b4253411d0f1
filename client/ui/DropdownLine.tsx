import type { LucideIcon } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'

type Props = {
  readonly onSelect: () => void
  readonly Icon?: LucideIcon
  /** The keys that do the same, as they are printed. */
  readonly keys?: string
  readonly isDanger?: boolean
  readonly children: ReactNode
}

export function DropdownLine({ onSelect, Icon, keys, isDanger = false, children }: Props) {
  return (
    <DropdownMenu.Item className={isDanger ? 'menu-line danger' : 'menu-line'} onSelect={onSelect}>
      {Icon && <Icon size={15} aria-hidden />}
      {children}
      {keys && <small>{keys}</small>}
    </DropdownMenu.Item>
  )
}
