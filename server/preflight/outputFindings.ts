/** What is wrong with the result that a statement would have, though it binds. */
import { isKeptExactly } from '#server/preflight/keptType.ts'
import { readsRowId } from '#server/preflight/planFacts.ts'
import { nameKey } from '#shared/ids.ts'
import type { Finding } from '#shared/preflight.ts'
import { TableSchema } from '#shared/table.ts'

export function outputFindings(output: TableSchema): readonly Finding[] {
  if (!isKeepable(output)) {
    const text = 'A column of the result has no name, or a name or type that is too long to keep.'
    return [{ severity: 'deny', code: 'unwieldy-column', text }]
  }
  const twice = output.find((one, at) =>
    output.some((other, before) => before < at && nameKey(other.name) === nameKey(one.name)),
  )
  if (!twice) return []
  const text = `Two columns of the result are called ${twice.name}. Give each its own name with AS.`
  return [{ severity: 'deny', code: 'duplicate-column', text }]
}

export const isKeepable = (output: TableSchema): boolean => TableSchema.safeParse(output).success

export const inexactFindings = (columns: TableSchema): readonly Finding[] =>
  columns
    .filter((one) => !isKeptExactly(one.type))
    .map(({ name, type }) => ({
      severity: 'warn',
      code: 'inexact-type',
      text: `${name} is a ${type.slice(0, 100)}, which can't be kept exactly. Take its members apart with union_extract.`,
    }))

/** The twin's tables number their rows; the inputs of a run do not. */
export function rowIdFindings(tree: unknown, plan: unknown): readonly Finding[] {
  if (!readsRowId(tree, plan)) return []
  const text = 'The inputs have no rowid. Number the rows with row_number() OVER (ORDER BY …).'
  return [{ severity: 'deny', code: 'unknown-column', text }]
}
