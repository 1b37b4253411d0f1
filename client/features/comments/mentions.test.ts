import { describe, expect, it } from 'vitest'
import { mentionBeingTyped, mentionsIn } from '#client/features/comments/mentions.ts'
import { personId } from '#shared/testing/examples.ts'
import type { Member } from '#shared/member.ts'

const member = (number: number, name: string): Member => ({
  personId: personId(number),
  name,
  role: 'editor',
})
const members = [member(1, 'Ada'), member(2, 'Ada Byron'), member(3, 'Grace')]

describe('a mention', () => {
  it('means the longest name that fits, whole, in any case', () => {
    expect(mentionsIn('@ada byron, is this right?', members)).toEqual([personId(2)])
    expect(mentionsIn('@Ada, is this right?', members)).toEqual([personId(1)])
    expect(mentionsIn('@Adam and a@b.c', members)).toEqual([])
  })

  it('counts each member once', () => {
    expect(mentionsIn('@Grace @Ada @Grace', members)).toEqual([personId(3), personId(1)])
  })

  it('is offered while it is typed, and not in the middle of a word or behind a line’s end', () => {
    expect(mentionBeingTyped('ask @Gr', 7)).toEqual({ from: 4, typed: 'Gr' })
    expect(mentionBeingTyped('a@Gr', 4)).toBeUndefined()
    expect(mentionBeingTyped('@Grace\nso', 9)).toBeUndefined()
  })
})
