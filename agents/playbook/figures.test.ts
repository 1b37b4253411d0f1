import { describe, expect, it } from 'vitest'
import { stepsOf } from '#agents/playbook/stepsOf.ts'
import { openInMemory, type Result } from '#agents/playbook/testing/inMemory.ts'
import { type World, worlds } from '#agents/playbook/testing/schemas.ts'
import type { Cell, TestTable } from '#agents/playbook/testing/tables.ts'
import { understand } from '#agents/playbook/understand.ts'

async function firstResult(world: World, text: string): Promise<Result> {
  const tables = worlds[world]
  const bounds = { most: 8, taken: tables.map((table) => table.name), languages: ['sql', 'chart'] }
  const { steps } = stepsOf(
    understand(
      text,
      tables.map((table) => table.known),
    ).intents,
    bounds,
  )
  const database = await openInMemory(tables)
  let last: Result = { columns: [], types: [], rows: [] }
  try {
    for (const step of steps.filter((one) => one.language === 'sql')) {
      const result = await database.keep(step)
      if (step.part === 'main') last = result
    }
  } finally {
    database.close()
  }
  return last
}

type Row = Readonly<Record<string, Cell>>
const rowsOf = (table: TestTable): readonly Row[] =>
  table.rows.map((row) =>
    Object.fromEntries(table.columns.map((column, at) => [column.name, row[at] ?? null])),
  )

function groups(rows: readonly Row[], by: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>()
  for (const row of rows) found.set(by(row), [...(found.get(by(row)) ?? []), row])
  return found
}

const numbers = (rows: readonly Row[], name: string): readonly number[] =>
  rows
    .map((row) => row[name] ?? null)
    .filter((cell) => cell !== null)
    .map(Number)
const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)
const mean = (values: readonly number[]): number => sum(values) / values.length

const [flights, airports] = worlds.flights
const [orders, customers] = worlds.sales

describe('the figures', () => {
  it('of an average by group leave out rows without a value, and count the rest', async () => {
    const { rows } = await firstResult('flights', 'What is the average delay by origin?')
    const expected = groups(rowsOf(flights), (row) => String(row['origin']))
    expect(rows).toHaveLength(expected.size)
    for (const row of rows) {
      const delays = numbers(expected.get(String(row['origin'])) ?? [], 'delay')
      expect(Number(row['avg_delay'])).toBeCloseTo(mean(delays), 9)
      expect(Number(row['flight_count'])).toBe(delays.length)
    }
  })

  it('of the airports with the longest delay are the highest means, with their names', async () => {
    const { rows } = await firstResult('flights', 'Which airports have the longest average departure delay?')
    const names = new Map(rowsOf(airports).map((row) => [row['iata'], row['name']]))
    const expected = [...groups(rowsOf(flights), (row) => String(row['origin']))]
      .map(([origin, of]) => ({ origin, delay: mean(numbers(of, 'delay')) }))
      .toSorted((a, b) => b.delay - a.delay)
      .slice(0, 10)
    expect(rows.map((row) => row['origin'])).toEqual(expected.map((one) => one.origin))
    expect(rows.map((row) => row['airport_name'])).toEqual(expected.map((one) => names.get(one.origin)))
    rows.forEach((row, at) => expect(Number(row['avg_delay'])).toBeCloseTo(expected[at]!.delay, 9))
  })

  it('of a part of the rows leave out the others', async () => {
    const { rows } = await firstResult('flights', 'Average delay for flights from JFK')
    const kept = rowsOf(flights).filter((row) => row['origin'] === 'JFK')
    expect(Number(rows[0]!['avg_delay'])).toBeCloseTo(mean(numbers(kept, 'delay')), 9)
  })

  it('of shares add up to 100 %', async () => {
    const { rows } = await firstResult('sales', 'Share of revenue by region')
    const total = sum(numbers(rowsOf(orders), 'amount'))
    const expected = groups(rowsOf(orders), (row) => String(row['region']))
    for (const row of rows) {
      const part = sum(numbers(expected.get(String(row['region'])) ?? [], 'amount'))
      expect(Number(row['percent_of_total'])).toBeCloseTo((100 * part) / total, 1)
    }
    expect(sum(rows.map((row) => Number(row['percent_of_total'])))).toBeCloseTo(100, 0)
  })

  it('of a joined dimension count every row of the table once', async () => {
    const { rows } = await firstResult('sales', 'Revenue per customer segment')
    const segment = new Map(rowsOf(customers).map((row) => [row['id'], String(row['segment'])]))
    const expected = groups(rowsOf(orders), (row) => segment.get(row['customer_id'] ?? null) ?? '')
    expect(rows).toHaveLength(3)
    for (const row of rows) {
      expect(Number(row['total_amount'])).toBeCloseTo(
        sum(numbers(expected.get(String(row['segment'])) ?? [], 'amount')),
        2,
      )
    }
  })

  it('of a month in a year are those of that month', async () => {
    const { rows } = await firstResult('sales', 'Monthly revenue in 2023')
    const of2023 = rowsOf(orders).filter((row) => String(row['order_date']).startsWith('2023'))
    const expected = groups(of2023, (row) => String(row['order_date']).slice(0, 7))
    expect(rows.map((row) => String(row['month']).slice(0, 7))).toEqual([...expected.keys()].toSorted())
    for (const row of rows) {
      expect(Number(row['total_amount'])).toBeCloseTo(
        sum(numbers(expected.get(String(row['month']).slice(0, 7)) ?? [], 'amount')),
        2,
      )
    }
  })

  it('of a correlation are those of the textbook', async () => {
    const { rows } = await firstResult('flights', 'Is there a relationship between distance and delay?')
    const both = rowsOf(flights).filter((row) => row['delay'] !== null)
    const [x, y] = [numbers(both, 'distance'), numbers(both, 'delay')]
    const [mx, my] = [mean(x), mean(y)]
    const r =
      sum(x.map((one, at) => (one - mx) * (y[at]! - my))) /
      Math.sqrt(sum(x.map((one) => (one - mx) ** 2)) * sum(y.map((one) => (one - my) ** 2)))
    expect(Number(rows[0]!['correlation'])).toBeCloseTo(r, 9)
    expect(Number(rows[0]!['row_count'])).toBe(both.length)
  })

  it('of a histogram hold every row with a value once', async () => {
    const { rows } = await firstResult('penguins', 'Distribution of flipper length')
    expect(sum(rows.map((row) => Number(row['row_count'])))).toBe(
      numbers(rowsOf(worlds.penguins[0]), 'Flipper Length (mm)').length,
    )
    for (const row of rows) {
      const inside = numbers(rowsOf(worlds.penguins[0]), 'Flipper Length (mm)').filter(
        (one) => one >= Number(row['bin_start']) && one < Number(row['bin_end']),
      )
      expect(inside).toHaveLength(Number(row['row_count']))
    }
  })

  it('of a change from year to year compare each with the one before', async () => {
    const { rows } = await firstResult('sales', 'Year over year growth of revenue')
    const perYear = [...groups(rowsOf(orders), (row) => String(row['order_date']).slice(0, 4))]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, of]) => sum(numbers(of, 'amount')))
    expect(rows).toHaveLength(perYear.length)
    expect(Number(rows[1]!['change_percent'])).toBeCloseTo(
      (100 * (perYear[1]! - perYear[0]!)) / perYear[0]!,
      1,
    )
  })

  it('of a comparison of groups hold means, medians and spreads', async () => {
    const { rows } = await firstResult('penguins', 'Compare body mass for Adelie and Gentoo penguins')
    expect(rows).toHaveLength(2)
    for (const row of rows) {
      const mass = numbers(
        rowsOf(worlds.penguins[0]).filter((one) => one['Species'] === row['Species']),
        'Body Mass (g)',
      ).toSorted((a, b) => a - b)
      const middle =
        mass.length % 2 === 1
          ? mass[(mass.length - 1) / 2]!
          : (mass[mass.length / 2 - 1]! + mass[mass.length / 2]!) / 2
      expect(Number(row['avg_body_mass_g'])).toBeCloseTo(mean(mass), 6)
      expect(Number(row['median_body_mass_g'])).toBeCloseTo(middle, 6)
    }
  })

  it('of a cleaned table count what is left', async () => {
    const { rows } = await firstResult(
      'penguins',
      'Drop rows with missing sex, then average body mass by sex',
    )
    const left = rowsOf(worlds.penguins[0]).filter((row) => row['Sex'] !== null)
    expect(rows.map((row) => String(row['Sex'])).toSorted()).toEqual(['FEMALE', 'MALE'])
    for (const row of rows) {
      expect(Number(row['avg_body_mass_g'])).toBeCloseTo(
        mean(
          numbers(
            left.filter((one) => one['Sex'] === row['Sex']),
            'Body Mass (g)',
          ),
        ),
        6,
      )
    }
  })
})
