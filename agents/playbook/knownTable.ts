/** What the playbook may know of a table: names, types and profile, never rows. */
import { type ColumnProfile, type TableProfile } from '#shared/profile.ts'

export type ColumnKind = 'number' | 'time' | 'text' | 'boolean' | 'nested'

export type KnownColumn = {
  readonly name: string
  readonly type: string
  readonly kind: ColumnKind
  readonly role: ColumnProfile['role']
  readonly nulls: number
  readonly distinct: number
  readonly min: string | null
  readonly max: string | null
  /** Quantiles 5, 25, 50, 75, 95 %, when they are numbers. */
  readonly quantiles: readonly number[]
  /** The most frequent values of a column of few values. */
  readonly values: readonly string[]
}

export type KnownTable = {
  readonly name: string
  /** The dataset's name, also of what cleaning made of it: what its rows are. */
  readonly called: string
  readonly rows: number
  readonly duplicateRows: number | null
  readonly columns: readonly KnownColumn[]
  /** Columns that may not be read: with any of these, `*` is not written. */
  readonly hidden: number
}

/** A column in its table. */
export type Field = { readonly table: KnownTable; readonly column: KnownColumn }

const NUMBER =
  /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|REAL|DOUBLE|DECIMAL\(\d+, ?\d+\)|DECIMAL|INT|NUMERIC.*)$/i
const TIME = /^(DATE|TIMESTAMP.*|DATETIME)$/i
const TEXT = /^(VARCHAR.*|TEXT|UUID|ENUM\(.*\)|CHAR.*|STRING)$/i

export function kindOf(type: string): ColumnKind {
  if (NUMBER.test(type)) return 'number'
  if (TIME.test(type)) return 'time'
  if (TEXT.test(type)) return 'text'
  if (/^BOOL(EAN)?$/i.test(type)) return 'boolean'
  return 'nested'
}

/** The values that a profile names for a column of few values; bins of numbers and times are no values. */
function valuesOf(column: ColumnProfile): readonly string[] {
  if (column.histogram.some((bin) => bin.from !== bin.to)) return []
  return column.histogram.map((bin) => bin.from)
}

export function knownColumnOf(column: ColumnProfile): KnownColumn {
  return {
    name: column.name,
    type: column.type,
    kind: kindOf(column.type),
    role: column.role,
    nulls: column.nulls,
    distinct: column.distinct,
    min: column.min,
    max: column.max,
    quantiles: column.quantiles.map(Number).filter(Number.isFinite),
    values: valuesOf(column),
  }
}

/** `isReadable` leaves out columns that a constraint forbids: what is not known is not proposed. */
export function knownTableOf(
  name: string,
  profile: TableProfile,
  isReadable: (column: string) => boolean = () => true,
): KnownTable {
  const columns = profile.columns.filter((column) => isReadable(column.name)).map(knownColumnOf)
  return {
    name,
    called: name,
    rows: profile.rows,
    duplicateRows: profile.duplicateRows ?? null,
    columns,
    hidden: profile.columns.length - columns.length,
  }
}

export const present = (field: Field): number => Math.max(0, field.table.rows - field.column.nulls)

export const isUnique = (field: Field): boolean =>
  present(field) > 0 && field.column.nulls === 0 && field.column.distinct >= 0.97 * field.table.rows
