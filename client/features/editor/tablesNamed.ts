/** Which tables a SQL text names in FROM and JOIN, and what it calls them. A guess from the words, for completion only. */
import { isReserved, nameIn, type SqlToken } from '#client/features/editor/sqlTokens.ts'

export type TableNamed = {
  readonly table: string
  /** What its columns are written after. */
  readonly alias: string
  /** Where the brackets that it stands in begin and end: it is known within. */
  readonly from: number
  readonly to: number
}

const ENDS_LIST: ReadonlySet<string> = new Set(
  'select where group having order limit offset qualify window union except intersect values sample'.split(
    ' ',
  ),
)

type Bracket = { readonly from: number; to: number; isList: boolean; awaits: boolean }

export function tablesNamed(tokens: readonly SqlToken[]): readonly TableNamed[] {
  const code = tokens.filter((one) => one.kind !== 'comment')
  const found: { table: string; alias: string; bracket: Bracket }[] = []
  const open: Bracket[] = [opened(-1)]
  for (const [at, token] of code.entries()) {
    const bracket = open.at(-1) ?? opened(-1)
    const word = token.kind === 'word' ? token.text.toLowerCase() : token.text
    if (word === '(') {
      bracket.awaits = false
      open.push(opened(token.from))
    } else if (word === ')') {
      bracket.to = token.to
      if (open.length > 1) open.pop()
    } else if (token.kind === 'word' && (word === 'from' || word === 'join')) {
      bracket.isList = true
      bracket.awaits = true
    } else if (token.kind === 'word' && ENDS_LIST.has(word)) {
      bracket.isList = false
      bracket.awaits = false
    } else if (word === ',') bracket.awaits = bracket.isList
    else if (bracket.awaits) {
      bracket.awaits = false
      const table = nameIn(token)
      if (table === undefined || (token.kind === 'word' && isReserved(word))) continue
      found.push({ table, alias: aliasAfter(code, at) ?? table, bracket })
    }
  }
  return found.map(({ table, alias, bracket }) => ({ table, alias, from: bracket.from, to: bracket.to }))
}

const opened = (from: number): Bracket => ({ from, to: Infinity, isList: false, awaits: false })

function aliasAfter(code: readonly SqlToken[], at: number): string | undefined {
  const next = code[at + 1]
  const isAs = next?.kind === 'word' && next.text.toLowerCase() === 'as'
  const alias = isAs ? code[at + 2] : next
  return alias?.kind === 'word' && isReserved(alias.text) ? undefined : nameIn(alias)
}

/** Names that the text defines for itself with WITH. */
export function namesDefined(tokens: readonly SqlToken[]): readonly string[] {
  const code = tokens.filter((one) => one.kind !== 'comment')
  const isWord = (at: number, word: string): boolean =>
    code[at]?.kind === 'word' && code[at].text.toLowerCase() === word
  if (!code.some((_, at) => isWord(at, 'with'))) return []
  return code.flatMap((token, at) => {
    const isFirst = isWord(at - 1, 'with') || isWord(at - 1, 'recursive') || code[at - 1]?.text === ','
    const name = nameIn(token)
    return isFirst && name !== undefined && isWord(at + 1, 'as') ? [name] : []
  })
}
