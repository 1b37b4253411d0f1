/** Judges lineage by running queries: what changes when one input column changes must have been named as coming from it. */
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { z } from 'zod'
import { quotedText } from '#server/kernels/duckdb/hardenedDatabase.ts'
import { RANDOM_TABLES } from '#server/preflight/testing/randomSource.ts'
import { createDice, type Dice } from '#server/preflight/testing/seededDice.ts'
import { TableName } from '#shared/ids.ts'
import { sqlLineageOf } from '#shared/lineage/sqlLineage.ts'
import type { ColumnRef, Lineage } from '#shared/preflight.ts'

export type Judged = {
  readonly lineage: Lineage
  /** In words: which column changed what it was not named for. Empty when the lineage holds. */
  readonly missed: readonly string[]
  /** Pairs of an input column and an output column, or the rows: those that were named, and those that were seen to change. */
  readonly named: number
  readonly seen: number
}

export type LineageOracle = {
  /** Undefined when the query fails on the rows as they are. */
  judge(sql: string, widthOf: number): Promise<Judged | undefined>
  close(): void
}

const ROWS = 7
/** In how many ways each column is changed. */
const CHANGES = 4

const INPUTS = Object.entries(RANDOM_TABLES).map(([name, columns]) => ({
  name: TableName.parse(name),
  schema: Object.entries(columns).map(([column, type]) => ({ name: column, type: SQL_TYPE(type) })),
}))

function SQL_TYPE(type: string): string {
  switch (type) {
    case 'number':
      return 'BIGINT'
    case 'list':
      return 'BIGINT[]'
    case 'struct':
      return 'STRUCT(a BIGINT, b VARCHAR)'
    default:
      return 'VARCHAR'
  }
}
