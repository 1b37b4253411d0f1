/** SQL cut into words and signs with their places, so that one of them can be changed and the rest stay as a person wrote it. */
export type Token = {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'sign'
  readonly text: string
  readonly start: number
  readonly end: number
  /** How many parentheses stand open around it. */
  readonly depth: number
}

const PARTS =
  /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:[^']|'')*'?)|(?<quoted>"(?:[^"]|"")*"?)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<word>[$\p{L}_][\p{L}\p{N}_$]*)|(?<sign>::|<=|>=|<>|!=|\|\||\/\/|->>|->|[\s\S])/gu

export function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = []
  let depth = 0
  for (const match of sql.matchAll(PARTS)) {
    const [text] = match
    const kind = kindOf(match.groups ?? {})
    if (!kind) continue
    if (text === ')') depth -= 1
    tokens.push({ kind, text, start: match.index, end: match.index + text.length, depth })
    if (text === '(') depth += 1
  }
  return tokens
}

const KINDS = ['text', 'quoted', 'number', 'word', 'sign'] as const

const kindOf = (groups: Readonly<Record<string, string | undefined>>): Token['kind'] | undefined =>
  KINDS.find((kind) => groups[kind] !== undefined)

/** The name that a token stands for; undefined when it is no name. */
export function nameIn(token: Token | undefined): string | undefined {
  if (token?.kind === 'word') return token.text
  return token?.kind === 'quoted' ? token.text.replaceAll(/^"|"$/g, '').replaceAll('""', '"') : undefined
}

export const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'word' && words.includes(token.text.toLowerCase())

export const isSign = (token: Token | undefined, ...signs: readonly string[]): boolean =>
  token?.kind === 'sign' && signs.includes(token.text)

export const isNamed = (token: Token | undefined, name: string): boolean =>
  nameIn(token)?.toLowerCase() === name.toLowerCase()

export type Edit = { readonly start: number; readonly end: number; readonly text: string }

export const edited = (sql: string, edits: readonly Edit[]): string =>
  edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((now, { start, end, text }) => now.slice(0, start) + text + now.slice(end), sql)

/** The token that stands at a line and a column, both from 1. */
export function tokenAt(sql: string, tokens: readonly Token[], line: number, column: number): number {
  const before = sql.split('\n').slice(0, line - 1)
  const start = before.reduce((sum, one) => sum + one.length + 1, 0)
  const at =
    start +
    Array.from(sql.slice(start).split('\n', 1)[0] ?? '')
      .slice(0, column - 1)
      .join('').length
  return tokens.findIndex((token) => token.start <= at && at < token.end)
}

export type Span = { readonly from: number; readonly to: number }

/** The value that ends before, or begins at, a token: a column, a number, a call or what stands in parentheses. Token numbers, both ends included. */
export function operandBefore(tokens: readonly Token[], at: number): Span | undefined {
  const last = tokens[at - 1]
  if (!last) return undefined
  let from = at - 1
  if (isSign(last, ')')) {
    from = tokens.findLastIndex(
      (one, place) => place < at - 1 && isSign(one, '(') && one.depth === last.depth,
    )
    if (from < 0) return undefined
    if (nameIn(tokens[from - 1]) !== undefined && !isClauseWord(tokens[from - 1])) from -= 1
  } else if (nameIn(last) === undefined || isClauseWord(last)) return undefined
  while (isSign(tokens[from - 1], '.') && nameIn(tokens[from - 2]) !== undefined) from -= 2
  return { from, to: at - 1 }
}

export function operandAt(tokens: readonly Token[], at: number): Span | undefined {
  const first = tokens[at]
  if (!first) return undefined
  let to = at
  if (nameIn(first) !== undefined && !isClauseWord(first)) {
    while (isSign(tokens[to + 1], '.') && nameIn(tokens[to + 2]) !== undefined) to += 2
    if (!isSign(tokens[to + 1], '(')) return { from: at, to }
    to += 1
  } else if (!isSign(first, '(')) return undefined
  const open = tokens[to]
  const close = tokens.findIndex((one, place) => place > to && isSign(one, ')') && one.depth === open?.depth)
  return close < 0 ? undefined : { from: at, to: close }
}

const CLAUSE_WORDS: ReadonlySet<string> = new Set(
  'select from where group by having order limit offset qualify window union intersect except all distinct on using join left right full inner outer cross and or not in is null case when then else end as between like ilike over filter asc desc with'.split(
    ' ',
  ),
)

export const isClauseWord = (token: Token | undefined): boolean =>
  token?.kind === 'word' && CLAUSE_WORDS.has(token.text.toLowerCase())

export const textIn = (sql: string, tokens: readonly Token[], { from, to }: Span): string =>
  sql.slice(tokens[from]?.start ?? 0, tokens[to]?.end ?? 0)
