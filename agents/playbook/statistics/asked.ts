/** What a clause gives to those who make an analysis of it, and what they make. */
import type { Clause } from '#agents/playbook/clause.ts'
import type { Question, Statistic } from '#agents/playbook/intent.ts'
import type { KnownTable } from '#agents/playbook/knownTable.ts'
import type { Subject } from '#agents/playbook/wish.ts'

/** A statistic before its scope is known. */
export type StatisticWish = Statistic extends infer S
  ? S extends { readonly scope: unknown }
    ? Omit<S, 'scope'>
    : never
  : never

export type Asked = {
  readonly said: string
  readonly clause: Clause
  readonly table: KnownTable
  readonly subject: Subject
  /** Columns that the words ask to leave out. */
  readonly without: readonly string[]
}

export type Wished = StatisticWish | Question
