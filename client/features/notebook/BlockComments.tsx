import { MessageSquare } from 'lucide-react'
import { Button } from '#client/ui/Button.tsx'
import { usePage } from '#client/workspace/page.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { counted } from '#client/workspace/when.ts'

/** How many threads about this block are open; nothing where there are none. */
export function BlockComments({ id }: { readonly id: string }) {
  const { threads } = useWorkspace()
  const { select, openTab } = usePage()
  const open = [...threads.values()].filter((thread) => thread.blockId === id && !thread.isResolved).length
  if (open === 0) return null
  return (
    <Button
      isSmall
      look="quiet"
      className="block-comments numbers"
      icon={<MessageSquare size={13} />}
      aria-label={counted(open, 'open thread')}
      onClick={() => {
        select(id)
        openTab('comments')
      }}
    >
      {open}
    </Button>
  )
}
