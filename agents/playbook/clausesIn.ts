/** The clauses of a SELECT as a person wrote them. Inner queries are counted, not read. */
import { isSign, isWord, type Token, tokensOf } from '#agents/playbook/sqlTokens.ts'

export type Clauses = {
  readonly joins: readonly string[]
  readonly where: string | undefined
  readonly group: string | undefined
  readonly having: string | undefined
  readonly order: string | undefined
  readonly limit: string | undefined
  readonly inner: number
}

const NEXT = [
  'where',
  'group',
  'having',
  'qualify',
  'window',
  'order',
  'limit',
  'offset',
  'union',
  'intersect',
  'except',
]
const JOINS = ['join', 'left', 'right', 'full', 'inner', 'cross', 'semi', 'anti', 'asof']

export function clausesIn(code: string): Clauses {
  const tokens = tokensOf(code)
  const outer = tokens.filter((token) => token.depth === 0)
  const selects = outer.filter((token) => isWord(token, 'select'))
  const inner = tokens.filter((token) => isWord(token, 'select')).length - 1
  const isOne = selects.length === 1
  const from = (first: number, words: number, until: readonly string[]): string => {
    const rest = outer.slice(first + words)
    const end = rest.findIndex((token) => isWord(token, ...until) || isSign(token, ';'))
    return spoken(code, tokens, rest[0]?.start ?? code.length, rest[end]?.start ?? code.length)
  }
  const clause = (word: string, words = 1): string | undefined => {
    const at = isOne ? outer.findLastIndex((token) => isWord(token, word)) : -1
    return at < 0 ? undefined : from(at, words, NEXT)
  }
  const starts = outer.flatMap((token, at) =>
    isOne && isWord(token, ...JOINS) && !isWord(outer[at - 1], ...JOINS, 'outer') ? [at] : [],
  )
  return {
    joins: starts.map((at) => {
      const own = outer.slice(at).findIndex((token) => !isWord(token, ...JOINS, 'outer'))
      const kind = outer.slice(at, at + own).map((token) => token.text.toUpperCase())
      return `${kind.join(' ')} ${from(at, own, [...NEXT, ...JOINS])}`
    }),
    where: clause('where'),
    group: clause('group', 2),
    having: clause('having'),
    order: clause('order', 2),
    limit: clause('limit'),
    inner: Math.max(0, isOne ? inner : inner + 1),
  }
}

/** On one line, comments left out. */
const spoken = (code: string, tokens: readonly Token[], start: number, end: number): string => {
  const inside = tokens.filter((token) => token.start >= start && token.end <= end)
  return inside
    .map(
      (token, at) =>
        `${at > 0 && (inside[at - 1]?.end ?? 0) < token.start ? ' ' : ''}${code.slice(token.start, token.end)}`,
    )
    .join('')
}
