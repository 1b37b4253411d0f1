/** Where in SQL a complaint points: by its line and column, else by the one place that it can mean. */
import type { Trouble } from '#agents/playbook/trouble.ts'
import { tokenAt, type Token } from '#agents/playbook/sqlTokens.ts'

/** The token's number; -1 when it is not clear which is meant. */
export function placeOf(
  code: string,
  tokens: readonly Token[],
  { line, column }: Trouble,
  fits: (token: Token, at: number) => boolean,
): number {
  if (line !== undefined && column !== undefined) {
    const at = tokenAt(code, tokens, line, column)
    const token = tokens[at]
    if (token && fits(token, at)) return at
  }
  const found = tokens.flatMap((token, at) => (fits(token, at) ? [at] : []))
  return found.length === 1 ? (found[0] ?? -1) : -1
}
