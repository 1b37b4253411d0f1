/**
 * Text with nothing in it that a reader can't see: invisible and direction-changing characters become their code points,
 * letters of other alphabets that look like Latin ones are marked when they stand in a word with Latin letters.
 */
export type Piece =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'hidden'; readonly text: string; readonly says: string }
  | { readonly kind: 'look-alike'; readonly text: string; readonly says: string }

/** Controls but tab and line feed, format characters, odd spaces, fillers, variation selectors, private use, unassigned, lone surrogates. */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u3164\uFFA0\u2800]|[\uFE00-\uFE0F]|[\u{E0100}-\u{E01EF}]|[^\S \t\n]/u
const WORD = /[\p{L}\p{N}\p{M}_]+/gu
const LATIN = /[A-Za-z]/
const FOREIGN =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}\uFF00-\uFFEF\u{1D400}-\u{1D7FF}]/u
/** Look like another character wherever they stand: a semicolon, a quote, a slash, a minus, a Latin letter. */
const ALWAYS =
  /[\u037E\u02B9-\u02BC\uA789\u01C3\u2044\u2215\u2212\u0251\u0261\u04C0\u04CF\uFF01-\uFF5E\u{1D400}-\u{1D7FF}]|[\u0335-\u0338]/u
/** Words of only such letters may still pass for a Latin word: `рау` in Cyrillic. */
const PASSES = /^[асеорхуіјѕһԁԛԝАВЕЅІЈКМНОРСТХУԌԚԜαοιντυρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ_\d]+$/u

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

export function visibleText(text: string): readonly Piece[] {
  const suspicious = suspiciousOf(text)
  const pieces: Piece[] = []
  let plain = ''
  const flush = (): void => {
    if (plain) pieces.push({ kind: 'plain', text: plain })
    plain = ''
  }
  let at = 0
  for (const character of text) {
    if (character !== '\t' && character !== '\n' && HIDDEN.test(character)) {
      flush()
      const code = codeOf(character)
      pieces.push({
        kind: 'hidden',
        text: `⟨${code}⟩`,
        says: `An invisible or controlling character, ${code}`,
      })
    } else if (suspicious.has(at)) {
      flush()
      const says = `Looks like another character and is ${codeOf(character)}`
      pieces.push({ kind: 'look-alike', text: character, says })
    } else plain += character
    at += character.length
  }
  flush()
  return pieces
}

function suspiciousOf(text: string): ReadonlySet<number> {
  const places = new Set<number>()
  // Most code has none, and a scan of words is dear.
  const hasAlways = ALWAYS.test(text)
  if (!hasAlways && !FOREIGN.test(text)) return places
  let place = 0
  for (const character of hasAlways ? text : '') {
    if (ALWAYS.test(character)) places.add(place)
    place += character.length
  }
  for (const word of text.matchAll(WORD)) {
    const [letters] = word
    if (!FOREIGN.test(letters) || !(LATIN.test(letters) || PASSES.test(letters))) continue
    let at = word.index
    for (const letter of letters) {
      if (FOREIGN.test(letter)) places.add(at)
      at += letter.length
    }
  }
  return places
}

export const hasHidden = (text: string): boolean => visibleText(text).some((piece) => piece.kind !== 'plain')
