/** Finds the narrowest reading of each column of text that holds for every row: guessed from a spread sample, proven on the whole. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { otherOrderOf, presentText, READINGS, type Reading } from '#server/datasets/columnReadings.ts'

export interface GuessedColumn {
  readonly name: string
  /** Those that hold for the sample, narrowest first. None: the column is text. */
  readonly readings: readonly Reading[]
  /** More dates of the sample fit month/day/year than day/month/year. */
  readonly isMonthFirst: boolean
}

export interface TypedColumn {
  /** Undefined: the column stays text. */
  readonly reading: Reading | undefined
  readonly isAmbiguous: boolean
}

/** So many rows are enough to drop most readings. */
const FEW = 50

export async function guessColumns(
  connection: DuckDBConnection,
  sample: string,
  names: readonly string[],
): Promise<readonly GuessedColumn[]> {
  const all = names.map((name) => ({ name, readings: READINGS }))
  const few = await counted(connection, `(FROM ${sample} LIMIT ${FEW})`, all)
  // A column whose first rows are empty has shown nothing yet.
  const left = few.map(({ name, present, fits }) => ({
    name,
    readings:
      present === 0 ? READINGS : fits.filter(({ count }) => count === present).map(({ reading }) => reading),
  }))
  const slashed = names.map((name) => ({ name, readings: READINGS.filter(isSlashed) }))
  const held = await counted(connection, sample, left)
  const orders = await counted(connection, sample, slashed)
  return held.map((column, at) => {
    const dates = orders[at]?.fits ?? []
    const most = (order: string): number =>
      Math.max(0, ...dates.filter(({ reading }) => reading.key.startsWith(order)).map(({ count }) => count))
    return {
      name: column.name,
      readings: heldBy(column),
      isMonthFirst: most('month first') > most('day first'),
    }
  })
}

const isSlashed = ({ key }: Reading): boolean => /^(day|month) first/.test(key)

export const isOpenOrder = ({ readings: [first, ...rest] }: GuessedColumn): boolean => {
  const other = first && otherOrderOf(first)
  return other !== undefined && rest.includes(other)
}

/** Tries the guesses on the whole. */
export async function typeColumns(
  connection: DuckDBConnection,
  relation: string,
  guessed: readonly GuessedColumn[],
): Promise<readonly TypedColumn[]> {
  // The first reading nearly always holds, so the whole is read once with one reading a column, or with both orders of a date.
  const first = guessed.map((guess) => ({
    name: guess.name,
    readings: guess.readings.filter(
      (reading, at) =>
        at === 0 || (isOpenOrder(guess) && guess.readings[0] && reading === otherOrderOf(guess.readings[0])),
    ),
  }))
  const proven = (await counted(connection, relation, first)).map(heldBy)
  const rest = guessed.map(({ name, readings }, at) => ({
    name,
    readings: (proven[at]?.length ?? 0) > 0 ? [] : readings.slice(1),
  }))
  const wider = (await counted(connection, relation, rest)).map(heldBy)
  return guessed.map((_, at) => ({
    reading: proven[at]?.[0] ?? wider[at]?.[0],
    isAmbiguous: (proven[at]?.length ?? 0) > 1,
  }))
}

interface Counted {
  readonly name: string
  readonly present: number
  readonly fits: readonly { readonly reading: Reading; readonly count: number }[]
}

/** A column without any value tells nothing. */
const heldBy = ({ present, fits }: Counted): readonly Reading[] =>
  present === 0 ? [] : fits.filter(({ count }) => count === present).map(({ reading }) => reading)

async function counted(
  connection: DuckDBConnection,
  relation: string,
  columns: readonly { readonly name: string; readonly readings: readonly Reading[] }[],
): Promise<readonly Counted[]> {
  const asked = columns.filter(({ readings }) => readings.length > 0)
  const inner = asked.map(({ name }, at) => `${presentText(name)} AS t${at}`).join(', ')
  const outer = asked.flatMap(({ readings }, at) => [
    `count(t${at})`,
    ...readings.map((reading) => `count(${reading.sql(`t${at}`)})`),
  ])
  const sql = `SELECT ${outer.join(', ')} FROM (SELECT ${inner} FROM ${relation})`
  const counts =
    asked.length === 0 ? [] : ((await connection.runAndReadAll(sql)).getRowsJson()[0] ?? []).map(Number)
  let next = 0
  return columns.map(({ name, readings }) => {
    if (readings.length === 0) return { name, present: 0, fits: [] }
    const present = counts[next++] ?? 0
    return { name, present, fits: readings.map((reading) => ({ reading, count: counts[next++] ?? 0 })) }
  })
}
