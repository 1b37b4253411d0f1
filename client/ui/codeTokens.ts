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

const PYTHON_WORDS = new Set(
  `and as assert async await break class continue def del elif else except false finally for from global if import in is
   lambda none nonlocal not or pass raise return true try while with yield match case`.split(/\s+/),
)
const PYTHON =
  /(#.*$)|((?:[rbfu]{0,2})(?:'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?))|(\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b)|([A-Za-z_]\w*)/gi

export function codeTokens(line: string, language: string): readonly CodeToken[] {
  const tokens: CodeToken[] = []
  let at = 0
  for (const found of line.matchAll(PATTERNS[language] ?? SQL)) {
    const kind = (KINDS[language] ?? sqlKind)(found)
    if (kind === 'plain') continue
    if (found.index > at) tokens.push({ kind: 'plain', text: line.slice(at, found.index) })
    tokens.push({ kind, text: found[0] })
    at = found.index + found[0].length
  }
  if (at < line.length) tokens.push({ kind: 'plain', text: line.slice(at) })
  return tokens
}

const PATTERNS: Readonly<Record<string, RegExp>> = { chart: JSON_TOKENS, python: PYTHON }
const KINDS: Readonly<Record<string, (found: RegExpMatchArray) => CodeToken['kind']>> = {
  chart: jsonKind,
  python: pythonKind,
}

function pythonKind(found: RegExpMatchArray): CodeToken['kind'] {
  if (found[1] !== undefined) return 'comment'
  if (found[2] !== undefined) return 'string'
  if (found[3] !== undefined) return 'number'
  return PYTHON_WORDS.has(found[0].toLowerCase()) ? 'keyword' : 'plain'
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
