/** Small tables as people have them, filled by a fixed sequence of numbers: the same rows in every run. */
import type { ColumnProfile, TableProfile } from '#shared/profile.ts'
import { kindOf, type KnownTable, knownTableOf } from '#agents/playbook/knownTable.ts'

export type Cell = string | number | boolean | null
export type ColumnOf = {
  readonly name: string
  readonly type: string
  readonly role: ColumnProfile['role']
  readonly cell: (row: number, random: () => number) => Cell
}
export type TestTable = {
  readonly name: string
  readonly columns: readonly ColumnOf[]
  readonly rows: readonly (readonly Cell[])[]
  readonly known: KnownTable
  readonly profile: TableProfile
}

export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

type Cells = ColumnOf['cell']
type Random = () => number

export const pick =
  (...values: readonly string[]): Cells =>
  (_, random) =>
    values[Math.floor(random() * values.length)] ?? null
export const whole =
  (low: number, high: number): Cells =>
  (_, random) =>
    Math.floor(low + random() * (high - low + 1))
export const decimal =
  (low: number, high: number): Cells =>
  (_, random) =>
    Math.round((low + random() * (high - low)) * 100) / 100
export const counter =
  (prefix = ''): Cells =>
  (row) =>
    prefix === '' ? row + 1 : `${prefix}${String(row + 1).padStart(5, '0')}`
export const flag =
  (share: number): Cells =>
  (_, random) =>
    random() < share
export const gaps =
  (share: number, cell: Cells): Cells =>
  (row, random) =>
    random() < share ? null : cell(row, random)

const pad = (value: number): string => String(value).padStart(2, '0')
const at = (from: string, random: Random, days: number): Date =>
  new Date(Date.parse(`${from}T00:00:00Z`) + Math.floor(random() * days * 24 * 60) * 60_000)
export const date =
  (from: string, days: number): Cells =>
  (_, random) =>
    at(from, random, days).toISOString().slice(0, 10)
export const timestamp =
  (from: string, days: number): Cells =>
  (_, random) =>
    at(from, random, days).toISOString().slice(0, 19).replace('T', ' ')
export const slashed =
  (from: string, days: number): Cells =>
  (_, random) => {
    const one = at(from, random, days)
    return `${one.getUTCFullYear()}/${pad(one.getUTCMonth() + 1)}/${pad(one.getUTCDate())} ${pad(one.getUTCHours())}:${pad(one.getUTCMinutes())}`
  }

export const column = (name: string, type: string, role: ColumnProfile['role'], cell: Cells): ColumnOf => ({
  name,
  type,
  role,
  cell,
})

export function testTable(name: string, rowCount: number, columns: readonly ColumnOf[], seed = 7): TestTable {
  const random = randomFrom(seed)
  const rows = Array.from({ length: rowCount }, (_, row) => columns.map((one) => one.cell(row, random)))
  return tableOf(name, columns, rows)
}

export function tableOf(
  name: string,
  columns: readonly ColumnOf[],
  rows: readonly (readonly Cell[])[],
): TestTable {
  const profile: TableProfile = {
    rows: rows.length,
    duplicateRows: rows.length - new Set(rows.map((row) => JSON.stringify(row))).size,
    columns: columns.map((one, index) =>
      profileOf(
        one,
        rows.map((row) => row[index] ?? null),
      ),
    ),
  }
  return { name, columns, rows, profile, known: knownTableOf(name, profile) }
}

function profileOf(one: ColumnOf, cells: readonly Cell[]): ColumnProfile {
  const values = cells.filter((cell) => cell !== null)
  const kind = kindOf(one.type)
  const sorted = values.toSorted((a, b) =>
    kind === 'number' ? Number(a) - Number(b) : String(a) < String(b) ? -1 : 1,
  )
  const counts = new Map<string, number>()
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1)
  const isNumber = kind === 'number'
  const isCategory = kind === 'text' || kind === 'boolean'
  const quantile = (share: number): string => String(sorted[Math.floor(share * (sorted.length - 1))] ?? '')
  const frequent = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, 20)
  return {
    name: one.name,
    type: one.type,
    role: one.role,
    nulls: cells.length - values.length,
    distinct: counts.size,
    min: sorted.length === 0 ? null : String(sorted[0]),
    max: sorted.length === 0 ? null : String(sorted.at(-1)),
    mean:
      isNumber && values.length > 0
        ? String(values.reduce<number>((sum, value) => sum + Number(value), 0) / values.length)
        : null,
    quantiles: isNumber && values.length > 0 ? [0.05, 0.25, 0.5, 0.75, 0.95].map(quantile) : [],
    histogram:
      isCategory && counts.size <= 200
        ? frequent.map(([value, count]) => ({ from: value, to: value, count }))
        : [],
  }
}
