import { MessageSquare } from 'lucide-react'
import { useState } from 'react'
import { CommentForm } from '#client/features/comments/CommentForm.tsx'
import { ThreadView } from '#client/features/comments/ThreadView.tsx'
import '#client/features/comments/comments.css'
import { Button } from '#client/ui/Button.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { blockTitleOf } from '#client/workspace/blockTitle.ts'
import { usePage, useSelected } from '#client/workspace/page.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { WhenMay } from '#client/workspace/WhenMay.tsx'
import { counted } from '#client/workspace/when.ts'
import { BlockId } from '#shared/ids.ts'
import type { Thread } from '#shared/workspace.ts'

/** What people say about blocks: those of the selected block first, then the others; resolved ones folded away. */
export function CommentsPanel() {
  const state = useWorkspace()
  const selected = useSelected()
  const [isResolvedShown, setResolvedShown] = useState(false)
  const here = BlockId.safeParse(selected)
  const threads = [...state.threads.values()].reverse()
  const open = threads.filter((thread) => !thread.isResolved)
  const resolved = threads.filter((thread) => thread.isResolved)
  const isHere = (thread: Thread): boolean => here.success && thread.blockId === here.data
  const elsewhere = open.filter((thread) => !isHere(thread))
  return (
    <div className="comments">
      {here.success ? (
        <section aria-label="Comments on the selected block">
          <h3>
            On <Visible text={blockTitleOf(state, here.data)} />
          </h3>
          {open.filter(isHere).map((thread) => (
            <ThreadView key={thread.threadId} thread={thread} />
          ))}
          <WhenMay ask="WriteComment">
            <CommentForm key={here.data} blockId={here.data} />
          </WhenMay>
        </section>
      ) : (
        <div className="empty">
          <MessageSquare size={18} aria-hidden />
          <p>Select a block to say something about it.</p>
        </div>
      )}
      {elsewhere.length > 0 && (
        <section aria-label="Comments on other blocks">
          <h3>Elsewhere</h3>
          {elsewhere.map((thread) => (
            <PlacedThread key={thread.threadId} thread={thread} />
          ))}
        </section>
      )}
      {resolved.length > 0 && (
        <section aria-label="Resolved comments">
          <Button
            isSmall
            look="quiet"
            aria-expanded={isResolvedShown}
            onClick={() => setResolvedShown(!isResolvedShown)}
          >
            {counted(resolved.length, 'resolved thread')}
          </Button>
          {isResolvedShown &&
            resolved.map((thread) => <PlacedThread key={thread.threadId} thread={thread} />)}
        </section>
      )}
    </div>
  )
}

function PlacedThread({ thread }: { readonly thread: Thread }) {
  const state = useWorkspace()
  const { jumpTo } = usePage()
  return (
    <div>
      <Button isSmall look="quiet" className="thread-place" onClick={() => jumpTo(thread.blockId)}>
        <Visible text={blockTitleOf(state, thread.blockId)} />
      </Button>
      <ThreadView thread={thread} />
    </div>
  )
}
