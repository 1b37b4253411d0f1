/** What a clause wants done to, or told of, a table as a whole. */
import type { Clause } from '#agents/playbook/clause.ts'
import type { CleanAction, Dimension } from '#agents/playbook/intent.ts'
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'
import { has, type Wish } from '#agents/playbook/wish.ts'

/** Profile, quality, cleaning and joining are about a table as a whole. */
export function upkeepOf(
  clause: Clause,
  table: KnownTable,
  fields: readonly Field[],
  by: readonly Dimension[],
): readonly Wish[] | null {
  if (has(clause, 'clean')) {
    const columns = clause.mentions
      .map(({ field }) => field)
      .filter((field) => field.table.name === table.name)
    return [
      { kind: 'clean', actions: actionsOf(clause.text), fill: /\b(fill|impute)/i.test(clause.text), columns },
    ]
  }
  if (has(clause, 'join') && clause.tables.length > 1) return [{ kind: 'join' }]
  const isPlain = fields.length === 0 && by.length === 0 && !has(clause, 'rank', 'trend')
  if (has(clause, 'quality') && (isPlain || /missing|null|duplicate/i.test(clause.text)))
    return [{ kind: 'quality' }]
  if (has(clause, 'profile') && isPlain) return [{ kind: 'profile' }]
  return null
}

function actionsOf(text: string): readonly CleanAction[] {
  const said: CleanAction[] = []
  if (/type|convert|cast|format/i.test(text)) said.push('types')
  if (/dup|doppelt/i.test(text)) said.push('duplicates')
  if (/missing|null|empty|gap|impute|fill|fehlend|incomplete/i.test(text)) said.push('missing')
  return said.length > 0 ? said : ['types', 'duplicates', 'missing']
}
