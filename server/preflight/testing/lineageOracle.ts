/** Judges lineage by running queries: what changes when one input column changes must have been named as coming from it. */
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { RANDOM_TABLES } from '#server/preflight/testing/randomSource.ts'
import { createDice, type Dice } from '#server/preflight/testing/seededDice.ts'
import { TableName } from '#shared/ids.ts'
import { sqlLineageOf } from '#shared/lineage/sqlLineage.ts'
import type { ColumnRef, Lineage } from '#shared/preflight.ts'

export type Judged = {
  readonly lineage: Lineage
  /** In words: which column changed what it was not named for. Empty when the lineage holds. */
  readonly missed: readonly string[]
  /** Input columns that change something, as named and as seen: how much wider than the truth the lineage is. */
  readonly named: number
  readonly seen: number
}

export type LineageOracle = {
  /** Undefined when the query fails on the rows as they are. `width` is the number of its columns. */
  judge(sql: string, width: number): Promise<Judged | undefined>
  /** An error of DuckDB's own invalidates the whole database: open another oracle then. */
  isAlive(): Promise<boolean>
  close(): void
}

const ROWS = 7
/** The values of a column among other rows, others, others again, none. */
const CHANGES = ['turned', 'other', 'other', 'empty'] as const

const SQL_TYPES = {
  number: 'BIGINT',
  text: 'VARCHAR',
  list: 'BIGINT[]',
  struct: 'STRUCT(a BIGINT, b VARCHAR)',
} as const

const TABLES = Object.entries(RANDOM_TABLES).map(([name, columns]) => ({
  name: TableName.parse(name),
  columns: Object.entries(columns).map(([column, kind]) => ({ name: column, kind, type: SQL_TYPES[kind] })),
}))
const INPUTS = TABLES.map(({ name, columns }) => ({
  name,
  schema: columns.map((one) => ({ name: one.name, type: one.type })),
}))

/** Each variant is a schema with the same tables, in which one column of one of them has other values. */
type Variant = { readonly schema: string; readonly changed: ColumnRef }

/** `changes` is in how many ways each column is changed: more see more, and take longer. */
export async function openLineageOracle(seed: number, changes: 2 | 4): Promise<LineageOracle> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const dice = createDice(seed)
  await connection.run('CREATE SCHEMA original')
  for (const { name, columns } of TABLES) {
    const rows = Array.from({ length: ROWS }, () => columns.map((one) => randomLiteral(dice, one.kind)))
    const list = columns.map((one) => `${one.name} ${one.type}`).join(', ')
    await connection.run(`CREATE TABLE original.${name} (${list})`)
    await connection.run(
      `INSERT INTO original.${name} VALUES ${rows.map((one) => `(${one.join(', ')})`).join(', ')}`,
    )
  }
  const variants = await makeVariants(connection, dice, changes)
  await connection.run('USE original')

  const isAlive = async (): Promise<boolean> => (await rowsOf(connection, 'SELECT 1')) !== undefined
  const judge: LineageOracle['judge'] = async (sql, width) => {
    const original = await rowsOf(connection, sql)
    if (!original) return undefined
    const lineage = await lineageOf(connection, sql, width)
    const missed = new Set<string>()
    const seen = new Set<string>()
    const isNamed = (table: string): boolean => new RegExp(`\\b${table}\\b`).test(sql)
    for (const { schema, changed } of variants) {
      if (!isNamed(changed.table)) continue
      await connection.run(`USE ${schema}`)
      const rows = await rowsOf(connection, sql)
      // An error says nothing of values.
      if (!rows && !(await isAlive())) return undefined
      if (!rows) continue
      const key = `${changed.table}.${changed.column}`
      if (!isSame(original, rows, () => true)) seen.add(key)
      if (lineage.rows.some((one) => isRef(one, changed))) continue
      const isApart = (at: number): boolean =>
        lineage.columns[at]?.from.some((one) => isRef(one, changed)) !== true
      if (!isSame(original, rows, isApart)) missed.add(key)
    }
    await connection.run('USE original')
    const named = new Set([...lineage.rows, ...lineage.columns.flatMap((one) => one.from)].map(textOf))
    return { lineage, missed: [...missed], named: named.size, seen: seen.size }
  }
  const close = (): void => {
    connection.closeSync()
    instance.closeSync()
  }
  return { judge, isAlive, close }
}

const textOf = (ref: ColumnRef): string => `${ref.table}.${ref.column}`
const isRef = (one: ColumnRef, other: ColumnRef): boolean => textOf(one) === textOf(other)

async function makeVariants(
  connection: DuckDBConnection,
  dice: Dice,
  changes: number,
): Promise<readonly Variant[]> {
  const variants: Variant[] = []
  for (const { name, columns } of TABLES)
    for (const { name: column, kind } of columns)
      for (const change of CHANGES.slice(0, changes)) {
        const schema = `changed_${variants.length}`
        await connection.run(`CREATE SCHEMA ${schema}`)
        for (const other of TABLES)
          await connection.run(`CREATE TABLE ${schema}.${other.name} AS FROM original.${other.name}`)
        for (let row = 0; row < ROWS; row++) {
          const turned = `(SELECT ${column} FROM original.${name} WHERE rowid = ${(row + 1) % ROWS})`
          const value = { turned, other: randomLiteral(dice, kind), empty: 'NULL' }[change]
          await connection.run(`UPDATE ${schema}.${name} SET ${column} = ${value} WHERE rowid = ${row}`)
        }
        variants.push({ schema, changed: { table: name, column } })
      }
  return variants
}

function randomLiteral(dice: Dice, kind: keyof typeof SQL_TYPES): string {
  if (dice.oneIn(7)) return 'NULL'
  const number = (): string => String(dice.roll(4))
  const text = (): string => dice.pick(["'a'", "'b'", "'ab'", "'1'"])
  switch (kind) {
    case 'number':
      return number()
    case 'text':
      return text()
    case 'list':
      return `[${Array.from({ length: dice.roll(4) }, number).join(', ')}]`
    case 'struct':
      return `{'a': ${number()}, 'b': ${text()}}`
  }
}

async function lineageOf(connection: DuckDBConnection, sql: string, width: number): Promise<Lineage> {
  const asked = `SELECT json_serialize_plan(${quotedText(sql)}, skip_null := true, optimize := false)`
  const [row] = (await connection.runAndReadAll(asked)).getRowsJson()
  const plan: unknown = JSON.parse(z.string().parse(row?.[0]))
  const output = Array.from({ length: width }, (_, at) => `c${at}`)
  return sqlLineageOf(plan, output, INPUTS)
}

/** Each value as text, so that rows compare. */
type Rows = readonly (readonly string[])[]

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<Rows | undefined> {
  try {
    const read = await connection.runAndReadAll(sql)
    return read.getRowsJson().map((row) => row.map((value) => JSON.stringify(value)))
  } catch {
    return undefined
  }
}

/** As bags of rows, with only the columns that count; with none of them the number of rows still must agree. */
function isSame(one: Rows, other: Rows, counts: (at: number) => boolean): boolean {
  const bag = (rows: Rows): readonly string[] =>
    rows.map((row) => row.filter((_, at) => counts(at)).join('\t')).toSorted()
  return bag(one).join('\n') === bag(other).join('\n')
}
