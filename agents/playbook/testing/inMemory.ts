/** A real DuckDB holding test tables. Steps run in order, each result kept under its name, as the product would. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { DraftStep } from '#agents/playbook/draftStep.ts'
import { literal, quoted } from '#agents/playbook/sqlText.ts'
import type { Cell, TestTable } from '#agents/playbook/testing/tables.ts'

export type Result = {
  readonly columns: readonly string[]
  readonly types: readonly string[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

export type InMemory = {
  readonly run: (sql: string) => Promise<Result>
  readonly keep: (step: Pick<DraftStep, 'output' | 'code'>) => Promise<Result>
  readonly close: () => void
}

const cell = (value: Cell): string => {
  if (value === null) return 'NULL'
  return typeof value === 'string' ? literal(value) : String(value)
}

export async function openInMemory(tables: readonly TestTable[]): Promise<InMemory> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (const table of tables) await load(connection, table)
  const run = async (sql: string): Promise<Result> => {
    const reader = await connection.runAndReadAll(sql)
    return {
      columns: reader.columnNames(),
      types: reader.columnTypes().map(String),
      rows: reader.getRowObjectsJson(),
    }
  }
  return {
    run,
    keep: async (step) => {
      await connection.run(`CREATE TABLE ${quoted(step.output)} AS ${step.code}`)
      return run(step.code)
    },
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

async function load(connection: DuckDBConnection, table: TestTable): Promise<void> {
  const columns = table.columns.map(({ name, type }) => `${quoted(name)} ${type}`).join(', ')
  await connection.run(`CREATE TABLE ${quoted(table.name)} (${columns})`)
  if (table.rows.length === 0) return
  const values = table.rows.map((row) => `(${row.map(cell).join(', ')})`).join(',\n')
  await connection.run(`INSERT INTO ${quoted(table.name)} VALUES ${values}`)
}
