/** What the walk knows of the rows that an operator hands on: where each column comes from, and what decides which rows there are. */

/** Keys of input columns, as `sourceKey` writes them. */
export type Sources = ReadonlySet<string>

export const NO_SOURCES: Sources = new Set()

export const sourceKey = (table: string, column: string): string =>
  JSON.stringify([table.toLowerCase(), column.toLowerCase()])

export function unionOf(...sets: readonly Sources[]): Sources {
  const filled = sets.filter((one) => one.size > 0)
  const [only] = filled
  return only === undefined
    ? NO_SOURCES
    : filled.length === 1
      ? only
      : new Set(filled.flatMap((one) => [...one]))
}

export type OutColumn = {
  /** By which an expression that was not resolved to a position refers to it. */
  readonly binding: string
  readonly from: Sources
  /** A list with as many elements as were written down, whatever the values. */
  readonly isFixedLength?: boolean
}

export type Relation = {
  readonly columns: readonly OutColumn[]
  readonly rows: Sources
  /** What the rows are ordered by, which matters once they are cut, numbered or listed. */
  readonly order: Sources
  /** `row`: exactly one. `rowPerOuter`: exactly one for each row that an enclosing correlated join hands in. */
  readonly one: 'row' | 'rowPerOuter' | 'no'
  /** Positions whose values together occur once only. */
  readonly unique: readonly number[] | undefined
}

export const bindingOf = (table: unknown, index: number): string => `${String(table)}.${index}`

/** Keeps the columns at these positions, in this order. An empty list keeps all, as in a plan. */
export function picked(relation: Relation, positions: readonly number[]): Relation {
  if (positions.length === 0) return relation
  const columns = positions.flatMap((one) => relation.columns[one] ?? [])
  return { ...relation, columns, unique: uniqueAfter(relation, positions) }
}

/** Where the unique positions went; undefined when one of them is gone. */
export function uniqueAfter(
  relation: Relation,
  positions: readonly (number | undefined)[],
): readonly number[] | undefined {
  const moved = relation.unique?.map((one) => positions.indexOf(one))
  return moved === undefined || moved.includes(-1) ? undefined : moved
}

/** Every column of it comes from these too. */
export const alsoFrom = (columns: readonly OutColumn[], sources: Sources): readonly OutColumn[] =>
  sources.size === 0 ? columns : columns.map((one) => ({ ...one, from: unionOf(one.from, sources) }))

export const allFrom = (columns: readonly OutColumn[]): Sources => unionOf(...columns.map((one) => one.from))
