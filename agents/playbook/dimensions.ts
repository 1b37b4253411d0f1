/** By what a clause divides: columns, rows of another table, parts of time. */
import { asksForGroups, type Clause } from '#agents/playbook/clause.ts'
import type { Dimension } from '#agents/playbook/intent.ts'
import { type Field, isUnique, type KnownTable } from '#agents/playbook/knownTable.ts'
import { columnDimension, dividingIn, labelOf, timeFor } from '#agents/playbook/measures.ts'
import { isWholeDays } from '#agents/playbook/sqlText.ts'
import { has } from '#agents/playbook/wish.ts'

export function dimensionsIn(
  clause: Clause,
  table: KnownTable,
  measured: Field | null,
): readonly Dimension[] {
  const divided = dividingIn(clause)
  const isElsewhere = [
    ...divided.map(({ field }) => field.table),
    ...clause.tables.map((said) => said.table),
  ].some((other) => other.name !== table.name)
  const columns = divided
    .filter(({ from, score }) => !(isElsewhere && score < 1.3 && !asksForGroups(clause.words, from)))
    .filter(
      ({ field }) =>
        !(measured && field.column.name === measured.column.name && field.table.name === measured.table.name),
    )
    .filter(({ field, from }) => !isUnique(field) || asksForGroups(clause.words, from) || has(clause, 'rank'))
    .map(({ field }) => columnDimension(field))
  const entities = clause.tables.flatMap(({ table: other }): readonly Dimension[] => {
    const label = labelOf(other)
    if (!label || columns.some((by) => by.kind === 'column' && by.field.table.name === other.name)) return []
    const field = { table: other, column: label }
    if (other.name !== table.name) return [{ kind: 'entity', key: field, label: field }]
    const isNamed = /name/i.test(label.name) && !isUnique(field)
    return isNamed && has(clause, 'rank') && columns.length === 0 && measured ? [columnDimension(field)] : []
  })
  const time = timeFor(table, clause)?.field
  const parts = clause.times.flatMap((said): readonly Dimension[] => {
    if (said.kind !== 'part' || !time || (said.part === 'hour of day' && isWholeDays(time.column))) return []
    return [{ kind: 'part', field: time, part: said.part }]
  })
  return [...unique(columns), ...entities, ...parts].slice(0, 3)
}

function unique(by: readonly Dimension[]): readonly Dimension[] {
  const seen = new Set<string>()
  return by.filter((one) => {
    const key = one.kind === 'column' ? `${one.field.table.name}.${one.field.column.name}` : one.kind
    return !seen.has(key) && seen.add(key)
  })
}

export const sizeOf = (by: Dimension): number =>
  by.kind === 'part'
    ? by.part === 'weekday'
      ? 7
      : by.part === 'month of year'
        ? 12
        : 24
    : by.kind === 'entity'
      ? by.label.column.distinct
      : by.kind === 'column'
        ? by.field.column.distinct
        : 60
