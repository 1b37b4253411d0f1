/** From fields in several tables to one table with look-ups: rows are those of the table that is measured. */
import type { Dimension, Filter, Join, Scope } from '#agents/playbook/intent.ts'
import { chooseJoin } from '#agents/playbook/joins.ts'
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'

export const fieldsOf = (by: Dimension): readonly Field[] =>
  by.kind === 'entity' ? [by.key, by.label] : [by.field]

export type Scoped =
  | { readonly kind: 'scope'; readonly scope: Scope }
  | { readonly kind: 'ambiguous'; readonly table: KnownTable; readonly joins: readonly Join[] }
  | { readonly kind: 'apart'; readonly table: KnownTable; readonly other: KnownTable }

export function scopeOf(
  table: KnownTable,
  fields: readonly Field[],
  filters: readonly Filter[],
  stems: readonly string[],
  known: readonly Join[] = [],
): Scoped {
  const others = new Map<string, KnownTable>()
  for (const field of [...fields, ...filters.map((filter) => filter.field)]) {
    if (field.table.name !== table.name) others.set(field.table.name, field.table)
  }
  const joins: Join[] = []
  for (const other of others.values()) {
    const given = known.find(
      (join) => join.right.table.name === other.name && join.left.table.name === table.name,
    )
    const choice = given ? ({ kind: 'one', join: given } as const) : chooseJoin(table, other, stems)
    if (choice.kind === 'none') return { kind: 'apart', table, other }
    if (choice.kind === 'ambiguous') return { kind: 'ambiguous', table: other, joins: choice.joins }
    joins.push({ left: choice.join.left, right: choice.join.right })
  }
  return { kind: 'scope', scope: { table, joins, filters, leastRows: null } }
}
