/** Mends slips that keep SQL from being read: a comma too many, a keyword with a slip of the pen, a parenthesis that was not closed. */
import type { Mended, Trouble } from '#agents/playbook/trouble.ts'
import { isSlipOf } from '#agents/playbook/spelling.ts'
import {
  type Edit,
  edited,
  isNamed,
  isSign,
  isWord,
  type Token,
  tokensOf,
} from '#agents/playbook/sqlTokens.ts'

const ENDS = ['from', 'where', 'group', 'having', 'order', 'limit', 'qualify', 'union'] as const
const KEYWORDS = [...ENDS, 'select', 'join', 'distinct', 'between'] as const

export function mendedSyntax(code: string, { text }: Trouble): Mended | undefined {
  if (!/syntax error/.test(text)) return undefined
  const tokens = tokensOf(code)
  return withoutCommas(code, tokens) ?? withKeyword(code, tokens, text) ?? closed(code, tokens, text)
}

function withoutCommas(code: string, tokens: readonly Token[]): Mended | undefined {
  const edits = tokens.flatMap((token, at): readonly Edit[] => {
    const next = tokens[at + 1]
    const isSpare =
      isSign(token, ',') && (next === undefined || isSign(next, ',', ')', ';') || isWord(next, ...ENDS))
    return isSpare ? [{ start: token.start, end: token.end, text: '' }] : []
  })
  if (edits.length === 0) return undefined
  return { code: edited(code, edits), said: 'There was a comma with nothing behind it; I took it out.' }
}

/** A misspelt FROM passes for a name at first, so the complaint may be about the word behind it. */
function withKeyword(code: string, tokens: readonly Token[], text: string): Mended | undefined {
  const near = /near "(.+?)"/.exec(text)?.[1]
  if (near === undefined) return undefined
  const candidates = tokens.flatMap((token, at) =>
    isNamed(token, near) || isNamed(tokens[at + 1], near) ? [token] : [],
  )
  for (const token of candidates) {
    const keyword = KEYWORDS.find((one) => token.kind === 'word' && isMisspelt(token.text.toLowerCase(), one))
    if (keyword === undefined) continue
    const word = keyword.toUpperCase()
    return {
      code: edited(code, [{ start: token.start, end: token.end, text: word }]),
      said: `“${token.text}” is no word of SQL; I read it as ${word}.`,
    }
  }
  return undefined
}

/** A plural is a name: `orders` is no slip of ORDER. */
const isMisspelt = (word: string, keyword: string): boolean =>
  word !== `${keyword}s` && isSlipOf(word, keyword)

function closed(code: string, tokens: readonly Token[], text: string): Mended | undefined {
  const open =
    tokens.filter((token) => isSign(token, '(')).length - tokens.filter((token) => isSign(token, ')')).length
  if (open <= 0 || !/end of input/.test(text)) return undefined
  const said =
    open === 1
      ? 'A parenthesis was not closed; I closed it at the end.'
      : `${open} parentheses were not closed; I closed them at the end.`
  return { code: `${code.replace(/[\s;]+$/, '')}${')'.repeat(open)}`, said }
}
