import { describe, expect, it } from 'vitest'
import { toggledAfter } from '#client/workspace/foldedParts.ts'

describe('the parts that a person has folded', () => {
  it('are folded and opened again by the same act', () => {
    const once = toggledAfter(new Set(['code:a']), 'output:a')
    expect([...once]).toEqual(['code:a', 'output:a'])
    expect([...toggledAfter(once, 'code:a')]).toEqual(['output:a'])
  })

  it('are forgotten when there are too many, the oldest first', () => {
    let parts: ReadonlySet<string> = new Set()
    for (let at = 0; at < 2_005; at += 1) parts = toggledAfter(parts, `code:${at}`)
    expect(parts.size).toBe(2_000)
    expect([parts.has('code:4'), parts.has('code:5'), parts.has('code:2004')]).toEqual([false, true, true])
  })
})
