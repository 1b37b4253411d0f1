import { describe, expect, it } from 'vitest'
import { airports, flights, worlds } from '#agents/playbook/testing/schemas.ts'
import { openPlaybookWorkspace, type PlaybookWorkspace } from '#agents/playbook/testing/workspace.ts'

const QUESTION = 'Which airports have the longest average departure delay, and does distance matter?'

async function within<T>(
  objective: string,
  use: (workspace: PlaybookWorkspace) => Promise<T>,
  tables = [flights, airports],
): Promise<T> {
  const workspace = await openPlaybookWorkspace(tables, { objective })
  try {
    return await use(workspace)
  } finally {
    workspace.close()
  }
}

const latest = (workspace: PlaybookWorkspace) =>
  workspace.proposals().filter((one) => one.status === 'in-review')

async function approveAll(workspace: PlaybookWorkspace): Promise<void> {
  for (const proposal of latest(workspace)) await workspace.approve(proposal.output)
}

describe('a turn of the playbook', () => {
  it('answers the question of the sample from plan to conclusion, citing what it states', () =>
    within(QUESTION, async (workspace) => {
      const first = await workspace.turn()
      expect(first.outcome).toMatchObject({ end: 'waiting', for: 'review' })
      expect(first.port.outlined).toHaveLength(1)
      expect(latest(workspace).map((one) => one.title)).toMatchInlineSnapshot(`
        [
          "The 10 highest: average delay by origin",
          "Draw: the 10 highest: average delay by origin",
          "Correlation of delay and distance",
          "Average delay over ten equal parts by distance",
          "Draw: average delay over ten equal parts by distance",
          "The rows of delay and distance",
          "Draw: the rows of delay and distance",
        ]
      `)
      expect(latest(workspace)[0]?.code).toMatchInlineSnapshot(`
        "SELECT
          flights.origin,
          airports.name AS airport_name,
          count(*) AS flight_count,
          avg(flights.delay) AS avg_delay
        FROM flights
        LEFT JOIN airports ON airports.iata = flights.origin
        WHERE flights.delay IS NOT NULL
          AND flights.origin IS NOT NULL
        GROUP BY flights.origin, airports.name
        HAVING count(*) >= 5
        ORDER BY avg_delay DESC, flights.origin
        LIMIT 10"
      `)
      await approveAll(workspace)
      const last = await workspace.turn()
      expect(last.outcome.end).toBe('concluded')
      expect(last.port.concluded[0]?.text).toMatchInlineSnapshot(`
        "- Average delay, highest first: BOS (BOS International) with 78.8, MDW (MDW International) with 76, PHX (PHX International) with 75.6; the last of these is BNA (BNA International) with 66.4.
        - Correlation of delay and distance is -0.02 over 1,167 rows (next to none): a straight line accounts for 0.1 % of the variance; 1 more of distance goes with -0.00195 of delay.

        What to keep in mind:
        - 33 of 1,200 rows have no delay and are left out.
        - Groups of fewer than 5 rows are left out: so few rows say little.
        - A correlation does not show that one causes the other."
      `)
      expect(last.port.concluded[0]?.citations).toHaveLength(7)
    }))

  it('asks which airport a state is of, proposes the rest meanwhile, and goes on with the answer', () =>
    within(
      'How do delays develop over time; compare weekdays; show the top 10 states by mean delay',
      async (workspace) => {
        const { port, outcome } = await workspace.turn()
        expect(outcome).toMatchObject({ end: 'waiting', for: 'answer' })
        expect(latest(workspace).map((one) => one.output)).toEqual([
          'average_delay_by_week',
          'average_delay_by_week_chart',
          'delay_by_weekday',
          'delay_by_weekday_chart',
        ])
        expect(port.asked[0]?.options).toEqual([
          'flights.origin = airports.iata',
          'flights.destination = airports.iata',
        ])
        workspace.answer('flights.origin = airports.iata')
        await workspace.turn()
        expect(latest(workspace).at(-2)?.code).toMatchInlineSnapshot(`
          "SELECT
            airports.state,
            count(*) AS flight_count,
            avg(flights.delay) AS avg_delay
          FROM flights
          LEFT JOIN airports ON airports.iata = flights.origin
          WHERE flights.delay IS NOT NULL
            AND airports.state IS NOT NULL
          GROUP BY airports.state
          HAVING count(*) >= 5
          ORDER BY avg_delay DESC, airports.state
          LIMIT 10"
        `)
        await approveAll(workspace)
        const { port: last } = await workspace.turn()
        expect(last.concluded[0]?.text).toContain('Average delay')
      },
    ))

  it.each([
    ['use median instead of mean', /median\(flights\.delay\)/],
    ['only top 5', /LIMIT 5$/],
    ['wrong column: use distance', /avg\(flights\.distance\)/],
    ['exclude JFK as origin', /flights\.origin IS DISTINCT FROM 'JFK'/],
    ['only flights since February 2001', /flights\.date >= DATE '2001-02-01'/],
  ])('revises a rejected step: %s', (reason, expected) =>
    within('Which airports have the longest average departure delay?', async (workspace) => {
      await workspace.turn()
      const [table] = latest(workspace)
      workspace.reject(table!.output, reason)
      await workspace.turn()
      const revised = latest(workspace).find((one) => one.stepId === table!.stepId)
      expect(revised?.code).toMatch(expected)
      expect(revised?.output).toBe(table!.output)
      expect(revised?.rationale).toContain(reason)
    }),
  )

  it('changes the grain when a reviewer says so', () =>
    within(
      'Monthly revenue',
      async (workspace) => {
        await workspace.turn()
        const [table] = latest(workspace)
        workspace.reject(table!.output, 'by quarter not month')
        await workspace.turn()
        expect(latest(workspace).find((one) => one.stepId === table!.stepId)?.code).toContain(
          "date_trunc('quarter', order_date)",
        )
      },
      [...worlds.sales],
    ))

  it('asks back, quoting, when it does not understand a reason, and takes the answer', () =>
    within('What is the average delay by origin?', async (workspace) => {
      await workspace.turn()
      const [table] = latest(workspace)
      workspace.reject(table!.output, 'this smells of fish')
      const { port } = await workspace.turn()
      expect(port.asked[0]?.text).toContain('“this smells of fish”')
      expect(port.proposed).toHaveLength(0)
      workspace.answer('use the median')
      await workspace.turn()
      expect(latest(workspace).find((one) => one.stepId === table!.stepId)?.code).toContain('median(delay)')
    }))

  it('carries an edited aggregate over to later steps, and draws the column that the edit left', () =>
    within(
      'What is the average delay by origin? What is the average delay by destination?',
      async (workspace) => {
        await workspace.turn()
        const [table] = latest(workspace)
        await workspace.edit(
          table!.output,
          table!.code.replaceAll('avg(delay)', 'median(delay)').replaceAll('avg_delay', 'middle_delay'),
        )
        await workspace.turn()
        const open = latest(workspace)
        expect(open.find((one) => one.output === 'average_delay_by_destination')?.code).toContain(
          'median(delay)',
        )
        expect(open.find((one) => one.output === `${table!.output}_chart`)?.code).toContain(
          '"field": "middle_delay"',
        )
        expect(open.some((one) => one.output === table!.output)).toBe(false)
      },
    ))

  it('never proposes the same again', () =>
    within('What is the average delay by origin?', async (workspace) => {
      for (const reason of ['use the median', 'use the average', 'only since 2001-02-01', 'use the sum']) {
        await workspace.turn()
        const codes = workspace.proposals().map((one) => one.code)
        expect(new Set(codes).size).toBe(codes.length)
        const table = latest(workspace).find((one) => one.language === 'sql')
        if (table) workspace.reject(table.output, reason)
      }
    }))

  it('says what it did not understand, and asks with columns that are there', () =>
    within('What colour are the planes?', async (workspace) => {
      const { port, outcome } = await workspace.turn()
      expect(outcome).toMatchObject({ end: 'waiting', for: 'answer' })
      expect(port.asked[0]?.text).toContain('I did not understand this part: “What colour are the planes”')
      expect(port.asked[0]?.options).toContain('Average delay by origin in flights')
      workspace.answer('Average delay by origin in flights')
      await workspace.turn()
      expect(latest(workspace)[0]?.output).toBe('average_delay_by_origin')
    }))

  it('does not read what a constraint forbids', async () => {
    const constraints = [
      {
        text: 'Nobody may be told by age',
        checks: ['No step reads age, gender of employees', 'Steps are written in sql only'],
      },
    ]
    const workspace = await openPlaybookWorkspace(worlds.hr, {
      objective: 'Profile the data. Clean the data. Average age by gender.',
      constraints,
    })
    await workspace.turn()
    expect(workspace.proposals().length).toBeGreaterThan(0)
    for (const { code, language } of workspace.proposals()) {
      expect(language).toBe('sql')
      expect(code).not.toMatch(/\b(age|gender)\b|SELECT( DISTINCT)? \*/)
    }
    workspace.close()
  })

  it('says the same to the same messages, with the same ids', () =>
    within(QUESTION, async (workspace) => {
      const { port } = await workspace.turn()
      const again = await openPlaybookWorkspace([flights, airports], { objective: QUESTION })
      const second = await again.turn()
      expect(second.port.calls.map((call) => (call.kind === 'model' ? call.sent : call.tool))).toEqual(
        port.calls.map((call) => (call.kind === 'model' ? call.sent : call.tool)),
      )
      again.close()
    }))
})
