import { describe, expect, it } from 'vitest'
import { hasHidden, visibleText } from '#client/ui/visibleText.ts'

const shown = (text: string): string =>
  visibleText(text)
    .map((piece) => (piece.kind === 'look-alike' ? `[${piece.text}]` : piece.text))
    .join('')

describe('text that a reviewer reads', () => {
  it('is left as it is when nothing in it hides', () => {
    const code = "SELECT 'Größe €' AS \"naïve\", '日本語', '😀'\n\tFROM t -- ok"
    expect(visibleText(code)).toEqual([{ kind: 'plain', text: code }])
  })

  it.each([
    ['a right-to-left override', 'a\u202Eb', 'a⟨U+202E⟩b'],
    ['an isolate', '\u2066x\u2069', '⟨U+2066⟩x⟨U+2069⟩'],
    ['a zero-width space', 'a\u200Bb', 'a⟨U+200B⟩b'],
    ['a byte order mark', '\uFEFFa', '⟨U+FEFF⟩a'],
    ['a soft hyphen', 'a\u00ADb', 'a⟨U+00AD⟩b'],
    ['a no-break space', 'a\u00A0b', 'a⟨U+00A0⟩b'],
    ['a terminal escape', '\u001B[2K', '⟨U+001B⟩[2K'],
    ['a carriage return that overwrites a line', 'a\rb', 'a⟨U+000D⟩b'],
    ['a tag character', 'a\u{E0041}', 'a⟨U+E0041⟩'],
    ['a Hangul filler', 'a\u3164', 'a⟨U+3164⟩'],
    ['a line separator', 'a\u2028b', 'a⟨U+2028⟩b'],
    ['half of a surrogate pair', 'a\uD800b', 'a⟨U+D800⟩b'],
    ['a tab between words', 'a\tb', 'a⟨U+0009⟩b'],
    ['marks piled on a letter', 'e\u0301\u0302\u0303\u0304', 'e\u0301\u0302⟨U+0303⟩⟨U+0304⟩'],
  ])('shows %s', (_name, text, wanted) => {
    expect(shown(text)).toBe(wanted)
  })

  it('marks letters of another alphabet in a Latin word, and words that pass for Latin ones', () => {
    expect(shown('s\u0430les')).toBe('s[\u0430]les')
    expect(shown('\u0440\u0430\u0443')).toBe('[\u0440][\u0430][\u0443]')
    expect(shown('\uFF35SELECT')).toBe('[\uFF35]SELECT')
  })

  it('leaves words of another alphabet alone, which nobody takes for Latin', () => {
    expect(hasHidden("WHERE city = '\u041C\u043E\u0441\u043A\u0432\u0430'")).toBe(false)
  })
})

it.each([
  ['a Greek question mark as a semicolon', 'SELECT 1\u037E', '\u037E'],
  ['a lone fullwidth letter after a keyword', 'FROM\uFF54', '\uFF54'],
  ['a whole word in mathematical letters', '\u{1D41D}\u{1D42B}', '\u{1D41D}'],
  ['a Latin alpha in a name', 's\u0251les', '\u0251'],
  ['a modifier letter as a quote', 'x = \u02BCa', '\u02BC'],
  ['a division slash', '1 \u2215 2', '\u2215'],
  ['a Hebrew letter in a Latin word', 's\u05E1les', '\u05E1'],
  ['a Kelvin sign', '\u212Aey', '\u212A'],
  ['a ligature', '\uFB01le', '\uFB01'],
])('marks %s', (_name, text, character) => {
  expect(visibleText(text)).toContainEqual(expect.objectContaining({ kind: 'look-alike', text: character }))
})

it('marks quotes and dashes of prose where they stand in code, and nowhere else', () => {
  expect(hasHidden('it\u2019s \u2013 \u201Cfine\u201D')).toBe(false)
  expect(
    visibleText('\u2018a\u2019 \u2013 1', true).filter((piece) => piece.kind === 'look-alike'),
  ).toHaveLength(3)
})
