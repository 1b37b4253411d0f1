import { describe, expect, it } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { othersIn, personClassOf } from '#client/workspace/usePresence.ts'

const awarenessOf = (states: readonly Readonly<Record<string, unknown>>[]): Awareness => {
  const awareness = new Awareness(new Y.Doc())
  awareness.setLocalState(null)
  states.forEach((state, at) => awareness.states.set(at + 1, { ...state }))
  return awareness
}

describe('who is here', () => {
  it('is everybody else once, at the block where they are', () => {
    const grace = { id: 'g', name: 'Grace' }
    const awareness = awarenessOf([
      { user: { id: 'me', name: 'Ada' }, block: 'b1' },
      { user: grace, block: 'b2' },
      { user: grace },
    ])
    expect(othersIn(awareness, 'me')).toEqual([{ ...grace, block: 'b2' }])
  })

  it('passes over what is not of our shape, whoever wrote it', () => {
    const awareness = awarenessOf([{ user: 7 }, { user: { id: 'x', name: 'X' }, block: { evil: true } }])
    expect(othersIn(awareness, 'me')).toEqual([{ id: 'x', name: 'X', block: undefined }])
  })

  it('is drawn in one of six looks, always the same for a person', () => {
    for (const id of ['a', 'b', '01900000-0000-7000-8000-000000000001'])
      expect(personClassOf(id)).toMatch(/^person-[0-5]$/)
    expect(personClassOf('a')).toBe(personClassOf('a'))
  })
})
