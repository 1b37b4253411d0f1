import { ArrowDown, ArrowUp, Copy, Ellipsis, MessageSquare, ScrollText, Trash2 } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { useDeleteBlock } from '#client/features/notebook/useDeleteBlock.ts'
import { DropdownLine } from '#client/ui/DropdownLine.tsx'
import { blockOrder } from '#client/workspace/blockOrder.ts'
import type { Block } from '#client/workspace/blocks.ts'
import { DELETION_WORDS, deletionOf, type Deletion } from '#client/workspace/deletion.ts'
import { keyOf } from '#client/workspace/keys.ts'
import { useMay, useMayWrite } from '#client/workspace/may.ts'
import { usePage } from '#client/workspace/page.ts'
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import { useSession, useSignal } from '#client/workspace/useSession.ts'

type Props = {
  readonly block: Block
  readonly acts: BlockActs
  /** What only blocks of its kind can do. */
  readonly children?: ReactNode
}

/** What a menu's line does at once; the others have lines of their own among the children. */
const AT_ONCE: ReadonlySet<Deletion> = new Set(['delete', 'discard-draft', 'propose-removal'])

/** The acts of the bar in words, each with its key, and those that are rare. */
export function BlockMenu({ block, acts, children }: Props) {
  const { id } = block
  const mayComment = useMay('WriteComment')
  const mayWrite = useMayWrite()
  const { fold } = useSession()
  const { select, openTab } = usePage()
  const remove = useDeleteBlock(acts)
  const isByHand = useSignal(blockOrder) === 'by-hand'
  const deletion = deletionOf(block, fold.state())
  if (!mayComment) return null
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button quiet icon small" aria-label="More for this block">
        <Ellipsis size={16} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end">
          {mayWrite && children}
          <DropdownLine
            Icon={MessageSquare}
            keys={keyOf('comment')}
            onSelect={() => {
              select(id)
              openTab('comments')
            }}
          >
            Comment
          </DropdownLine>
          <DropdownLine
            Icon={ScrollText}
            onSelect={() => {
              select(id)
              openTab('details')
            }}
          >
            What is on record
          </DropdownLine>
          {mayWrite && (
            <>
              <DropdownLine Icon={Copy} onSelect={() => acts.duplicate(id)}>
                Duplicate
              </DropdownLine>
              {isByHand && (
                <>
                  <DropdownLine Icon={ArrowUp} keys={keyOf('move-up')} onSelect={() => acts.move(id, -1)}>
                    Move up
                  </DropdownLine>
                  <DropdownLine Icon={ArrowDown} keys={keyOf('move-down')} onSelect={() => acts.move(id, 1)}>
                    Move down
                  </DropdownLine>
                </>
              )}
              {AT_ONCE.has(deletion) && (
                <DropdownLine Icon={Trash2} keys={keyOf('delete')} isDanger onSelect={() => remove(block)}>
                  {DELETION_WORDS[deletion]}
                </DropdownLine>
              )}
            </>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
