/** Two Parquet files as SQL that compares them: which columns both have, and how their values are made comparable. */
import { quotedName, quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import type { TableSchema } from '#shared/table.ts'

export type Side = 'before' | 'after'

export type ComparedColumn = {
  readonly name: string
  readonly before: string
  readonly after: string
}

export type ComparedTables = {
  readonly paths: Readonly<Record<Side, string>>
  readonly rows: Readonly<Record<Side, number>>
  readonly columns: readonly ComparedColumn[]
}

export const tableAt = (path: string): string =>
  `read_parquet(${quotedText(path)}, hive_partitioning = false)`

/** The columns that both have under exactly one name, in the order of the table after. */
export function columnsOfBoth(before: TableSchema, after: TableSchema): readonly ComparedColumn[] {
  const types = new Map(before.map(({ name, type }) => [name, type]))
  return after.flatMap(({ name, type }) => {
    const was = types.get(name)
    return was === undefined ? [] : [{ name, before: was, after: type }]
  })
}

const NUMERIC = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)$/
export const isNumericType = (type: string): boolean => NUMERIC.test(type)

/** Values of one type, and numbers, are compared as they are; what else changed its type, by its text. */
export function comparable({ name, before, after }: ComparedColumn): string {
  const isAsItIs = before === after || (isNumericType(before) && isNumericType(after))
  return isAsItIs ? quotedName(name) : `CAST(${quotedName(name)} AS VARCHAR)`
}

/** One side with columns named by their place (`b0`, `a0`), so that no name of a person meets one of ours. */
export function sideSql(tables: ComparedTables, side: Side): string {
  const letter = side === 'before' ? 'b' : 'a'
  const columns = tables.columns.map((column, at) => `${comparable(column)} AS ${letter}${at}`)
  return `SELECT ${['true AS ' + letter + '_is', ...columns].join(', ')} FROM ${tableAt(tables.paths[side])}`
}
