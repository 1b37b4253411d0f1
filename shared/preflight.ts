/** What preflight found out about a proposal with nothing executed. A record: it says what was seen, decides nothing. */
import { z } from 'zod'
import { TableName } from '#shared/ids.ts'
import { TableSchema } from '#shared/table.ts'

/** A column of an input, by the name under which the step reads that input. */
export const ColumnRef = z.strictObject({ table: TableName, column: z.string() })
export type ColumnRef = z.infer<typeof ColumnRef>

/** An input and those of its columns that the step uses, in the input's order. */
export const Read = z.strictObject({ name: TableName, columns: z.array(z.string()).readonly() })
export type Read = z.infer<typeof Read>

/** Where the values of one output column come from. */
export const ColumnLineage = z.strictObject({
  column: z.string(),
  from: z.array(ColumnRef).readonly(),
})
export type ColumnLineage = z.infer<typeof ColumnLineage>

export const Lineage = z.strictObject({
  columns: z.array(ColumnLineage).readonly(),
  /** Columns that decide which rows there are, how they group or pair, and so may change every output: filters, join keys, grouping, order under a limit. */
  rows: z.array(ColumnRef).readonly(),
  /** Why some edges are wider than the truth ("depends on everything"); empty when all are exact. */
  coarse: z.array(z.string()).readonly(),
})
export type Lineage = z.infer<typeof Lineage>

/** `deny` blocks the proposal; `raise` lifts its tier to R2 because it can't be inspected; `warn` and `note` only inform. */
export const Severity = z.enum(['deny', 'raise', 'warn', 'note'])
export type Severity = z.infer<typeof Severity>

export const Finding = z.strictObject({
  severity: Severity,
  /** Kebab-case name of the kind of finding, e.g. `unknown-column`, `function-not-allowed`, `cartesian-product`. */
  code: z.string(),
  /** One sentence for a person: what is wrong and what to do. */
  text: z.string(),
  /** Where in the code, from 1, when known. */
  line: z.int().positive().optional(),
  column: z.int().positive().optional(),
})
export type Finding = z.infer<typeof Finding>

/** What static analysis says of one piece of code against the schemas of the names in scope. */
export const Analysis = z.strictObject({
  reads: z.array(Read).readonly(),
  /** Schema of the step's output; absent when the code does not bind, or has no table as its output. */
  output: TableSchema.optional(),
  /** Scalar, aggregate, window and table functions called, sorted, lower case. */
  functions: z.array(z.string()).readonly(),
  lineage: Lineage,
  findings: z.array(Finding).readonly(),
  /** Upper estimate of rows to be read, as a decimal text; `unknown` when it can't be had, never 0 for that. */
  estimatedRows: z.string().regex(/^(\d+|unknown)$/),
})
export type Analysis = z.infer<typeof Analysis>

export const EMPTY_LINEAGE: Lineage = { columns: [], rows: [], coarse: [] }
