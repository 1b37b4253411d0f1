/** Blanks the semicolons outside texts, names and comments. Who calls it compares the syntax trees of before and after. */
export function withoutSemicolons(sql: string): string {
  return sql.replaceAll(TOKEN, (token) => (token === ';' ? ' ' : token))
}

/** Texts (plain, with escapes, in dollars), quoted names, comments of both kinds; whatever else, one semicolon. */
const TOKEN =
  /--[^\n\r]*|\/\*[\s\S]*?\*\/|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|;/g
