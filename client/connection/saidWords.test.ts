import { describe, expect, it } from 'vitest'
import { type SaidWords, wordsAfter } from '#client/connection/saidWords.ts'

const heard = (...said: readonly SaidWords[]): string | undefined =>
  said.reduce<SaidWords | undefined>(wordsAfter, undefined)?.text

describe('The words of an agent', () => {
  it('grow as they come', () => {
    expect(heard({ attempt: 1, text: 'I look ' }, { attempt: 1, text: 'at the data.' })).toBe(
      'I look at the data.',
    )
  })

  it('are said once when a call breaks off and is tried again', () => {
    expect(
      heard(
        { attempt: 1, text: 'I look at' },
        { attempt: 2, text: 'I look ' },
        { attempt: 2, text: 'at the data.' },
      ),
    ).toBe('I look at the data.')
  })

  it('pass over what comes late from a call that was given up', () => {
    expect(heard({ attempt: 2, text: 'I look.' }, { attempt: 1, text: ' at' })).toBe('I look.')
  })
})
