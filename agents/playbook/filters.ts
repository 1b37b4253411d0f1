/** Which rows a text asks for: values of categories that it names, and thresholds. Only values that the profile saw, or quoted ones. */
import type { Filter } from '#agents/playbook/intent.ts'
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'
import { isNumeric, isYesNo } from '#agents/playbook/sqlText.ts'
import type { Mention } from '#agents/playbook/columns.ts'
import { unitOf } from '#agents/playbook/units.ts'
import { areSynonyms, STOP_WORDS } from '#agents/playbook/vocabulary.ts'
import { stemOf, type Word, wordsOfName, wordsOfText } from '#agents/playbook/words.ts'

export type SaidValue = {
  readonly field: Field
  readonly value: string
  readonly from: number
  readonly to: number
  readonly not: boolean
  readonly rivals: readonly Field[]
}

const NEGATION =
  /^(excluding|exclude|excludes|except|without|not|ignore|ignoring|omit|omitting|drop|other|ohne|ausser|non|remove|minus)$/

export function isNegated(words: readonly Word[], from: number): boolean {
  for (let index = from - 1; index >= Math.max(0, from - 4); index -= 1) {
    const word = words[index]
    if (!word) return false
    if (NEGATION.test(word.lower)) return true
    if (!/^(the|any|all|and|or|values|in|than|status|is|of)$/.test(word.lower)) return false
  }
  return false
}

/** Sunny days are days of sun, rainy ones of rain. */
const nounOf = (adjective: string): string =>
  adjective.length >= 5 && adjective.endsWith('y')
    ? adjective.slice(0, -1).replace(/(.)\1$/, '$1')
    : adjective

/** Values of one word that are also grammar ("IN", "OR") count only as written, in capitals. */
function isSaid(words: readonly Word[], from: number, value: readonly Word[]): boolean {
  return value.every((part, offset) => {
    const word = words[from + offset]
    if (!word || (word.lower !== part.lower && word.stem !== part.stem && nounOf(word.lower) !== part.stem))
      return false
    return (
      !STOP_WORDS.has(word.lower) ||
      value.length > 1 ||
      (word.text === part.text && /^[A-Z]{2,}$/.test(part.text))
    )
  })
}

export function valuesIn(words: readonly Word[], tables: readonly KnownTable[]): readonly SaidValue[] {
  const found: SaidValue[] = []
  for (const table of tables) {
    for (const column of table.columns) {
      if (column.kind !== 'text') continue
      for (const value of column.values) {
        const parts = wordsOfText(value)
        if (parts.length === 0 || value.trim().length < 2 || parts.every((part) => /^\d/.test(part.text)))
          continue
        for (let from = 0; from + parts.length <= words.length; from += 1) {
          if (!isSaid(words, from, parts)) continue
          const said = {
            field: { table, column },
            value,
            from,
            to: from + parts.length,
            not: isNegated(words, from),
            rivals: [],
          }
          found.push(said)
        }
      }
    }
  }
  return withoutOverlaps(words, found)
}

const isNear = (words: readonly Word[], said: SaidValue): boolean =>
  words
    .slice(Math.max(0, said.from - 2), said.to + 2)
    .some((word) =>
      wordsOfName(said.field.column.name).some((name) => name === word.stem || areSynonyms(name, word.stem)),
    )

function withoutOverlaps(words: readonly Word[], found: readonly SaidValue[]): readonly SaidValue[] {
  const picked: SaidValue[] = []
  const ranked = found.toSorted(
    (a, b) => b.to - b.from - (a.to - a.from) || Number(isNear(words, b)) - Number(isNear(words, a)),
  )
  for (const said of ranked) {
    if (picked.some((other) => said.from < other.to && other.from < said.to)) continue
    const rivals = isNear(words, said)
      ? []
      : ranked
          .filter((other) => other !== said && other.from === said.from && other.to === said.to)
          .map((other) => other.field)
    picked.push({ ...said, rivals })
  }
  return picked
}

/** One filter a column: named values are alternatives. */
export function filtersOf(values: readonly SaidValue[]): readonly Filter[] {
  const groups = new Map<string, SaidValue[]>()
  for (const said of values) {
    const key = JSON.stringify([said.field.table.name, said.field.column.name, said.not])
    groups.set(key, [...(groups.get(key) ?? []), said])
  }
  return [...groups.values()].flatMap((group) => {
    const first = group[0]
    if (!first) return []
    return [
      {
        kind: 'values',
        field: first.field,
        values: [...new Set(group.map((said) => said.value))],
        not: first.not,
      } as const,
    ]
  })
}

/** "excluding cancelled": a yes-or-no column that is negated. */
export function negatedFlags(
  words: readonly Word[],
  mentions: readonly Mention[],
): readonly { readonly filter: Filter; readonly mention: Mention }[] {
  return mentions
    .filter((mention) => isYesNo(mention.field.column) && mention.field.column.kind === 'boolean')
    .flatMap((mention) => {
      const isNot = isNegated(words, mention.from)
      const isOnly = /^(only|just|nur|where)$/.test(words[mention.from - 1]?.lower ?? '')
      if (!isNot && !isOnly) return []
      return [
        { mention, filter: { kind: 'values', field: mention.field, values: ['true'], not: isNot } as const },
      ]
    })
}

const THRESHOLD =
  /(>=|<=|>|<|\b(?:over|above|more than|greater than|longer than|larger than|higher than|older than|exceeding|at least|no less than|minimum of|under|below|less than|fewer than|lower than|shorter than|younger than|at most|no more than|up to|maximum of|uber|mehr als|mindestens|unter|weniger als|hochstens)(?:\s+of)?)\s+(-?\d[\d.,]*)\s*(%|[a-z°]+)?/g
const BETWEEN = /\b(?:between|zwischen)\s+(-?\d[\d.,]*)\s+(?:and|und)\s+(-?\d[\d.,]*)\s*(%|[a-z°]+)?/g
const SCALES: Readonly<Record<string, number>> = {
  k: 1000,
  thousand: 1000,
  million: 1e6,
  mio: 1e6,
  billion: 1e9,
}
const MINUTES: Readonly<Record<string, number>> = {
  hour: 60,
  h: 60,
  minute: 1,
  min: 1,
  second: 1 / 60,
  s: 1 / 60,
  ms: 1 / 60_000,
}

export type Threshold = {
  readonly filter: Filter
  readonly start: number
  readonly end: number
  readonly mention: Mention
}

const opOf = (said: string): '>' | '>=' | '<' | '<=' => {
  if (/^(>=|at least|no less|minimum|mindestens)/.test(said)) return '>='
  if (/^(<=|at most|no more|up to|maximum|hochstens)/.test(said)) return '<='
  return /^(<|under|below|less|fewer|lower|shorter|younger|unter|weniger)/.test(said) ? '<' : '>'
}

/** The number in the column's own unit: "2 hours" of a column in minutes is 120; "20 %" of a column up to 1 is 0.2. */
function numberIn(field: Field, digits: string, tail: string | undefined): number {
  const number = Number(digits.replaceAll(/,(?=\d{3})/g, '').replace(',', '.'))
  const word = tail === undefined ? '' : stemOf(tail)
  const scale = SCALES[word]
  if (scale !== undefined) return number * scale
  if (/^(%|percent|prozent)$/.test(word) && Math.abs(Number(field.column.max ?? '100')) <= 1)
    return number / 100
  const own = unitOf(field.column.name)
  const [said, mine] = [MINUTES[word], own === null ? undefined : MINUTES[own]]
  return said !== undefined && mine !== undefined ? (number * said) / mine : number
}

const LEAST = /\b(?:with|having) (at least|no less than|a minimum of|more than|over) (\d{1,6}) ([a-z]+)/

/** "Directors with at least 5 films" speaks of how many rows a group has, where a row is a film. */
export function leastRowsIn(
  lower: string,
  tables: readonly KnownTable[],
): { readonly rows: number; readonly start: number; readonly end: number } | null {
  const match = LEAST.exec(lower)
  const [, how, digits, thing] = match ?? []
  if (!match || how === undefined || digits === undefined || thing === undefined) return null
  const stem = stemOf(thing)
  const isRow =
    /^(row|record|entry|observation|case|item)$/.test(stem) ||
    tables.some((table) => {
      const last = wordsOfName(table.name).at(-1) ?? ''
      return last === stem || areSynonyms(last, stem)
    })
  if (!isRow) return null
  const rows = Number(digits) + (how === 'more than' || how === 'over' ? 1 : 0)
  return { rows, start: match.index, end: match.index + match[0].length }
}

/** A threshold belongs to the numeric column named last before it, else to the first after it. */
export function thresholdsIn(
  lower: string,
  words: readonly Word[],
  mentions: readonly Mention[],
): readonly Threshold[] {
  const numeric = mentions.filter((mention) => isNumeric(mention.field.column))
  const nearest = (start: number): Mention | undefined =>
    numeric.findLast((m) => (words[m.from]?.start ?? 0) < start) ??
    numeric.find((m) => (words[m.from]?.start ?? 0) >= start)
  const between = [...lower.matchAll(BETWEEN)].flatMap((match) => {
    const mention = nearest(match.index)
    if (!mention) return []
    const [low, high] = [match[1], match[2]].map((digits) => numberIn(mention.field, digits ?? '0', match[3]))
    if (low === undefined || high === undefined || !Number.isFinite(low + high)) return []
    const filter: Filter = {
      kind: 'between',
      field: mention.field,
      low: Math.min(low, high),
      high: Math.max(low, high),
    }
    return [{ filter, start: match.index, end: match.index + match[0].length, mention }]
  })
  const compared = [...lower.matchAll(THRESHOLD)].flatMap((match) => {
    const mention = nearest(match.index)
    if (!mention) return []
    const number = numberIn(mention.field, match[2] ?? '0', match[3])
    if (!Number.isFinite(number)) return []
    const filter: Filter = { kind: 'compare', field: mention.field, op: opOf(match[1] ?? '>'), number }
    const isUnit =
      match[3] !== undefined &&
      (stemOf(match[3]) in SCALES ||
        stemOf(match[3]) in MINUTES ||
        /^(%|percent|unit|mile|km|kg|g|usd|eur|dollar|euro|degree|year|day|point|celsiu)/.test(match[3]))
    const length = isUnit || match[3] === undefined ? match[0].length : match[0].lastIndexOf(match[3])
    return [{ filter, start: match.index, end: match.index + length, mention }]
  })
  return [...between, ...compared]
}
