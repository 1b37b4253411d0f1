/** What an agent may see of a workspace: the shapes that the port hands over, in tool answers and in the turn's context alike. */
import { z } from 'zod'
import { Language } from '#shared/constraint.ts'
import { DatasetColumn } from '#shared/dataset.ts'
import { Reason } from '#shared/decision.ts'
import { Digest, ProposalId, RunId, StepId, TableName } from '#shared/ids.ts'
import { Tier } from '#shared/policy.ts'
import { Finding, Read } from '#shared/preflight.ts'
import { ColumnProfile } from '#shared/profile.ts'
import { Change, ProposalStatus } from '#shared/proposal.ts'
import { Parameter } from '#shared/step.ts'
import { TableSchema } from '#shared/table.ts'

/** The port says no, in a sentence for the model. */
export const Refused = z.strictObject({ refused: z.string() })
export type Refused = z.infer<typeof Refused>

/** The texts of a row, in the order of `columns`; null is SQL's NULL. Sensitive columns are masked before the model sees them. */
export const SeenRow = z.array(z.string().nullable()).readonly()
export type SeenRow = z.infer<typeof SeenRow>

export const DatasetSummary = z.strictObject({
  name: TableName,
  version: z.int().positive(),
  rows: z.int().nonnegative(),
  columns: z.array(DatasetColumn).readonly(),
  fileName: z.string(),
  /** Where the data comes from, and what the file says of itself (e.g. Parquet metadata). */
  origin: z.string().optional(),
})
export type DatasetSummary = z.infer<typeof DatasetSummary>

/** A profile's column and how closely it is tied to persons. For a sensitive column the port's values are masked on the way. */
export const DescribedColumn = ColumnProfile.extend({ sensitivity: DatasetColumn.shape.sensitivity })
export type DescribedColumn = z.infer<typeof DescribedColumn>

export const DatasetDescription = DatasetSummary.omit({ columns: true })
  .extend({
    /** Rows that are exact copies of an earlier row; absent when it was too costly to count. */
    duplicateRows: z.int().nonnegative().optional(),
    /** Rows of the file that did not parse and are kept apart. */
    rejectedRows: z.int().nonnegative(),
    columns: z.array(DescribedColumn).readonly(),
  })
  .strict()
export type DatasetDescription = z.infer<typeof DatasetDescription>

export const SampledRows = z.strictObject({
  name: TableName,
  totalRows: z.int().nonnegative(),
  columns: z.array(DatasetColumn).readonly(),
  rows: z.array(SeenRow).readonly(),
})
export type SampledRows = z.infer<typeof SampledRows>

/** What became of a step's latest run. */
export const SeenRun = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('running'), runId: RunId }),
  z.strictObject({
    kind: z.literal('table'),
    runId: RunId,
    name: TableName,
    artifact: Digest,
    totalRows: z.int().nonnegative(),
    columns: z.array(DatasetColumn).readonly(),
    rows: z.array(SeenRow).readonly(),
    /** Why a person or a failed assert disputes it. */
    dispute: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('chart'),
    runId: RunId,
    name: TableName,
    artifact: Digest,
    input: TableName,
    dispute: z.string().optional(),
  }),
  /** A figure, text, values or model: bytes that no step reads. */
  z.strictObject({
    kind: z.literal('value'),
    runId: RunId,
    name: TableName,
    artifact: Digest,
    mime: z.string(),
    dispute: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('failed'), runId: RunId, message: z.string(), detail: z.string() }),
  z.strictObject({ kind: z.literal('halted'), runId: RunId, message: z.string() }),
  z.strictObject({ kind: z.literal('indeterminate'), runId: RunId, message: z.string() }),
])
export type SeenRun = z.infer<typeof SeenRun>

export const SeenProposal = z.strictObject({
  proposalId: ProposalId,
  stepId: StepId,
  change: Change,
  supersedes: ProposalId.optional(),
  author: z.enum(['agent', 'person']),
  title: z.string(),
  language: Language,
  code: z.string(),
  parameters: z.record(z.string(), Parameter),
  output: TableName,
  /** Further names that it defines. */
  alsoOutputs: z.array(TableName).readonly().optional(),
  rationale: z.string(),
  status: ProposalStatus,
  /** The reviewer's reason for rejecting it or asking for changes. */
  reason: Reason.optional(),
  /** Why it is in this state, when the state needs words (blocked, voided, …). */
  because: z.string().optional(),
  tier: Tier.optional(),
  reads: z.array(Read).readonly().optional(),
  schema: TableSchema.optional(),
  findings: z.array(Finding).readonly().optional(),
  run: SeenRun.optional(),
})
export type SeenProposal = z.infer<typeof SeenProposal>

export const SeenLineage = z.strictObject({
  name: TableName,
  kind: z.enum(['dataset', 'step']),
  /** What it reads directly, columns included; empty for a dataset. */
  reads: z.array(Read).readonly(),
  /** Every dataset that it comes from, through all steps between. */
  datasets: z.array(TableName).readonly(),
  /** Names of steps that read it directly. */
  readBy: z.array(TableName).readonly(),
  /** For each column, the dataset columns that its values come from, as `dataset.column`. */
  columns: z
    .array(z.strictObject({ column: z.string(), origins: z.array(z.string()).readonly() }))
    .readonly(),
  /** Why some edges are wider than the truth; empty when all are exact. */
  coarse: z.array(z.string()).readonly(),
})
export type SeenLineage = z.infer<typeof SeenLineage>
