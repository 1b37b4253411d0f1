/** Text and names into words. A word keeps its place in the text, so that what was not understood can be quoted. */
import { unabbreviated } from '#agents/playbook/vocabulary.ts'

export type Word = {
  /** As written. */
  readonly text: string
  /** Lower case, without accents. */
  readonly lower: string
  readonly stem: string
  readonly start: number
  readonly end: number
}

const plain = (text: string): string =>
  text.replaceAll('ß', 'ss').normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

const IRREGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  indices: 'index',
  series: 'series',
  species: 'species',
  status: 'status',
  gas: 'gas',
  bus: 'bus',
  sales: 'sale',
  units: 'units',
  data: 'data',
  days: 'day',
  kunden: 'kunde',
  umsatze: 'umsatz',
  stadte: 'stadt',
  lander: 'land',
  monate: 'monat',
  jahre: 'jahr',
  wochen: 'woche',
  goods: 'goods',
  address: 'address',
  bytes: 'bytes',
  pieces: 'pieces',
}

/** Plurals only: cutting more (`-ing`, `-ed`) makes different columns look the same. */
export function stemOf(word: string): string {
  const lower = plain(word)
  const irregular = Object.hasOwn(IRREGULAR, lower) ? IRREGULAR[lower] : undefined
  if (irregular) return irregular
  if (lower.length > 4 && lower.endsWith('ies')) return `${lower.slice(0, -3)}y`
  if (lower.length > 4 && /(ss|sh|ch|x|z)es$/.test(lower)) return lower.slice(0, -2)
  if (lower.length > 3 && /[^su]s$/.test(lower)) return lower.slice(0, -1)
  return lower
}

export function wordsOfText(text: string): readonly Word[] {
  return [...text.matchAll(/[\p{L}\p{N}_]+(?:[.,:'’-](?=[\p{L}\p{N}])[\p{L}\p{N}_]+)*|[<>]=?|%/gu)].flatMap(
    (match) => {
      const start = match.index
      return partsOf(match[0]).map((part) => ({
        text: part.text,
        lower: plain(part.text),
        stem: stemOf(part.text),
        start: start + part.start,
        end: start + part.start + part.text.length,
      }))
    },
  )
}

/** `dep_delay` and `arr-time` are several words; `2020-01-31`, `1,200` and `10:30` are one. */
function partsOf(token: string): readonly { readonly text: string; readonly start: number }[] {
  if (/^\d[\d.,:-]*$/.test(token)) return [{ text: token, start: 0 }]
  return [
    ...token.matchAll(
      /\p{Lu}?[\p{Ll}]+|\p{Lu}+(?!\p{Ll})|\p{N}+(?:[.,]\p{N}+)*|[^\p{L}\p{N}_.,:'’-]+|\p{L}+/gu,
    ),
  ].map((m) => ({
    text: m[0],
    start: m.index,
  }))
}

/** A column's name as stems, abbreviations written out: `custAmt_2` → customer, amount, 2. */
export function wordsOfName(name: string): readonly string[] {
  return [...name.matchAll(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{N}+|\p{L}+/gu)]
    .map((match) => stemOf(match[0]))
    .flatMap((word) => unabbreviated(word).split(' '))
}
