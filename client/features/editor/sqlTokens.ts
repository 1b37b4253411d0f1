/** Cuts SQL into pieces as far as completion needs it: any text can be cut, also one that is half typed. */
export type SqlToken = {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'comment' | 'sign'
  readonly text: string
  readonly from: number
  readonly to: number
}

const TOKEN =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<text>'(?:[^']|'')*(?:'|$)|(?<dollar>\$\w*\$)[\s\S]*?(?:\k<dollar>|$))|(?<quoted>"(?:[^"]|"")*(?:"|$))|(?<number>\d[\w.]*)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<sign>[^\s])/gu

export const sqlTokens = (code: string): readonly SqlToken[] =>
  [...code.matchAll(TOKEN)].map(({ 0: text, index, groups = {} }) => ({
    kind: kindOf(groups),
    text,
    from: index,
    to: index + text.length,
  }))

function kindOf(groups: Readonly<Record<string, string | undefined>>): SqlToken['kind'] {
  if (groups['comment'] !== undefined) return 'comment'
  if (groups['text'] !== undefined) return 'text'
  if (groups['quoted'] !== undefined) return 'quoted'
  if (groups['number'] !== undefined) return 'number'
  return groups['word'] === undefined ? 'sign' : 'word'
}

/** What a word or a quoted name stands for; undefined for what is no name. */
export function nameIn(token: SqlToken | undefined): string | undefined {
  if (token?.kind === 'word') return token.text
  if (token?.kind !== 'quoted') return undefined
  return token.text.replace(/^"|"$/g, '').replaceAll('""', '"')
}

export const writtenName = (name: string): string =>
  /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !RESERVED.has(name.toLowerCase())
    ? name
    : `"${name.replaceAll('"', '""')}"`

/** Words that end a list of tables, or can't be a name without quotes. */
const RESERVED: ReadonlySet<string> = new Set(
  `select from where group having order by limit offset qualify window union except intersect join left right inner
   full cross natural on using as and or not in is null case when then else end with distinct all any some true false
   asc desc cast create table default collate lateral returning to into values sample pivot unpivot semi anti asof
   positional between like ilike exists filter over partition`
    .trim()
    .split(/\s+/),
)
export const isReserved = (word: string): boolean => RESERVED.has(word.toLowerCase())
