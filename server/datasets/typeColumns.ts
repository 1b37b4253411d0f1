/** Finds the narrowest reading of each column of text that holds for every row: guessed from a spread sample, proven on the whole. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { presentText, READINGS, type Reading } from '#server/datasets/columnReadings.ts'

/** Undefined: the column stays text. */
export type ColumnReading = Reading | undefined

export async function typeColumns(
  connection: DuckDBConnection,
  relation: string,
  columns: readonly string[],
): Promise<readonly ColumnReading[]> {
  const sample = `(FROM ${relation} USING SAMPLE reservoir(5000 ROWS) REPEATABLE (1))`
  const guessed = await fitting(
    connection,
    sample,
    columns.map((name) => ({ name, readings: READINGS })),
  )
  const open = columns.map((name, at) => ({ name, readings: guessed[at] ?? [] }))
  const chosen: ColumnReading[] = columns.map(() => undefined)
  // The first reading nearly always holds, so the whole is read once with one reading a column.
  const proven = await fitting(
    connection,
    relation,
    open.map(({ name, readings }) => ({ name, readings: readings.slice(0, 1) })),
  )
  const rest = open.map(({ name, readings }, at) => ({
    name,
    readings: (proven[at]?.length ?? 0) > 0 ? [] : readings.slice(1),
  }))
  const wider = rest.some(({ readings }) => readings.length > 0)
    ? await fitting(connection, relation, rest)
    : []
  columns.forEach((_, at) => {
    chosen[at] = proven[at]?.[0] ?? wider[at]?.[0]
  })
  return chosen
}

async function fitting(
  connection: DuckDBConnection,
  relation: string,
  columns: readonly { readonly name: string; readonly readings: readonly Reading[] }[],
): Promise<readonly (readonly Reading[])[]> {
  const asked = columns.filter(({ readings }) => readings.length > 0)
  if (asked.length === 0) return columns.map(() => [])
  const inner = asked.map(({ name }, at) => `${presentText(name)} AS t${at}`).join(', ')
  const outer = asked.flatMap(({ readings }, at) => [
    `count(t${at})`,
    ...readings.map((reading) => `count(${reading.sql(`t${at}`)})`),
  ])
  const sql = `SELECT ${outer.join(', ')} FROM (SELECT ${inner} FROM ${relation})`
  const counts = ((await connection.runAndReadAll(sql)).getRowsJson()[0] ?? []).map(Number)
  let next = 0
  return columns.map(({ readings }) => {
    if (readings.length === 0) return []
    const present = counts[next++] ?? 0
    const held = readings.filter(() => counts[next++] === present)
    // A column without any value tells nothing.
    return present === 0 ? [] : held
  })
}
