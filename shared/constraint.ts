/** What must hold: prose as guidance and, where it can be, one enforced check. */
import { z } from 'zod'
import { ConstraintId, ObjectiveId, TableName } from '#shared/ids.ts'

/** `packages` is no language that people compute in: its steps say which packages Python steps have. */
export const Language = z.enum(['sql', 'chart', 'python', 'packages'])
export type Language = z.infer<typeof Language>

/** The closed set of checks. All but `assert` are judged by preflight; `assert` is judged on the result, after the run. */
export const ConstraintCheck = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('forbidden-columns'),
    /** Absent: in whatever dataset or output a column of that name stands. */
    dataset: TableName.optional(),
    columns: z.array(z.string().min(1)).min(1).readonly(),
  }),
  z.strictObject({ kind: z.literal('forbidden-datasets'), datasets: z.array(TableName).min(1).readonly() }),
  z.strictObject({ kind: z.literal('allowed-languages'), languages: z.array(Language).min(1).readonly() }),
  z.strictObject({ kind: z.literal('no-network') }),
  z.strictObject({ kind: z.literal('most-seconds'), seconds: z.int().positive().max(86_400) }),
  z.strictObject({ kind: z.literal('most-rows'), rows: z.int().positive() }),
  z.strictObject({
    kind: z.literal('assert'),
    /** The output it is about; absent: every output in which the predicate's columns exist. */
    output: TableName.optional(),
    /** A SQL predicate that must be true of every row, e.g. `revenue >= 0`. */
    predicate: z.string().min(1).max(2000),
  }),
])
export type ConstraintCheck = z.infer<typeof ConstraintCheck>

export const Constraint = z.strictObject({
  constraintId: ConstraintId,
  text: z.string().min(1).max(10_000),
  checks: z.array(ConstraintCheck).max(20).readonly(),
  /** Absent: it holds for the whole workspace. */
  objectiveId: ObjectiveId.optional(),
})
export type Constraint = z.infer<typeof Constraint>

/** A check in plain words, as shown beside the prose. */
export function wordsOf(check: ConstraintCheck): string {
  switch (check.kind) {
    case 'forbidden-columns':
      return `No step reads ${list(check.columns)}${check.dataset ? ` of ${check.dataset}` : ''}`
    case 'forbidden-datasets':
      return `No step reads ${list(check.datasets)}`
    case 'allowed-languages':
      return `Steps are written in ${list(check.languages)} only`
    case 'no-network':
      return 'No step uses the network'
    case 'most-seconds':
      return `A step runs at most ${check.seconds} s`
    case 'most-rows':
      return `A result has at most ${check.rows} rows`
    case 'assert':
      return `In ${check.output ?? 'every result with these columns'}, each row satisfies: ${check.predicate}`
  }
}

const list = (words: readonly string[]): string => words.join(', ')
