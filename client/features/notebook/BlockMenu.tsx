import { ArrowDown, ArrowUp, Ellipsis, MessageSquare, Trash2 } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import { usePage } from '#client/workspace/page.ts'
import { useMay, useMayWrite } from '#client/workspace/may.ts'

type Props = {
  readonly id: string
  readonly acts: BlockActs
  readonly hasDraft: boolean
  readonly removeWords?: string
  readonly children?: ReactNode
}

export function BlockMenu({ id, acts, hasDraft, removeWords = 'Delete', children }: Props) {
  const mayComment = useMay('WriteComment')
  const mayWrite = useMayWrite()
  const { select, openTab } = usePage()
  if (!mayComment) return null
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button quiet icon small" aria-label="More for this block">
        <Ellipsis size={16} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end">
          <DropdownMenu.Item
            className="menu-line"
            onSelect={() => {
              select(id)
              openTab('comments')
            }}
          >
            <MessageSquare size={15} aria-hidden /> Comment
          </DropdownMenu.Item>
          {mayWrite && children}
          {mayWrite && hasDraft && (
            <>
              <DropdownMenu.Item className="menu-line" onSelect={() => acts.move(id, -1)}>
                <ArrowUp size={15} aria-hidden /> Move up
              </DropdownMenu.Item>
              <DropdownMenu.Item className="menu-line" onSelect={() => acts.move(id, 1)}>
                <ArrowDown size={15} aria-hidden /> Move down
              </DropdownMenu.Item>
              <DropdownMenu.Item className="menu-line danger" onSelect={() => acts.remove(id)}>
                <Trash2 size={15} aria-hidden /> {removeWords}
              </DropdownMenu.Item>
            </>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
