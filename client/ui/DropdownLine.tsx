import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'

export function DropdownLine({
  onSelect,
  children,
}: {
  readonly onSelect: () => void
  readonly children: ReactNode
}) {
  return (
    <DropdownMenu.Item className="menu-line" onSelect={onSelect}>
      {children}
    </DropdownMenu.Item>
  )
}
