/** What a clause wants before it is known which tables that needs. */
import type { Clause } from '#agents/playbook/clause.ts'
import type { Dimension, Intent, Measure, Statistic } from '#agents/playbook/intent.ts'
import type { KnownTable } from '#agents/playbook/knownTable.ts'

/** An intent before its scope is known; what takes Python is read apart. */
export type Wish =
  Exclude<Intent, Statistic> extends infer I
    ? I extends { readonly scope: unknown }
      ? Omit<I, 'scope'>
      : never
    : never

/** What the clauses before spoke of. */
export type Subject = {
  readonly measure: Measure | null
  readonly by: readonly Dimension[]
  readonly table: KnownTable | null
}

export const has = (clause: Clause, ...cues: readonly Parameters<Clause['cues']['has']>[0][]): boolean =>
  cues.some((cue) => clause.cues.has(cue))

export const COUNT: Measure = { fn: 'count', field: null }
