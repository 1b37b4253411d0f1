/** Colours for one line of code that is read and not edited. A guess for the eye; nothing rests on it. */
export type CodeToken = {
  readonly kind: 'plain' | 'keyword' | 'string' | 'number' | 'comment'
  readonly text: string
}

const KEYWORDS = new Set(
  `select from where group by order having limit offset with recursive as and or not in is null case when then else end
   join left right inner outer full cross on using union all except intersect distinct between like ilike exists cast
   filter over partition rows range asc desc nulls first last values true false qualify window sample pivot unpivot
   lateral asof semi anti any some interval date timestamp`.split(/\s+/),
)
const SQL = /(--.*$)|('(?:[^']|'')*'?)|("(?:[^"]|"")*"?)|(\b\d[\d_]*(?:\.\d+)?\b)|([A-Za-z_]\w*)/g
const JSON_TOKENS =
  /("(?:[^"\\]|\\.)*"(?=\s*:))|("(?:[^"\\]|\\.)*"?)|(-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)|\b(true|false|null)\b/g

export function codeTokens(line: string, language: string): readonly CodeToken[] {
  const tokens: CodeToken[] = []
  let at = 0
  for (const found of line.matchAll(language === 'chart' ? JSON_TOKENS : SQL)) {
    const kind = language === 'chart' ? jsonKind(found) : sqlKind(found)
    if (kind === 'plain') continue
    if (found.index > at) tokens.push({ kind: 'plain', text: line.slice(at, found.index) })
    tokens.push({ kind, text: found[0] })
    at = found.index + found[0].length
  }
  if (at < line.length) tokens.push({ kind: 'plain', text: line.slice(at) })
  return tokens
}

function sqlKind(found: RegExpMatchArray): CodeToken['kind'] {
  if (found[1] !== undefined) return 'comment'
  if (found[2] !== undefined) return 'string'
  if (found[4] !== undefined) return 'number'
  return found[5] !== undefined && KEYWORDS.has(found[5].toLowerCase()) ? 'keyword' : 'plain'
}

function jsonKind(found: RegExpMatchArray): CodeToken['kind'] {
  if (found[1] !== undefined) return 'keyword'
  if (found[2] !== undefined) return 'string'
  return found[3] !== undefined ? 'number' : 'keyword'
}
