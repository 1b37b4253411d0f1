import { z } from 'zod'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const id = <const B extends string>(brand: B) =>
  z.string().regex(UUID, `${brand} must be a lower-case UUID`).brand<B>()

/** All are UUIDs (version 7 where we make them), so that ids sort by time and no one server hands them out. */
export const WorkspaceId = id('WorkspaceId')
export const CommandId = id('CommandId')
export const EntryId = id('EntryId')
export const PersonId = id('PersonId')
export const ObjectiveId = id('ObjectiveId')
export const ConstraintId = id('ConstraintId')
export const DatasetId = id('DatasetId')
export const StepId = id('StepId')
export const ProposalId = id('ProposalId')
export const DecisionId = id('DecisionId')
export const PermitId = id('PermitId')
export const RunId = id('RunId')
export const TurnId = id('TurnId')
export const QuestionId = id('QuestionId')
export const CommentId = id('CommentId')
/** Whatever stands on the canvas: an objective, a constraint, a note, a dataset or a step. */
export const BlockId = id('BlockId')

export type WorkspaceId = z.infer<typeof WorkspaceId>
export type CommandId = z.infer<typeof CommandId>
export type EntryId = z.infer<typeof EntryId>
export type PersonId = z.infer<typeof PersonId>
export type ObjectiveId = z.infer<typeof ObjectiveId>
export type ConstraintId = z.infer<typeof ConstraintId>
export type DatasetId = z.infer<typeof DatasetId>
export type StepId = z.infer<typeof StepId>
export type ProposalId = z.infer<typeof ProposalId>
export type DecisionId = z.infer<typeof DecisionId>
export type PermitId = z.infer<typeof PermitId>
export type RunId = z.infer<typeof RunId>
export type TurnId = z.infer<typeof TurnId>
export type QuestionId = z.infer<typeof QuestionId>
export type CommentId = z.infer<typeof CommentId>
export type BlockId = z.infer<typeof BlockId>

/** SHA-256 in lower-case hexadecimal. Names bytes (artifacts), steps, views and entries. */
export const Digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'a digest is 64 lower-case hexadecimal characters')
  .brand<'Digest'>()
export type Digest = z.infer<typeof Digest>

/** UTC, milliseconds, as `2026-01-31T23:59:59.999Z`: the only form a time is stored in. */
export const Instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'a time is UTC with milliseconds')
  .brand<'Instant'>()
export type Instant = z.infer<typeof Instant>

/** The name by which SQL, Python and charts refer to a dataset or to a step's output. Compared without case, as SQL does. */
export const TableName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,62}$/,
    'a name starts with a letter or _, and holds letters, digits and _ (at most 63)',
  )
  .brand<'TableName'>()
export type TableName = z.infer<typeof TableName>

/** The key under which a name is looked up: names that differ only in case are the same name. */
export const nameKey = (name: string): string => name.toLowerCase()
