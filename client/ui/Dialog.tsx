import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

type Props = {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: string
  /** For what is read side by side. */
  readonly isWide?: boolean
  readonly children: ReactNode
}

export function Dialog({ isOpen, onClose, title, isWide = false, children }: Props) {
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="dialog-shade" />
        <Radix.Content className={isWide ? 'dialog wide' : 'dialog'} aria-describedby={undefined}>
          <Radix.Title>{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
