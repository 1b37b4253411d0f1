import { describe, expect, it } from 'vitest'
import type { Command } from '#shared/command.ts'
import { BlockId, CommentId, type PersonId } from '#shared/ids.ts'
import {
  addMember,
  createWorkspace,
  human,
  objectiveId,
  owner,
  personId,
  planner,
  stepId,
  system,
} from '#shared/testing/examples.ts'
import { codeOf, scenario } from '#shared/testing/scenario.ts'

const id = (number: number) => CommentId.parse(`01900000-0000-7000-8000-0000000c0${100 + number}`)
const say = (
  number: number,
  more: { readonly thread?: number; readonly block?: string; readonly mentions?: readonly PersonId[] } = {},
): Command => ({
  type: 'WriteComment',
  data: {
    commentId: id(number),
    threadId: id(more.thread ?? number),
    blockId: BlockId.parse(more.block ?? objectiveId(1)),
    text: 'Is this net of refunds?',
    mentions: more.mentions ?? [],
  },
})
const resolve: Command = { type: 'ResolveThread', data: { threadId: id(1) } }
const reopen: Command = { type: 'ReopenThread', data: { threadId: id(1) } }

const talk = scenario().given(
  [createWorkspace, system],
  [addMember(2, 'reviewer'), owner],
  [addMember(3, 'auditor'), owner],
  [say(1), owner],
)
const threadOf = (from: typeof talk) => from.state.threads.get(id(1))

describe('a comment', () => {
  it('begins a thread about its block, or answers in one', () => {
    const answered = talk.given([say(2, { thread: 1 }), human(2)])
    expect(threadOf(answered)).toMatchObject({
      isResolved: false,
      comments: [{ by: { id: personId(1) } }, { by: { id: personId(2) } }],
    })
  })

  it('is refused to those who only read, and to agents', () => {
    expect(codeOf(talk.when(say(2), human(3)))).toBe('not-allowed')
    expect(codeOf(talk.when(say(2), planner))).toBe('not-allowed')
  })

  it('is written once, in a thread that exists, about the same block', () => {
    expect(codeOf(talk.when(say(1), owner))).toBe('already-exists')
    expect(codeOf(talk.when(say(2, { thread: 9 }), owner))).toBe('not-found')
    expect(codeOf(talk.when(say(2, { thread: 1, block: stepId(5) }), owner))).toBe('not-found')
  })

  it('mentions members only', () => {
    expect(codeOf(talk.when(say(2, { mentions: [personId(2)] }), owner))).toBe('allowed')
    expect(codeOf(talk.when(say(2, { mentions: [personId(77)] }), owner))).toBe('not-found')
  })
})

describe('a thread', () => {
  it('is resolved once, opened again by hand or by an answer', () => {
    const resolved = talk.given([resolve, human(2)])
    expect(threadOf(resolved)?.isResolved).toBe(true)
    expect(codeOf(resolved.when(resolve, owner))).toBe('unchanged')
    expect(threadOf(resolved.given([reopen, owner]))?.isResolved).toBe(false)
    expect(threadOf(resolved.given([say(2, { thread: 1 }), owner]))?.isResolved).toBe(false)
    expect(codeOf(talk.when(reopen, owner))).toBe('unchanged')
  })
})
