import { useRef, useState } from 'react'
import { mentionBeingTyped, mentionsIn } from '#client/features/comments/mentions.ts'
import { newId } from '#client/connection/newId.ts'
import { Button } from '#client/ui/Button.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useAct } from '#client/workspace/useAct.ts'
import { usePresent } from '#client/workspace/useSession.ts'
import { CommentId, type BlockId } from '#shared/ids.ts'

type Props = {
  readonly blockId: BlockId
  /** Absent: it begins a thread. */
  readonly threadId?: CommentId
  readonly onDone?: () => void
}

export function CommentForm({ blockId, threadId, onDone }: Props) {
  const { members } = usePresent()
  const act = useAct()
  const area = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const [cursor, setCursor] = useState(0)
  const typing = mentionBeingTyped(text, cursor)
  const offered = typing
    ? [...members.values()].filter(({ name }) => name.toLowerCase().startsWith(typing.typed.toLowerCase()))
    : []

  const write = async (): Promise<void> => {
    if (text.trim() === '') return
    const commentId = newId(CommentId)
    const written = await act.ask({
      type: 'WriteComment',
      data: {
        commentId,
        threadId: threadId ?? commentId,
        blockId,
        text: text.trim(),
        mentions: [...mentionsIn(text, members.values())],
      },
    })
    if (!written) return
    setText('')
    onDone?.()
  }
  const mention = (name: string): void => {
    if (!typing) return
    setText(`${text.slice(0, typing.from)}@${name} ${text.slice(cursor)}`)
    area.current?.focus()
  }

  return (
    <form
      className="comment-form"
      onSubmit={(event) => {
        event.preventDefault()
        void write()
      }}
    >
      <textarea
        ref={area}
        className="field"
        aria-label={threadId ? 'Answer' : 'Comment'}
        placeholder={threadId ? 'Answer' : 'Say something about this block; @ mentions a member'}
        rows={2}
        maxLength={10_000}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setCursor(event.target.selectionStart)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            void write()
          }
        }}
      />
      {offered.length > 0 && (
        <div className="mention-offers" role="group" aria-label="Members to mention">
          {offered.slice(0, 6).map(({ personId, name }) => (
            <Button key={personId} isSmall onClick={() => mention(name)}>
              <Visible text={`@${name}`} />
            </Button>
          ))}
        </div>
      )}
      <div className="actions">
        <Button type="submit" isSmall look="primary" disabled={text.trim() === '' || act.isBusy}>
          {threadId ? 'Answer' : 'Comment'}
        </Button>
        {onDone && (
          <Button isSmall look="quiet" onClick={onDone}>
            Cancel
          </Button>
        )}
      </div>
      {act.problem && <p className="fault">{act.problem.detail}</p>}
    </form>
  )
}
