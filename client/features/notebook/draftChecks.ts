/** Checks while they are a draft: text in the shared document, and nothing in force. */
import { z } from 'zod'
import { ConstraintCheck } from '#shared/constraint.ts'

const Checks = z.array(ConstraintCheck).max(20).readonly()

export const checksText = (checks: readonly ConstraintCheck[]): string => JSON.stringify(checks)

/** Whatever a client wrote there that is no list of checks counts as none. */
export function checksIn(text: string): readonly ConstraintCheck[] {
  try {
    const parsed = Checks.safeParse(JSON.parse(text || '[]'))
    return parsed.success ? parsed.data : []
  } catch {
    return []
  }
}

/** One check from what was typed into the form, or the reason why not. */
export function checkOf(
  kind: ConstraintCheck['kind'],
  typed: { readonly words: string; readonly table: string },
): ConstraintCheck | string {
  const list = typed.words
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
  const table = typed.table.trim()
  const parsed = ConstraintCheck.safeParse(shapeOf(kind, typed.words.trim(), list, table))
  return parsed.success ? parsed.data : (parsed.error.issues[0]?.message ?? 'This is not complete')
}

function shapeOf(
  kind: ConstraintCheck['kind'],
  words: string,
  list: readonly string[],
  table: string,
): unknown {
  switch (kind) {
    case 'forbidden-columns':
      return { kind, columns: list, ...(table ? { dataset: table } : {}) }
    case 'forbidden-datasets':
      return { kind, datasets: list }
    case 'allowed-languages':
      return { kind, languages: list.map((word) => word.toLowerCase()) }
    case 'no-network':
      return { kind }
    case 'most-seconds':
      return { kind, seconds: Number(words) }
    case 'most-rows':
      return { kind, rows: Number(words) }
    case 'assert':
      return { kind, predicate: words, ...(table ? { output: table } : {}) }
  }
}
