/** Which column of one table looks up a row of another. Only a key that is unique there: a join never multiplies rows. */
import type { Join } from '#agents/playbook/intent.ts'
import { type Field, isUnique, type KnownTable } from '#agents/playbook/knownTable.ts'
import { isTime } from '#agents/playbook/sqlText.ts'
import { areSynonyms } from '#agents/playbook/vocabulary.ts'
import { stemOf, wordsOfName } from '#agents/playbook/words.ts'

export type JoinCandidate = Join & { readonly score: number }

/** Names that tell the role that a row of the other table plays, and not which table it is. */
const ROLES: ReadonlySet<string> = new Set(
  'origin destination departure arrival from to source target home away sender receiver manager parent buyer seller start end'.split(
    ' ',
  ),
)

/** Best first. Names, types, uniqueness and ranges of the profile all have their say. */
export function joinsBetween(left: KnownTable, right: KnownTable): readonly JoinCandidate[] {
  if (left.name === right.name) return []
  return right.columns
    .filter((column) => isUnique({ table: right, column }) && isKeyLike(column.type) && !isTime(column))
    .flatMap((column) =>
      left.columns.flatMap((from) => candidate({ table: left, column: from }, { table: right, column })),
    )
    .toSorted((a, b) => b.score - a.score)
}

const isKeyLike = (type: string): boolean =>
  /^(VARCHAR|UUID|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|ENUM)/i.test(type)

function candidate(left: Field, right: Field): readonly JoinCandidate[] {
  if (left.column.kind !== right.column.kind || !isKeyLike(left.column.type) || isTime(left.column)) return []
  if (left.column.distinct > right.column.distinct * 1.05) return []
  const names = nameEvidence(left, right)
  if (names === 0) return []
  const score = names + valueEvidence(left, right)
  return score >= 2 ? [{ left, right, score }] : []
}

function nameEvidence(left: Field, right: Field): number {
  const from = wordsOfName(left.column.name)
  const to = wordsOfName(right.column.name)
  const table = wordsOfName(right.table.name).map(stemOf)
  const same = from.join(' ') === to.join(' ')
  if (same && from.join('') !== 'id' && from.join('') !== 'name') return 3
  if (from.join(' ') === [...table, ...to].join(' ')) return 3
  const tellsTable = from.some((word) => table.some((t) => t === word || areSynonyms(t, word)))
  if (tellsTable && to.some((word) => from.includes(word))) return 2.5
  if (tellsTable) return 2
  if (from.some((word) => ROLES.has(word)) && right.column.kind === 'text') return 1.5
  return 0
}

/** From the profiles: do the values of the one lie within, and look like, those of the other? */
function valueEvidence(left: Field, right: Field): number {
  const known = new Set(right.column.values)
  const overlap = left.column.values.filter((value) => known.has(value)).length
  const { min, max } = left.column
  if (min === null || max === null || right.column.min === null || right.column.max === null) return -1
  const isNumber = left.column.kind === 'number'
  const isWithin = isNumber
    ? Number(min) >= Number(right.column.min) && Number(max) <= Number(right.column.max)
    : min >= right.column.min && max <= right.column.max
  const isSameShape =
    isNumber || (min.length === right.column.min.length && max.length === right.column.max.length)
  const isMeasure = left.column.role === 'measure' ? -2 : 0
  return (isWithin ? 0.3 : -1) + (isSameShape ? 0.2 : -0.3) + (overlap > 0 ? 0.3 : 0) + isMeasure
}

export type JoinChoice =
  | { readonly kind: 'one'; readonly join: Join }
  | { readonly kind: 'ambiguous'; readonly joins: readonly Join[] }
  | { readonly kind: 'none' }

/** `stems` are the words of the text: "departure delay" tells origin from destination. */
export function chooseJoin(left: KnownTable, right: KnownTable, stems: readonly string[]): JoinChoice {
  const candidates = joinsBetween(left, right)
  const best = candidates[0]
  if (!best) return { kind: 'none' }
  const close = candidates.filter((other) => best.score - other.score < 0.5)
  const lefts = [...new Set(close.map((other) => other.left.column.name))]
  if (lefts.length === 1) return { kind: 'one', join: best }
  const told = close.filter((other) =>
    wordsOfName(other.left.column.name).some((word) =>
      stems.some((stem) => stem === word || areSynonyms(stem, word)),
    ),
  )
  const first = told[0]
  if (first && new Set(told.map((other) => other.left.column.name)).size === 1)
    return { kind: 'one', join: first }
  return {
    kind: 'ambiguous',
    joins: lefts.flatMap((name) => close.find((c) => c.left.column.name === name) ?? []),
  }
}
