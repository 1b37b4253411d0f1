/** Mends names that the check before running did not find: only by the names that the check itself put forward. */
import type { Mended, Trouble } from '#agents/playbook/trouble.ts'
import { quoted } from '#agents/playbook/sqlText.ts'
import {
  type Edit,
  edited,
  isNamed,
  isSign,
  isWord,
  type Token,
  tokensOf,
} from '#agents/playbook/sqlTokens.ts'

const UNKNOWN = /^There is no (column|table|function) called (.+?)(?: here)?\. Did you mean (.+)\?$/
const UNKNOWN_IN_CHART =
  /^(?:.+ has no field called (.+?) here|There is no input called (.+?))\. Did you mean (.+)\?$/
const AMBIGUOUS = /^Ambiguous reference to column name "(.+?)" \(use: (.+)\)/

export function mendedName(code: string, { text }: Trouble): Mended | undefined {
  const [, kind, word, meant] = UNKNOWN.exec(text) ?? []
  if (kind === undefined || word === undefined || meant === undefined) return undefined
  const [nearest, ...others] = meant.split(' or ')
  if (nearest === undefined) return undefined
  const tokens = tokensOf(code)
  const edits = tokens.flatMap((token, at): readonly Edit[] =>
    isNamed(token, word) && isUse(kind, tokens, at)
      ? [{ start: token.start, end: token.end, text: kind === 'function' ? nearest : quoted(nearest) }]
      : [],
  )
  return { code: edited(code, edits), said: renamed(kind, word, nearest, others) }
}

export function mendedChartName(code: string, { text }: Trouble): Mended | undefined {
  const [, field, input, meant] = UNKNOWN_IN_CHART.exec(text) ?? []
  const word = field ?? input
  if (word === undefined || meant === undefined) return undefined
  const [nearest, ...others] = meant.split(' or ')
  if (nearest === undefined) return undefined
  const key = field === undefined ? 'name' : 'field'
  const use = new RegExp(`("${key}"\\s*:\\s*)${escaped(JSON.stringify(word))}`, 'g')
  const mended = code.replaceAll(use, (_, before: string) => `${before}${JSON.stringify(nearest)}`)
  return { code: mended, said: renamed(field === undefined ? 'input' : 'field', word, nearest, others) }
}

/** The first of the tables in the order of the code: in a LEFT JOIN it is the one that always has a value. */
export function mendedAmbiguous(code: string, { text }: Trouble): Mended | undefined {
  const [, word, uses] = AMBIGUOUS.exec(text) ?? []
  const meant = [...(uses ?? '').matchAll(/"([^"]+)"/g)].flatMap((match) => match[1] ?? [])
  const tokens = tokensOf(code)
  const tableOf = (use: string): string => use.slice(0, use.lastIndexOf('.'))
  const placeOf = (use: string): number =>
    tokens.findIndex((token, at) => isNamed(token, tableOf(use)) && !isSign(tokens[at + 1], '.'))
  const [first, ...others] = meant.toSorted((one, other) => placeOf(one) - placeOf(other))
  if (word === undefined || first === undefined) return undefined
  const table = quoted(tableOf(first))
  const edits = tokens.flatMap((token, at): readonly Edit[] =>
    isNamed(token, word) &&
    isUse('column', tokens, at) &&
    !isSign(tokens[at - 1], '.') &&
    !isInUsing(tokens, at)
      ? [{ start: token.start, end: token.start, text: `${table}.` }]
      : [],
  )
  return {
    code: edited(code, edits),
    said: `${word} stands in more than one table, so I took it from ${tableOf(first)}, which the step reads first. If another was meant, say so: ${others.join(', ')}.`,
  }
}

function isUse(kind: string, tokens: readonly Token[], at: number): boolean {
  const isCalled = isSign(tokens[at + 1], '(')
  if (kind === 'function') return isCalled
  if (isCalled || isWord(tokens[at - 1], 'as')) return false
  return kind === 'table' ? !isSign(tokens[at - 1], '.') : !isSign(tokens[at + 1], '.')
}

const isInUsing = (tokens: readonly Token[], at: number): boolean => {
  const depth = tokens[at]?.depth ?? 0
  const open = tokens.findLastIndex((one, place) => place < at && isSign(one, '(') && one.depth === depth - 1)
  return isWord(tokens[open - 1], 'using')
}

const renamed = (kind: string, word: string, nearest: string, others: readonly string[]): string =>
  `There is no ${kind} called ${word}; the nearest name is ${nearest}, so I use that.${others.length > 0 ? ` Near to it is also ${others.join(' and ')}: say so if that was meant.` : ''}`

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
