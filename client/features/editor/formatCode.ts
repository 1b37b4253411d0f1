/**
 * Lays code out anew. Only the space between its tokens changes: what a formatter would do beyond that is not taken,
 * since a person asked for another look and for no other step.
 */
import type { TextEdit } from '#client/features/editor/bindText.ts'
import { sqlTokens, type SqlToken } from '#client/features/editor/sqlTokens.ts'

/** Edits from first to last, or why there are none. */
export type Formatted =
  | { readonly end: 'edits'; readonly edits: readonly TextEdit[] }
  | { readonly end: 'refused'; readonly why: string }

export const formatCode = async (language: 'sql' | 'chart', code: string): Promise<Formatted> =>
  language === 'sql' ? formatSql(code) : formatChart(code)

async function formatSql(code: string): Promise<Formatted> {
  const { formatDialect, duckdb } = await import('sql-formatter')
  let wanted: string
  try {
    wanted = formatDialect(code, { dialect: duckdb, tabWidth: 2, expressionWidth: 60 })
  } catch {
    return { end: 'refused', why: 'This SQL could not be read well enough to format it.' }
  }
  return respaced(code, wanted)
}

async function formatChart(code: string): Promise<Formatted> {
  const { format, parse } = await import('jsonc-parser')
  const errors: Parameters<typeof parse>[1] = []
  parse(code, errors, { disallowComments: true })
  if (errors.length > 0)
    return { end: 'refused', why: 'This is not valid JSON yet: mend it, then format it.' }
  const edits = format(code, undefined, { tabSize: 2, insertSpaces: true, eol: '\n' })
  return {
    end: 'edits',
    edits: edits.map(({ offset, length, content }) => ({ at: offset, remove: length, insert: content })),
  }
}

/** The edits that give `code` the space of `wanted`, if their tokens are the same. */
export function respaced(code: string, wanted: string): Formatted {
  const now = sqlTokens(code)
  const then = sqlTokens(wanted)
  if (now.length !== then.length || now.some((token, nth) => !isSame(token, then[nth])))
    return {
      end: 'refused',
      why: 'Formatting would have changed more than spaces and line breaks here, so nothing was changed.',
    }
  const edits: TextEdit[] = []
  for (let nth = 0; nth <= now.length; nth += 1) {
    const at = now[nth - 1]?.to ?? 0
    const space = code.slice(at, now[nth]?.from ?? code.length)
    const insert = nth === now.length ? '' : wanted.slice(then[nth - 1]?.to ?? 0, then[nth]?.from)
    if (space !== insert) edits.push({ at, remove: space.length, insert })
  }
  return { end: 'edits', edits }
}

/** A comment stays as it is, so it need only be of the same kind: a formatter indents the lines within it. */
const isSame = (one: SqlToken, other: SqlToken | undefined): boolean =>
  one.kind === other?.kind &&
  (one.kind === 'comment' ? one.text.slice(0, 2) === other.text.slice(0, 2) : one.text === other.text)
