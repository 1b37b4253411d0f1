import { describe, expect, it } from 'vitest'
import { type Cell, column, tableOf } from '#agents/playbook/testing/tables.ts'
import { openPlaybookWorkspace } from '#agents/playbook/testing/workspace.ts'

const DAYS = ['2022-12-05', '2023-01-09', '2023-02-10', '2023-03-03', '2023-03-10']
const rows: readonly (readonly Cell[])[] = DAYS.flatMap((day, at) =>
  ['North', 'South'].map((region, side) => [
    `Shop ${at}${side}`,
    region,
    day,
    1000 * (at + 1) + 100_000 * side,
    at + side,
  ]),
)
const shops = tableOf(
  'shops',
  [
    column('name', 'VARCHAR', 'text', () => null),
    column('region', 'VARCHAR', 'category', () => null),
    column('opened', 'DATE', 'time', () => null),
    column('sales_eur', 'BIGINT', 'measure', () => null),
    column('rating', 'BIGINT', 'measure', () => null),
  ],
  rows,
)

async function answerTo(objective: string): Promise<string> {
  const workspace = await openPlaybookWorkspace([shops], { objective })
  try {
    await workspace.turn()
    for (const { output, status } of workspace.proposals())
      if (status === 'in-review') await workspace.approve(output)
    const { port } = await workspace.turn()
    return port.concluded[0]?.text ?? ''
  } finally {
    workspace.close()
  }
}

describe('a conclusion', () => {
  it('names the rows that it lists, with their numbers and units', async () => {
    expect(await answerTo('top 3 shops by sales')).toContain(
      'Shop 41 with 105,000 EUR, Shop 31 with 104,000 EUR, Shop 21 with 103,000 EUR',
    )
  })

  it('says periods as people do, and how much the last differs from the first', async () => {
    expect(await answerTo('sales per month')).toContain(
      'from 102,000 EUR (Dec 2022) to 218,000 EUR (Mar 2023) (+113.7 %)',
    )
  })

  it('says of a last period that is not whole where the data ends', async () => {
    expect(await answerTo('sales per month')).toContain(
      'The last month is not whole: the data ends on 10 Mar 2023.',
    )
  })

  it('follows each series from its own first to its own last', async () => {
    const said = await answerTo('sales per month by region')
    expect(said).toContain('North from 1,000 EUR (Dec 2022) to 9,000 EUR (Mar 2023)')
    expect(said).toContain('South from 101,000 EUR (Dec 2022) to 209,000 EUR (Mar 2023)')
  })

  it('doubts averages of few rows, and no totals', async () => {
    expect(await answerTo('average rating by region')).toContain(
      'Every group rests on fewer than 30 rows; these figures are uncertain.',
    )
    expect(await answerTo('total sales by region')).not.toContain('uncertain')
  })

  it('tells a course of more than twenty points to its end', async () => {
    const days = Array.from({ length: 40 }, (_, at) => [
      new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10),
      at + 1,
    ])
    const daily = tableOf(
      'daily',
      [column('day', 'DATE', 'time', () => null), column('sales', 'BIGINT', 'measure', () => null)],
      days,
    )
    const workspace = await openPlaybookWorkspace([daily], { objective: 'sales per day' })
    await workspace.turn()
    for (const { output } of workspace.proposals()) await workspace.approve(output)
    const { port } = await workspace.turn()
    expect(port.concluded[0]?.text).toContain('from 1 (1 Jan 2024) to 40 (9 Feb 2024)')
    workspace.close()
  })
})
