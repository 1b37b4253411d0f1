/** Slips of the pen in words that carry the question. Names of columns forgive slips by themselves (columns.ts). */
import { cuesIn, flattened } from '#agents/playbook/cues.ts'
import type { KnownTable } from '#agents/playbook/knownTable.ts'
import { STOP_WORDS } from '#agents/playbook/vocabulary.ts'
import { wordsOfName, wordsOfText, type Word } from '#agents/playbook/words.ts'

const QUESTION_WORDS: readonly string[] =
  'average median total maximum minimum number percentage proportion share highest lowest largest smallest compare comparison difference distribution histogram correlation relationship relation duplicates missing monthly weekly yearly quarterly daily between excluding without weekday quarter overview profile quality customers products'.split(
    ' ',
  )

export type Corrected = { readonly text: string; readonly told: readonly string[] }

/** Only words that mean nothing as they stand, of six letters or more, one slip away from one word of the question. */
export function corrected(text: string, tables: readonly KnownTable[]): Corrected {
  const known = new Set(tables.flatMap(wordsIn))
  const cues = cuesIn(flattened(text))
  const slips = wordsOfText(text).flatMap((word): readonly { readonly word: Word; readonly by: string }[] => {
    if (word.lower.length < 6 || STOP_WORDS.has(word.lower) || known.has(word.stem) || known.has(word.lower))
      return []
    if (cues.some(({ start, end }) => start < word.end && word.start < end)) return []
    if (QUESTION_WORDS.some((one) => word.lower.startsWith(one) || one.startsWith(word.lower))) return []
    const [by, ...more] = QUESTION_WORDS.filter((one) => isSlipOf(word.lower, one))
    return by !== undefined && more.length === 0 ? [{ word, by }] : []
  })
  return {
    text: slips
      .toReversed()
      .reduce((now, { word, by }) => `${now.slice(0, word.start)}${by}${now.slice(word.end)}`, text),
    told: slips.map(({ word, by }) => `I read “${word.text}” as “${by}”.`),
  }
}

const wordsIn = (table: KnownTable): readonly string[] => [
  ...wordsOfName(table.name),
  ...table.columns.flatMap((column) => [
    ...wordsOfName(column.name),
    ...column.values.flatMap((value) => wordsOfText(value).flatMap((word) => [word.stem, word.lower])),
  ]),
]

/** One letter added, dropped or changed, or two neighbours swapped. */
export function isSlipOf(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const rest = (text: string, by: number): string => text.slice(at + by)
  const isSwap = a[at] === b[at + 1] && a[at + 1] === b[at] && rest(a, 2) === rest(b, 2)
  return isSwap || rest(a, 1) === rest(b, 1) || rest(a, 0) === rest(b, 1) || rest(a, 1) === rest(b, 0)
}
