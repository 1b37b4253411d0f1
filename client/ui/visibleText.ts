/**
 * Text with nothing in it that a reader can't see: invisible and direction-changing characters become their code points,
 * letters of other alphabets that look like Latin ones are marked when they stand in a word with Latin letters.
 */
export type Piece =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'hidden'; readonly text: string; readonly says: string; readonly source: string }
  | { readonly kind: 'look-alike'; readonly text: string; readonly says: string }

/** The characters that a piece stands for. */
export const sourceOf = (piece: Piece): string => (piece.kind === 'hidden' ? piece.source : piece.text)

/** Controls but tab and line feed, format characters, odd spaces, fillers, variation selectors, private use, unassigned, lone surrogates. */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u3164\uFFA0\u2800]|[\uFE00-\uFE0F]|[\u{E0100}-\u{E01EF}]|[^\S \t\n]/u
const WORD = /[\p{L}\p{N}\p{M}_]+/gu
const LATIN = /[A-Za-z]/
const FOREIGN =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}\p{Script=Hebrew}\p{Script=Georgian}\p{Script=Deseret}\p{Script=Osage}\uFF00-\uFFEF\u{1D400}-\u{1D7FF}]/u
/** Look like another character wherever they stand: a semicolon, a quote, a slash, a minus, a dot, a star, a Latin letter. */
const ALWAYS =
  /[\u017F\u037E\u02B9-\u02BC\uA789\u01C3\u1D00-\u1DBF\u2010\u2011\u201A\u2024\u2044\u2100-\u2121\u2123-\u214F\u2160-\u217F\u2212\u2215\u2217\u2223\u2236\u24B6-\u24E9\u0251\u0261\u04C0\u04CF\uFB00-\uFB06\uFF01-\uFF5E\u{1D400}-\u{1D7FF}\u{1F110}-\u{1F189}]|[\u0335-\u0338]/u
/** Ordinary in prose; in code they pass for a quote or a minus. */
const IN_CODE = /[\u00B4\u2012-\u2015\u2018\u2019\u201B-\u201D\u2032\u2033]/u
/** A letter with an accent or two is a word; more on one letter cover what stands around it. */
const MOST_MARKS = 2
const COMBINING = /\p{M}/u
/** Words of only such letters may still pass for a Latin word: `рау` in Cyrillic. */
const PASSES = /^[асеорхуіјѕһԁԛԝАВЕЅІЈКМНОРСТХУԌԚԜαοιντυρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ_\d]+$/u

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

export function visibleText(text: string, isCode = false): readonly Piece[] {
  const suspicious = suspiciousOf(text, isCode)
  const pieces: Piece[] = []
  let plain = ''
  const flush = (): void => {
    if (plain) pieces.push({ kind: 'plain', text: plain })
    plain = ''
  }
  const escape = (source: string, words: string): void => {
    flush()
    const code = codeOf(source)
    pieces.push({ kind: 'hidden', text: `⟨${code}⟩`, says: `${words}, ${code}`, source })
  }
  let at = 0
  let marks = 0
  let isIndent = true
  for (const character of text) {
    if (character === '\n') isIndent = true
    else if (character !== '\t' && character !== ' ') isIndent = false
    marks = COMBINING.test(character) ? marks + 1 : 0
    if (character === '\t' && !isIndent) escape(character, 'A tab that could be taken for spaces')
    else if (character !== '\t' && character !== '\n' && HIDDEN.test(character))
      escape(character, 'An invisible or controlling character')
    else if (marks > MOST_MARKS) escape(character, 'A mark piled on a letter')
    else if (suspicious.has(at)) {
      flush()
      const says = `Looks like another character and is ${codeOf(character)}`
      pieces.push({ kind: 'look-alike', text: character, says })
    } else plain += character
    at += character.length
  }
  flush()
  return pieces
}

function suspiciousOf(text: string, isCode: boolean): ReadonlySet<number> {
  const places = new Set<number>()
  const isAlways = (one: string): boolean => ALWAYS.test(one) || (isCode && IN_CODE.test(one))
  // Most code has none, and a scan of words is dear.
  const hasAlways = isAlways(text)
  if (!hasAlways && !FOREIGN.test(text)) return places
  let place = 0
  for (const character of hasAlways ? text : '') {
    if (isAlways(character)) places.add(place)
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
