/** Rules of talking about a block. Comments decide nothing: they change no proposal, no permit and no run. */
import type { CommandOf } from '#shared/command.ts'
import { events, refuse, type Verdict } from '#shared/decide/context.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

type CommentCommand = CommandOf<'WriteComment' | 'ResolveThread' | 'ReopenThread'>

export function decideComments(state: WorkspaceState, command: CommentCommand): Verdict {
  if (command.type === 'WriteComment') return write(state, command)
  const thread = state.threads.get(command.data.threadId)
  if (!thread) return refuse('not-found', 'There is no such thread')
  const wanted = command.type === 'ResolveThread'
  if (thread.isResolved === wanted)
    return refuse('unchanged', wanted ? 'This thread is resolved already' : 'This thread is open already')
  return events({ type: wanted ? 'ThreadResolved' : 'ThreadReopened', data: command.data })
}

function write(state: WorkspaceState, { data }: CommandOf<'WriteComment'>): Verdict {
  const { commentId, threadId, blockId, mentions } = data
  const threads = [...state.threads.values()]
  if (threads.some(({ comments }) => comments.some((one) => one.commentId === commentId)))
    return refuse('already-exists', 'This comment was written already')
  const stranger = mentions.find((personId) => !state.members.has(personId))
  if (stranger) return refuse('not-found', 'Somebody mentioned here is no member', 'mentions')
  if (threadId !== commentId) {
    const thread = state.threads.get(threadId)
    if (!thread) return refuse('not-found', 'The thread that it answers does not exist', 'threadId')
    if (thread.blockId !== blockId)
      return refuse('not-found', 'The thread that it answers is about another block', 'blockId')
  }
  return events({ type: 'CommentWritten', data })
}
