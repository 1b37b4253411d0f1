/** Names that a text gives and no profile lists: a profile knows only the most frequent values of a column. */
import { type Clause, asksForGroups } from '#agents/playbook/clause.ts'
import { filtersOf, isNegated, type SaidValue } from '#agents/playbook/filters.ts'
import type { Field, KnownTable } from '#agents/playbook/knownTable.ts'
import { isTime } from '#agents/playbook/sqlText.ts'

/** Words before a name that narrows rows, or between two names that are compared. */
const BEFORE =
  /^(for|in|from|of|at|only|just|and|or|vs|versus|with|to|compare|compared|between|excluding|except|without|not|fur|aus|nur|und|ohne)$/

/** Columns of categories with values beyond those that the profile lists. */
const openColumns = (table: KnownTable): readonly Field[] =>
  table.columns
    .filter(
      (column) =>
        column.kind === 'text' &&
        column.role === 'category' &&
        !isTime(column) &&
        column.values.length > 0 &&
        column.distinct > column.values.length,
    )
    .map((column) => ({ table, column }))

/** A name in capitals, where a name narrows, is taken for a value as it is written; whose it is may have to be asked. */
export function withUnlisted(clause: Clause, table: KnownTable | null): Clause {
  const known = new Set(clause.values.map(({ field }) => field.column.name))
  const open = table ? openColumns(table) : []
  const alike = open.filter(({ column }) => known.has(column.name))
  const [field, ...rivals] = alike.length > 0 ? alike : open
  if (!field) return clause
  const found = clause.unread.flatMap((run): readonly SaidValue[] => {
    const start = clause.text.indexOf(run)
    const from = clause.words.findIndex((word) => word.start === start)
    const to = clause.words.findIndex((word) => word.end === start + run.length) + 1
    const words = clause.words.slice(from, to)
    const isName = words.length > 0 && words.every((word) => /^\p{Lu}/u.test(word.text))
    if (from < 1 || !isName || !BEFORE.test(clause.words[from - 1]?.lower ?? '')) return []
    if (asksForGroups(clause.words, from) && !/^(compare|between)$/.test(clause.words[from - 1]?.lower ?? ''))
      return []
    return [{ field, value: run, from, to, not: isNegated(clause.words, from), rivals }]
  })
  if (found.length === 0) return clause
  const said = new Set(found.map(({ value }) => value))
  const others = clause.filters.filter(
    (filter) => filter.kind !== 'values' || filter.field.column.kind === 'boolean',
  )
  const values = [...clause.values, ...found]
  return {
    ...clause,
    values,
    filters: [...filtersOf(values), ...others],
    unread: clause.unread.filter((run) => !said.has(run)),
  }
}

export const unlistedTold = (clause: Clause): readonly string[] =>
  clause.values
    .filter(({ field, value }) => field.column.kind === 'text' && !field.column.values.includes(value))
    .map(
      ({ field, value }) =>
        `I take “${value}” for a value of ${field.column.name}, written just so; its profile lists only the most frequent values.`,
    )
