/** Folds what people say about blocks into threads. */
import type { Draft } from '#shared/evolve/draft.ts'
import type { EventOf } from '#shared/event.ts'
import type { RecordedEvent } from '#shared/workspace.ts'

type CommentEvent = EventOf<'CommentWritten' | 'ThreadResolved' | 'ThreadReopened'>

export function evolveComments(draft: Draft, event: CommentEvent, { seq, at, actor }: RecordedEvent): void {
  switch (event.type) {
    case 'CommentWritten': {
      const { threadId, blockId } = event.data
      const comment = { ...event.data, seq, at, by: actor }
      const thread = draft.threads.get(threadId) ?? { threadId, blockId, isResolved: false, comments: [] }
      // Who answers in a resolved thread has something to say: it is open again.
      draft.threads.set(threadId, { ...thread, isResolved: false, comments: [...thread.comments, comment] })
      return
    }
    case 'ThreadResolved':
    case 'ThreadReopened': {
      const isResolved = event.type === 'ThreadResolved'
      draft.threads.change(event.data.threadId, (thread) => ({ ...thread, isResolved }))
      return
    }
  }
}
