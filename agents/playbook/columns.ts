/** Which columns a text speaks of. Only columns that are there can come out of this file. */
import { type Field, type KnownTable } from '#agents/playbook/knownTable.ts'
import { areSynonyms, hasMeaning, STOP_WORDS, unabbreviated } from '#agents/playbook/vocabulary.ts'
import { type Word, wordsOfName } from '#agents/playbook/words.ts'
import { unitOf } from '#agents/playbook/units.ts'

/** One column for a run of words; `rivals` fit them just as well. */
export type Mention = {
  readonly field: Field
  readonly score: number
  /** Indices into the words, first and after the last. */
  readonly from: number
  readonly to: number
  readonly rivals: readonly Field[]
}

/** Parts of names that say little by themselves: `customer_id` is about customers. */
const WEAK: ReadonlySet<string> = new Set(
  'id key code number name type value date time total is has flag the of in at per unit count column field average mean sum minimum maximum year'.split(
    ' ',
  ),
)

type Spoken = { readonly field: Field; readonly words: readonly string[] }

const spokenFields = (tables: readonly KnownTable[]): readonly Spoken[] =>
  tables.flatMap((table) =>
    table.columns.map((column) => {
      const words = wordsOfName(column.name)
      const unit = unitOf(column.name)
      const meaning = unit && words.length > 1 ? words.slice(0, -1) : words
      const timed = unit !== null && /^(ms|s|min|h)$/.test(unit) ? [...meaning, 'time'] : meaning
      return { field: { table, column }, words: timed.length > 0 ? timed : words }
    }),
  )

function likeness(said: Word, named: string): number {
  const word = unabbreviated(said.stem)
  if (said.stem === named || word === named || said.lower === named || word.split(' ').includes(named))
    return 1
  if (named.length >= 4 && word.length >= 4 && (named.startsWith(word) || word.startsWith(named))) return 0.75
  if (areSynonyms(word, named)) return 0.7
  if (hasMeaning(word) && named.length > word.length + 2 && named.endsWith(word)) return 0.7
  if (hasMeaning(named) && word.length > named.length + 2 && word.endsWith(named)) return 0.7
  if (rootOf(word).length >= 4 && rootOf(word) === rootOf(named)) return 0.7
  if (word.length >= 6 && isOneApart(word, named)) return 0.6
  return 0
}

/** Cancellation and cancelled are one thing; department and departure are not. */
const rootOf = (word: string): string => word.replace(/(ations?|ions?|ed|ing|al|ance)$/, '')

/** A slip of the pen: one letter added, dropped or changed. */
function isOneApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || b.length < 6) return false
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1
  const rest = (text: string, by: number): string => text.slice(start + by)
  return rest(a, 1) === rest(b, 1) || rest(a, 0) === rest(b, 1) || rest(a, 1) === rest(b, 0)
}

const initialsOf = (named: readonly string[]): string => named.map((word) => word.slice(0, 1)).join('')

function scoreOf(said: readonly Word[], named: readonly string[]): number {
  if (named.length >= 3 && said.length === 1 && said[0]?.lower === initialsOf(named)) return 1.4
  const free = new Set(named)
  let sum = 0
  for (const word of said) {
    let best = ''
    let likest = 0
    for (const name of free) {
      const like = likeness(word, name)
      if (like > likest) [best, likest] = [name, like]
    }
    if (likest === 0) return 0
    free.delete(best)
    const isWeak = WEAK.has(best) && named.length > 1
    sum += likest * (isWeak ? 0.4 : 1)
  }
  const isOnlyWeak = said.every((word) => WEAK.has(unabbreviated(word.stem))) && named.length > said.length
  if (isOnlyWeak) return 0
  const whole = named.length === 0 ? 0 : 1 - free.size / new Set(named).size
  return sum + 0.5 * whole
}

/** A word that may name a column: grammar may not, unless a column has just that name. */
function mayName(word: Word, exactNames: ReadonlySet<string>): boolean {
  if (/^[<>%]/.test(word.text)) return false
  if (!STOP_WORDS.has(word.lower)) return true
  return exactNames.has(word.lower) && word.lower.length > 3
}

/**
 * Longest and best matches first, no word used twice. `taken` are words with another meaning, by index.
 * `prefer` breaks ties; a tie that it leaves is told as rivals.
 */
export function mentionsIn(
  words: readonly Word[],
  tables: readonly KnownTable[],
  taken: ReadonlySet<number>,
  prefer: (field: Field, from: number) => number,
): readonly Mention[] {
  const spoken = spokenFields(tables)
  const exact = new Set(spoken.flatMap(({ words: named }) => (named.length === 1 ? named : [])))
  const candidates: Mention[] = []
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 1; to <= Math.min(words.length, from + 5); to += 1) {
      const run = words.slice(from, to)
      if (run.some((word, offset) => taken.has(from + offset) || !mayName(word, exact))) break
      for (const { field, words: named } of spoken) {
        const score = scoreOf(run, named)
        if (score > 0) candidates.push({ field, score, from, to, rivals: [] })
      }
    }
  }
  return chosen(candidates, prefer)
}

function chosen(
  candidates: readonly Mention[],
  prefer: (field: Field, from: number) => number,
): readonly Mention[] {
  const ranked = candidates.toSorted((a, b) => b.score - a.score || a.from - b.from)
  const picked: Mention[] = []
  for (const candidate of ranked) {
    if (picked.some((other) => candidate.from < other.to && other.from < candidate.to)) continue
    const equals = ranked
      .filter(
        (c) =>
          c.from === candidate.from && c.to === candidate.to && Math.abs(c.score - candidate.score) < 0.01,
      )
      .toSorted((a, b) => prefer(b.field, b.from) - prefer(a.field, a.from))
    const best = equals[0] ?? candidate
    const level = prefer(best.field, best.from)
    const rivals = equals.slice(1).filter((c) => prefer(c.field, c.from) === level)
    picked.push({ ...best, rivals: rivals.map((rival) => rival.field) })
  }
  return picked.toSorted((a, b) => a.from - b.from)
}
