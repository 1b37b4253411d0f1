import { Check, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { CommentForm } from '#client/features/comments/CommentForm.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Prose } from '#client/ui/Prose.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { nameOf } from '#client/workspace/names.ts'
import { useAct } from '#client/workspace/useAct.ts'
import { useWorkspace } from '#client/workspace/useSession.ts'
import { WhenMay } from '#client/workspace/WhenMay.tsx'
import { whenOf } from '#client/workspace/when.ts'
import type { Thread } from '#shared/workspace.ts'

export function ThreadView({ thread }: { readonly thread: Thread }) {
  const state = useWorkspace()
  const act = useAct()
  const [isAnswering, setAnswering] = useState(false)
  const { threadId, blockId, comments, isResolved } = thread
  return (
    <section className={isResolved ? 'thread resolved' : 'thread'} aria-label="Thread">
      <ol>
        {comments.map((comment) => (
          <li key={comment.commentId}>
            <p className="comment-by">
              <strong>
                <Visible text={nameOf(state, comment.by)} />
              </strong>{' '}
              <span className="muted">{whenOf(comment.at)}</span>
            </p>
            <Prose text={comment.text} />
          </li>
        ))}
      </ol>
      <WhenMay ask="WriteComment">
        {isAnswering ? (
          <CommentForm blockId={blockId} threadId={threadId} onDone={() => setAnswering(false)} />
        ) : (
          <div className="actions">
            <Button isSmall look="quiet" onClick={() => setAnswering(true)}>
              Answer
            </Button>
            <Button
              isSmall
              look="quiet"
              icon={isResolved ? <RotateCcw size={13} /> : <Check size={13} />}
              disabled={act.isBusy}
              onClick={() =>
                void act.ask({ type: isResolved ? 'ReopenThread' : 'ResolveThread', data: { threadId } })
              }
            >
              {isResolved ? 'Open again' : 'Resolve'}
            </Button>
          </div>
        )}
      </WhenMay>
      {act.problem && <p className="fault">{act.problem.detail}</p>}
    </section>
  )
}
