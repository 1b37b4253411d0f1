import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Cell, column, type TestTable, tableOf } from '#agents/playbook/testing/tables.ts'
import { openPlaybookWorkspace } from '#agents/playbook/testing/workspace.ts'

function sampleTable(
  name: string,
  types: Readonly<Record<string, readonly [string, 'measure' | 'time' | 'category' | 'text' | 'identifier']>>,
): TestTable {
  const [head = '', ...lines] = readFileSync(`sample/${name}.csv`, 'utf8').trim().split('\n')
  const names = head.trim().split(',')
  const columns = names.map((one) =>
    column(one, types[one]?.[0] ?? 'VARCHAR', types[one]?.[1] ?? 'text', () => null),
  )
  const kept = lines.filter((_, at) => name === 'airports' || at % 5 === 0)
  const rows = kept.map((line) =>
    (line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []).slice(0, names.length).map((cell, at): Cell => {
      const text = cell.replace(/,$/, '').trim().replaceAll(/^"|"$/g, '').replaceAll('""', '"')
      if (text === '') return null
      return columns[at]?.role === 'measure' ? Number(text) : text
    }),
  )
  return tableOf(name, columns, rows)
}

const sample = (): readonly TestTable[] => [
  sampleTable('flights', {
    departure: ['TIMESTAMP', 'time'],
    delay_minutes: ['BIGINT', 'measure'],
    distance_miles: ['BIGINT', 'measure'],
    origin: ['VARCHAR', 'category'],
    destination: ['VARCHAR', 'category'],
  }),
  sampleTable('airports', {
    iata: ['VARCHAR', 'identifier'],
    state: ['VARCHAR', 'category'],
    country: ['VARCHAR', 'category'],
    latitude: ['DOUBLE', 'measure'],
    longitude: ['DOUBLE', 'measure'],
  }),
]

describe('on the sample that the first start opens', () => {
  it('the objective is answered whole, within its constraint', async () => {
    const workspace = await openPlaybookWorkspace(sample(), {
      objective:
        'Which states do the most delayed flights depart from, and how did the average delay change from week to week between January and March 2001?',
      constraints: [
        {
          text: 'Averages of fewer than 20 flights say little: leave out groups with fewer flights, and keep their number as flight_count beside each average.',
          checks: ['In every result with these columns, each row satisfies: flight_count >= 20'],
        },
      ],
    })
    const { port } = await workspace.turn()
    expect(port.asked).toEqual([])
    const [states, statesChart, weeks, weeksChart, ...more] = workspace.proposals()
    expect(more).toEqual([])
    expect([statesChart?.language, weeksChart?.language]).toEqual(['chart', 'chart'])
    expect(states?.code).toMatchInlineSnapshot(`
      "SELECT
        airports.state,
        count(*) AS flight_count,
        avg(flights.delay_minutes) AS avg_delay_minutes
      FROM flights
      LEFT JOIN airports ON airports.iata = flights.origin
      WHERE flights.delay_minutes IS NOT NULL
        AND airports.state IS NOT NULL
      GROUP BY airports.state
      HAVING count(*) >= 20
      ORDER BY avg_delay_minutes DESC, airports.state
      LIMIT 10"
    `)
    expect(weeks?.code).toMatchInlineSnapshot(`
      "SELECT
        date_trunc('week', departure)::DATE AS week,
        count(*) AS flight_count,
        avg(delay_minutes) AS avg_delay_minutes
      FROM flights
      WHERE departure >= DATE '2001-01-01' AND departure < DATE '2001-04-01'
        AND delay_minutes IS NOT NULL
        AND departure IS NOT NULL
      GROUP BY week
      HAVING count(*) >= 20
      ORDER BY week"
    `)
    for (const { output } of workspace.proposals()) await workspace.approve(output)
    for (const { run } of workspace.proposals()) {
      const at = run?.kind === 'table' ? run.columns.findIndex((one) => one.name === 'flight_count') : -1
      if (run?.kind === 'table')
        for (const row of run.rows) expect(Number(row[at])).toBeGreaterThanOrEqual(20)
    }
    const last = await workspace.turn()
    expect(last.outcome.end).toBe('concluded')
    expect(last.port.concluded[0]?.text).toMatchInlineSnapshot(`
      "- Average delay (min), highest first: MA with 15 min, NJ with 13.6 min, OR with 12.5 min; the last of these is WA with 8.82 min.
      - Average delay (min): from 7.23 min (week of 1 Jan 2001) to 3.76 min (week of 26 Mar 2001) (-47.9 %); lowest 1.61 min (week of 22 Jan 2001), highest 13.7 min (week of 19 Feb 2001).

      What to keep in mind:
      - Groups of fewer than 20 rows are left out: so few rows say little.
      - Only rows where departure from 2001-01-01 before 2001-04-01."
    `)
    workspace.close()
  })
})
