import { z } from 'zod'

/** DuckDB's spelling of a type, e.g. `BIGINT`, `DECIMAL(18,3)`, `STRUCT(a INTEGER)`; it is what Parquet and the twin share. */
export const ColumnType = z.string().min(1).max(2000)
export type ColumnType = z.infer<typeof ColumnType>

export const Column = z.strictObject({ name: z.string().min(1).max(1000), type: ColumnType })
export type Column = z.infer<typeof Column>

/** The names and types of a table's columns, in order. */
export const TableSchema = z.array(Column).readonly()
export type TableSchema = z.infer<typeof TableSchema>
