/** A small shop: one dataset with a personal column, and the context of a first turn on it. */
import type { MemoryTables } from '#agents/testing/memoryPort.ts'
import { DatasetDescription, SampledRows } from '#agents/seen.ts'
import { TurnContext } from '#agents/turnContext.ts'

const column = (name: string, type: string, role: string, sensitivity = 'none') => ({
  name,
  type,
  role,
  sensitivity,
  nulls: 0,
  distinct: 3,
  min: 'a',
  max: 'z',
  mean: null,
  quantiles: [],
  histogram: [{ from: 'ann@example.org', to: 'ann@example.org', count: 1 }],
})

export const ordersDescription: DatasetDescription = DatasetDescription.parse({
  name: 'orders',
  version: 1,
  rows: 3,
  fileName: 'orders.csv',
  rejectedRows: 0,
  columns: [
    column('region', 'VARCHAR', 'category'),
    column('amount', 'DOUBLE', 'measure'),
    column('email', 'VARCHAR', 'identifier', 'likely-personal'),
  ],
})

export const ordersSample: SampledRows = SampledRows.parse({
  name: 'orders',
  totalRows: 3,
  columns: ordersDescription.columns.map(({ name, type, sensitivity }) => ({ name, type, sensitivity })),
  rows: [
    ['north', '10.5', 'ann@example.org'],
    ['south', '7', 'bob@example.org'],
    ['north', null, null],
  ],
})

export const ordersTables: MemoryTables = { descriptions: [ordersDescription], samples: [ordersSample] }

export const ordersContext: TurnContext = TurnContext.parse({
  cause: { kind: 'asked' },
  objective: { text: 'Which region sells most?', acceptance: ['One number a region'] },
  constraints: [{ text: 'Leave people out of it.', checks: ['No step reads email'] }],
  datasets: [{ name: 'orders', version: 1, rows: 3, fileName: 'orders.csv', columns: ordersSample.columns }],
  plan: [],
  story: [],
})

export const byRegion = {
  title: 'Sales by region',
  language: 'sql',
  code: 'SELECT region, sum(amount) AS sales FROM orders GROUP BY region ORDER BY sales DESC',
  output: 'sales_by_region',
  rationale: 'The objective asks for regions.',
} as const
