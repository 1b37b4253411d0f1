/** Adds to GROUP BY what a SELECT shows without aggregating it. */
import type { Mended, Trouble } from '#agents/playbook/trouble.ts'
import { placeOf } from '#agents/playbook/sqlPlaces.ts'
import { edited, isNamed, isSign, isWord, nameIn, type Token, tokensOf } from '#agents/playbook/sqlTokens.ts'

const AGGREGATES =
  /^(count|sum|avg|mean|median|min|max|mode|stddev\w*|var_\w+|variance|quantile\w*|first|last|any_value|list|string_agg|array_agg|arg_m(ax|in)|bool_(and|or)|corr|covar_\w+|regr_\w+|approx_\w+|count_if|histogram|skewness|kurtosis|entropy)$/i

export function mendedGrouping(code: string, trouble: Trouble): Mended | undefined {
  const word = /^(.+?) is neither grouped nor aggregated\./.exec(trouble.text)?.[1]
  if (word === undefined) return undefined
  const tokens = tokensOf(code)
  const at = placeOf(code, tokens, trouble, (token) => isNamed(token, word))
  const depth = tokens[at]?.depth
  if (at < 0 || depth === undefined) return undefined
  const own = (place: number): boolean => tokens[place]?.depth === depth
  const select = tokens.findLastIndex((one, place) => place <= at && own(place) && isWord(one, 'select'))
  if (select < 0) return undefined
  const endOf = (...words: readonly string[]): number => {
    const found = tokens.findIndex(
      (one, place) => place > select && (one.depth < depth || (own(place) && isWord(one, ...words))),
    )
    return found < 0 ? tokens.length : found
  }
  const end = endOf('union', 'intersect', 'except')
  const items = partsOf(tokens, select + 1, endOf('from'), depth).flatMap(([from, to]) => {
    const inside = tokens.slice(from, to)
    const isPlain =
      inside.some((one, place) => nameIn(one) !== undefined && !isSign(inside[place + 1], '(')) &&
      !inside.some((one, place) => AGGREGATES.test(nameIn(one) ?? '') && isSign(inside[place + 1], '('))
    return isPlain ? [expressionOf(code, inside, depth)] : []
  })
  const group = tokens.findIndex(
    (one, place) => place > select && place < end && own(place) && isWord(one, 'group'),
  )
  const behind = endOf(
    'having',
    'qualify',
    'window',
    'order',
    'limit',
    'offset',
    'union',
    'intersect',
    'except',
  )
  const grouped =
    group < 0
      ? []
      : partsOf(tokens, group + 2, behind, depth).map(([from, to]) =>
          code.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0),
        )
  const missing = items.filter((item) => !grouped.some((one) => isSame(one, item)))
  const place = tokens[behind - 1]?.end
  if (missing.length === 0 || place === undefined || items.some((item) => item === '*')) return undefined
  const text = group < 0 ? `\nGROUP BY ${missing.join(', ')}` : `, ${missing.join(', ')}`
  const names = missing.join(' and ')
  return {
    code: edited(code, [{ start: place, end: place, text }]),
    said: `${names} ${missing.length === 1 ? 'was' : 'were'} neither grouped nor aggregated; I added ${missing.length === 1 ? 'it' : 'them'} to GROUP BY, so there is one row for each ${names}.`,
  }
}

/** The parts between commas, as places of tokens; the second is behind the last. */
function partsOf(
  tokens: readonly Token[],
  from: number,
  to: number,
  depth: number,
): readonly (readonly [number, number])[] {
  const commas = tokens.flatMap((token, at) =>
    at >= from && at < to && token.depth === depth && isSign(token, ',') ? [at] : [],
  )
  const starts = [from, ...commas.map((at) => at + 1)]
  return starts.flatMap((start, part) => {
    const end = commas[part] ?? to
    return start < end ? [[start, end] as const] : []
  })
}

/** Without its name, and without DISTINCT before it. */
function expressionOf(code: string, tokens: readonly Token[], depth: number): string {
  const as = tokens.findIndex((one) => one.depth === depth && isWord(one, 'as'))
  const last = tokens.at(-1)
  const isNamedWithoutAs = tokens.length > 1 && nameIn(last) !== undefined && !isSign(tokens.at(-2), '.')
  const kept = as > 0 ? tokens.slice(0, as) : isNamedWithoutAs ? tokens.slice(0, -1) : tokens
  const first = kept.find((one) => !isWord(one, 'distinct', 'all'))
  return code.slice(first?.start ?? 0, kept.at(-1)?.end ?? 0)
}

const isSame = (one: string, other: string): boolean => {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s"]+/g, '')
  return plain(one) === plain(other) || plain(one).split('.').at(-1) === plain(other).split('.').at(-1)
}
