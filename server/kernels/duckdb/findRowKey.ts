/** By which columns rows of two tables are the same row: chosen by a person, or found from names, types and values. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import {
  comparable,
  tableAt,
  type ComparedColumn,
  type ComparedTables,
  type Side,
} from '#server/kernels/duckdb/comparedTables.ts'
import { err, ok, type Result } from '#shared/result.ts'

/** A table of more columns than this is asked for a key in its first ones only. */
const MOST_CANDIDATES = 40
const LONGEST_KEY = 4
const MOST_SINGLES = 6

const SIDES: readonly Side[] = ['before', 'after']
const IDENTIFIER = /(^|[^a-z])(id|key|uuid|code|number|no)$/i
/** Equal only by luck, or not at all. */
const NO_KEY = /^(FLOAT|DOUBLE|BLOB|STRUCT|MAP|UNION)|\[\d*\]$/
const NAMES = /^(VARCHAR|UUID|DATE|TIMESTAMP.*|ENUM.*)$/

/** Undefined when no key is found: rows are then compared whole. */
export async function findRowKey(
  connection: DuckDBConnection,
  tables: ComparedTables,
): Promise<readonly ComparedColumn[] | undefined> {
  if (tables.rows.before === 1 && tables.rows.after === 1) return []
  const candidates = tables.columns
    .filter(({ before, after }) => before === after && !NO_KEY.test(after))
    .slice(0, MOST_CANDIDATES)
  if (candidates.length === 0) return undefined
  const estimates = new Map<Side, ReadonlyMap<ComparedColumn, number>>()
  for (const side of SIDES) estimates.set(side, await distinctOf(connection, tables, side, candidates))
  for (const key of keysToTry(candidates)) {
    if (!SIDES.every((side) => mayBeUnique(key, tables.rows[side], estimates.get(side)))) continue
    if ((await faultOf(connection, tables, key)) === undefined) return key
  }
  return undefined
}

/** A person's choice, or why it can't be. */
export async function chosenRowKey(
  connection: DuckDBConnection,
  tables: ComparedTables,
  names: readonly string[],
): Promise<Result<readonly ComparedColumn[], string>> {
  const key: ComparedColumn[] = []
  for (const name of names) {
    const column = tables.columns.find((one) => one.name === name)
    if (!column) return err(`The column ${name} is not in both tables.`)
    key.push(column)
  }
  const fault = await faultOf(connection, tables, key)
  return fault === undefined ? ok(key) : err(fault)
}

/** What looks like an identifier; then the first columns together, as a grouped result has them; then single names and times. */
function* keysToTry(candidates: readonly ComparedColumn[]): Generator<readonly ComparedColumn[]> {
  const identifiers = candidates.filter(({ name }) => IDENTIFIER.test(name)).slice(0, MOST_SINGLES)
  for (const column of identifiers) yield [column]
  for (let length = 1; length <= Math.min(LONGEST_KEY, candidates.length); length += 1)
    yield candidates.slice(0, length)
  const names = candidates.filter(({ after }) => NAMES.test(after)).slice(0, MOST_SINGLES)
  for (const column of names) yield [column]
}

async function distinctOf(
  connection: DuckDBConnection,
  tables: ComparedTables,
  side: Side,
  columns: readonly ComparedColumn[],
): Promise<ReadonlyMap<ComparedColumn, number>> {
  const counts = columns.map((column) => `approx_count_distinct(${comparable(column)})::VARCHAR`)
  const read = await connection.runAndReadAll(
    `SELECT ${counts.join(', ')} FROM ${tableAt(tables.paths[side])}`,
  )
  const found = Texts.parse(read.getRowsJson()[0])
  return new Map(columns.map((column, at) => [column, Number(found[at])]))
}

/** By estimates, which may be a fifth off. */
function mayBeUnique(
  key: readonly ComparedColumn[],
  rows: number,
  estimates: ReadonlyMap<ComparedColumn, number> | undefined,
): boolean {
  const most = key.reduce((product, column) => product * (estimates?.get(column) ?? 0) * 1.2, 1)
  return rows === 0 || most >= rows
}

async function faultOf(
  connection: DuckDBConnection,
  tables: ComparedTables,
  key: readonly ComparedColumn[],
): Promise<string | undefined> {
  const values = key.map(comparable)
  const named = key.map(({ name }) => name).join(', ')
  for (const side of SIDES) {
    const table = tableAt(tables.paths[side])
    const filled = values.map((value) => `${value} IS NOT NULL`).join(' AND ')
    const read = await connection.runAndReadAll(
      `SELECT (SELECT count(*) FROM ${table} WHERE ${filled})::VARCHAR,
        (SELECT count(*) FROM (SELECT 1 FROM ${table} WHERE ${filled} GROUP BY ${values.join(', ')}))::VARCHAR`,
    )
    const [there, groups] = Texts.parse(read.getRowsJson()[0]).map(Number)
    if (there !== tables.rows[side]) return `${named} is empty in some rows of the result ${SAYS[side]}.`
    if (groups !== there) return `${named} stands more than once in the result ${SAYS[side]}.`
  }
  return undefined
}

const SAYS: Readonly<Record<Side, string>> = { before: 'before', after: 'now' }
const Texts = z.array(z.string())
