/** The inputs of the labelled queries, and the analysis of a query over them in a fresh twin. */
import { openHardenedDatabase } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { analyseSql } from '#server/preflight/analyseSql.ts'
import type { Analysed, SqlAsked, TableInScope } from '#server/preflight/sqlPreflightMessages.ts'
import { TableName } from '#shared/ids.ts'
import type { ColumnRef } from '#shared/preflight.ts'

const table = (name: string, rows: number, columns: readonly string[]): TableInScope => ({
  name: TableName.parse(name),
  rows,
  schema: columns.map((column) => {
    const [called = '', ...type] = column.split(' ')
    return { name: called, type: type.join(' ') }
  }),
})

export const SHOP: readonly TableInScope[] = [
  table('orders', 1000, [
    'id BIGINT',
    'customer BIGINT',
    'amount DECIMAL(10,2)',
    'placed TIMESTAMP',
    'status VARCHAR',
  ]),
  table('customers', 100, [
    'id BIGINT',
    'name VARCHAR',
    'region VARCHAR',
    'tags VARCHAR[]',
    'address STRUCT(city VARCHAR, zip VARCHAR)',
  ]),
  table('prices', 50, ['product BIGINT', 'since TIMESTAMP', 'price DECIMAL(10,2)', 'note VARCHAR']),
]

export async function analysed(sql: string, changes: Partial<SqlAsked> = {}): Promise<Analysed> {
  const database = await openHardenedDatabase({ memoryMb: 256, threads: 1 })
  try {
    return await analyseSql(database.connection, {
      sql,
      parameters: {},
      inputs: SHOP,
      asserts: [],
      ...changes,
    })
  } finally {
    database.close()
  }
}

export type Labelled = {
  readonly says: string
  readonly sql: string
  /** Each output column and the input columns that its values come from, in the inputs' order. */
  readonly columns: Readonly<Record<string, string>>
  readonly rows: string
}

/** The lineage of a labelled query in the form of its label; findings that deny it instead, if there are any. */
export async function labelOf(sql: string): Promise<unknown> {
  const { analysis } = await analysed(sql)
  const denied = analysis.findings.filter((one) => one.severity === 'deny')
  if (denied.length > 0) return denied
  const { columns, rows, coarse } = analysis.lineage
  return {
    columns: Object.fromEntries(columns.map((one) => [one.column, written(one.from)])),
    rows: written(rows),
    coarse,
  }
}

const written = (refs: readonly ColumnRef[]): string =>
  refs.map((one) => `${one.table}.${one.column}`).join(' ')
