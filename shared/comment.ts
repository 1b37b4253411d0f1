/** What people say to each other about a block. A thread is named by its first comment; nothing in it has authority. */
import { z } from 'zod'
import { BlockId, CommentId, PersonId } from '#shared/ids.ts'

export const Comment = z.strictObject({
  commentId: CommentId,
  /** The first comment of the thread; its own id where it begins one. */
  threadId: CommentId,
  blockId: BlockId,
  text: z.string().trim().min(1, 'say something').max(10_000),
  /** Members whom it speaks to. */
  mentions: z.array(PersonId).max(50).readonly(),
})
export type Comment = z.infer<typeof Comment>
