/** Which rows and cells of two tables differ: by a key, or by whole rows when there is none. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { sideSql, type ComparedColumn, type ComparedTables } from '#server/kernels/duckdb/comparedTables.ts'
import type { DifferentRow, TableDiff } from '#shared/tableDiff.ts'

export type RowsCompared = Pick<TableDiff, 'rows' | 'examples'>

const MOST_EXAMPLES = 100
/** Of cells in all examples: a table of many columns shows fewer rows. */
const MOST_CELLS = 20_000
const LONGEST = 500

export async function compareByKey(
  connection: DuckDBConnection,
  tables: ComparedTables,
  key: readonly ComparedColumn[],
): Promise<RowsCompared> {
  const places = tables.columns.map((_, at) => at)
  const keyPlaces = key.map((column) => tables.columns.indexOf(column))
  const same = keyPlaces.map((at) => `b${at} = a${at}`).join(' AND ')
  const pairs = `(${sideSql(tables, 'before')}) FULL JOIN (${sideSql(tables, 'after')}) ON ${same || 'true'}`
  const differs = places.map((at) => `b${at} IS DISTINCT FROM a${at}`)
  const isChanged = `b_is AND a_is AND (${differs.join(' OR ')})`

  const counts = [
    'b_is IS NULL',
    'a_is IS NULL',
    isChanged,
    'b_is AND a_is',
    ...differs.map((one) => `b_is AND a_is AND ${one}`),
  ]
  const counted = await connection.runAndReadAll(
    `SELECT ${counts.map((one) => `(count(*) FILTER (${one}))::VARCHAR`).join(', ')} FROM ${pairs}`,
  )
  const [added = 0, removed = 0, changed = 0, both = 0, ...cells] = z
    .array(z.coerce.number())
    .parse(counted.getRowsJson()[0])

  const limit = examplesFor(places.length)
  const shown = [...places.map((at) => shownAs(`b${at}`)), ...places.map((at) => shownAs(`a${at}`))]
  const marks = differs.map((one) => `CAST(${one} AS VARCHAR)`)
  const read = async (condition: string, letter: 'a' | 'b', most: number): Promise<unknown[]> => {
    const order = keyPlaces.map((at) => `${letter}${at}`).join(', ')
    const found = await connection.runAndReadAll(
      `SELECT ${[...shown, ...marks].join(', ')} FROM ${pairs} WHERE ${condition}
      ${order && `ORDER BY ${order}`} LIMIT ${most}`,
    )
    return found.getRowsJson()
  }
  const width = places.length
  const changedRows = changed > 0 ? await read(isChanged, 'a', limit) : []
  const addedRows = added > 0 ? await read('b_is IS NULL', 'a', Math.ceil(limit / 2)) : []
  const removedRows = removed > 0 ? await read('a_is IS NULL', 'b', Math.ceil(limit / 2)) : []
  const examples: DifferentRow[] = [
    ...Rows.parse(changedRows).map((row) => ({
      before: row.slice(0, width),
      after: row.slice(width, 2 * width),
      changed: places.filter((at) => row[2 * width + at] === 'true'),
    })),
    ...Rows.parse(addedRows).map((row) => ({
      before: null,
      after: row.slice(width, 2 * width),
      changed: [],
    })),
    ...Rows.parse(removedRows).map((row) => ({ before: row.slice(0, width), after: null, changed: [] })),
  ]
  return {
    rows: {
      how: 'by-key',
      key: key.map(({ name }) => name),
      numbers: { added, removed, changed, same: both - changed },
      cells: tables.columns.flatMap(({ name }, at) =>
        (cells[at] ?? 0) > 0 ? [{ column: name, changed: cells[at] ?? 0 }] : [],
      ),
    },
    examples,
  }
}

/** Equal rows are counted on both sides: what stands three times and then twice was removed once. */
export async function compareWholeRows(
  connection: DuckDBConnection,
  tables: ComparedTables,
): Promise<RowsCompared> {
  const places = tables.columns.map((_, at) => at)
  const named = (letter: 'a' | 'b'): string => places.map((at) => `${letter}${at} AS c${at}`).join(', ')
  const all = places.map((at) => `c${at}`).join(', ')
  const uneven = `(SELECT ${all}, sum(side) AS more FROM (
      SELECT ${named('b')}, -1 AS side FROM (${sideSql(tables, 'before')})
      UNION ALL SELECT ${named('a')}, 1 FROM (${sideSql(tables, 'after')})
    ) GROUP BY ${all} HAVING sum(side) <> 0)`
  const counted = await connection.runAndReadAll(
    `SELECT coalesce(sum(more) FILTER (more > 0), 0)::VARCHAR,
      coalesce(-sum(more) FILTER (more < 0), 0)::VARCHAR FROM ${uneven}`,
  )
  const [added = 0, removed = 0] = z.array(z.coerce.number()).parse(counted.getRowsJson()[0])
  const limit = examplesFor(places.length)
  const shown = places.map((at) => shownAs(`c${at}`)).join(', ')
  const read = async (condition: string): Promise<unknown[]> =>
    (
      await connection.runAndReadAll(`SELECT ${shown} FROM ${uneven} WHERE ${condition} LIMIT ${limit}`)
    ).getRowsJson()
  const addedRows = added > 0 ? Rows.parse(await read('more > 0')) : []
  const removedRows = removed > 0 ? Rows.parse(await read('more < 0')) : []
  return {
    rows: {
      how: 'whole-rows',
      numbers: { added, removed, changed: 0, same: tables.rows.after - added },
    },
    examples: [
      ...addedRows.map((after) => ({ before: null, after, changed: [] })),
      ...removedRows.map((before) => ({ before, after: null, changed: [] })),
    ],
  }
}

const examplesFor = (columns: number): number =>
  Math.max(5, Math.min(MOST_EXAMPLES, Math.floor(MOST_CELLS / Math.max(1, columns))))
const shownAs = (cell: string): string => `left(CAST(${cell} AS VARCHAR), ${LONGEST})`
const Rows = z.array(z.array(z.string().nullable()))
