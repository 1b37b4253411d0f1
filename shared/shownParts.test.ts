import { describe, expect, it } from 'vitest'
import { asWritten, joinedParts } from '#shared/shownParts.ts'

describe('text that a run printed', () => {
  it('is as a terminal would leave it', () => {
    expect(asWritten('10 %\r20 %\r100 %\nnext')).toBe('100 %\nnext')
    expect(asWritten('100 %\r20')).toBe('20' + '0 %')
    expect(asWritten('abc\b\bX')).toBe('aXc')
    expect(asWritten('one\r\ntwo')).toBe('one\ntwo')
  })

  it('has no colours, titles or cursor moves left in it', () => {
    expect(asWritten('\u001b[31mred\u001b[0m \u001b]0;title\u0007x\u001b]8;;http://a\u001b\\y\u001bM.')).toBe(
      'red xy.',
    )
    expect(asWritten('\u001b[2J\u001b[1;1Hgone')).toBe('gone')
  })
})

describe('parts', () => {
  it('go on where the same stream ended, and keep their order', () => {
    const text = (stream: 'stdout' | 'stderr', text: string) => ({ kind: 'text' as const, stream, text })
    const display = { kind: 'display' as const, data: { 'text/plain': '1' } }
    expect(joinedParts([text('stdout', 'a')], [text('stdout', 'b'), text('stderr', 'c'), display])).toEqual([
      text('stdout', 'ab'),
      text('stderr', 'c'),
      display,
    ])
    expect(joinedParts([display], [display])).toEqual([display, display])
  })
})
