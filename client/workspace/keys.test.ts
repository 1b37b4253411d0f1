import { describe, expect, it } from 'vitest'
import {
  actOf,
  BLOCK_KEYS,
  CANVAS_KEYS,
  EDITOR_KEYS,
  NOTEBOOK_KEYS,
  printed,
  REVIEW_KEYS,
  strokeOf,
  WINDOW_KEYS,
} from '#client/workspace/keys.ts'

const NOTHING_HELD = { code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }
const strokesOf = (keys: string): readonly string[] => keys.split(' ')

/** The event by which a browser tells of a listed stroke. */
function eventOf(stroke: string) {
  const parts = stroke.split('+')
  const name = parts.at(-1) ?? ''
  const isLetter = /^[A-Z]$/.test(name)
  const shiftKey = parts.includes('Shift') || name === '?'
  return {
    key: isLetter && !shiftKey ? name.toLowerCase() : name,
    code: isLetter ? `Key${name}` : name,
    ctrlKey: parts.includes('Mod'),
    metaKey: false,
    altKey: parts.includes('Alt'),
    shiftKey,
  }
}

describe('the list of keys', () => {
  const lists = [NOTEBOOK_KEYS, WINDOW_KEYS, EDITOR_KEYS, REVIEW_KEYS, CANVAS_KEYS]

  it('names only what a keyboard can say, so that no key of the help is deaf', () => {
    const strokes = lists.flatMap((list) => list.flatMap(({ keys }) => keys.flatMap(strokesOf)))
    expect(strokes.length).toBeGreaterThan(40)
    for (const stroke of strokes) expect(strokeOf(eventOf(stroke))).toBe(stroke)
  })

  it('has no key twice where both would be heard', () => {
    const heard = [...NOTEBOOK_KEYS, ...WINDOW_KEYS].flatMap(({ keys }) => keys)
    expect(new Set(heard).size).toBe(heard.length)
  })

  it('begins no pair with a key that does something by itself', () => {
    const pairs = NOTEBOOK_KEYS.flatMap(({ keys }) => keys.filter((one) => one.includes(' ')))
    expect(pairs).toEqual(['E A', 'I I', 'D D'])
    for (const pair of pairs) expect(actOf(NOTEBOOK_KEYS, strokesOf(pair)[0] ?? '')).toBeUndefined()
  })

  it('approves by no key that runs', () => {
    const approve = REVIEW_KEYS.find(({ act }) => act === 'approve')?.keys ?? []
    expect(approve).not.toEqual([])
    for (const key of approve) expect(actOf(NOTEBOOK_KEYS, key)).toBeUndefined()
  })

  it('is printed as on a keyboard', () => {
    expect(['Mod+Enter', 'Alt+Shift+ArrowUp', 'D D', '?'].map(printed)).toEqual([
      'Ctrl/Cmd + Enter',
      'Alt + Shift + ↑',
      'D D',
      '?',
    ])
  })
})

describe('a stroke', () => {
  const stroke = (key: string, held: Partial<typeof NOTHING_HELD> = {}): string =>
    strokeOf({ key, ...NOTHING_HELD, ...held })

  it('is the same letter with caps lock', () => {
    expect([stroke('z'), stroke('Z'), stroke('z', { shiftKey: true })]).toEqual(['Z', 'Z', 'Shift+Z'])
  })

  it('is the letter of the key where Alt makes another sign of it', () => {
    expect(stroke('ç', { code: 'KeyC', altKey: true, metaKey: true })).toBe('Mod+Alt+C')
  })

  it('is Cmd on a Mac and Ctrl elsewhere', () => {
    expect([stroke('Enter', { metaKey: true }), stroke('Enter', { ctrlKey: true })]).toEqual([
      'Mod+Enter',
      'Mod+Enter',
    ])
  })

  it('asks for the act of a pair only directly behind its first', () => {
    const act = (of: string, before?: string) => actOf(BLOCK_KEYS, of, before)?.act
    expect([act('D', 'D'), act('D'), act('D', 'J'), act('J', 'D')]).toEqual([
      'delete',
      undefined,
      undefined,
      'next',
    ])
  })
})
