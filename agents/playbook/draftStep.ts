/** A step as the playbook means to propose it, with what it knows of the result: enough to draw it and to speak of it. */
import type { Intent } from '#agents/playbook/intent.ts'

export type OutColumn = {
  readonly name: string
  readonly kind: 'number' | 'text' | 'time'
  /** What an axis says, with the unit. */
  readonly title: string
  readonly unit: string | null
}

export type DraftStep = {
  readonly output: string
  readonly language: 'sql' | 'python' | 'chart'
  readonly code: string
  readonly title: string
  readonly rationale: string
  /** Of a table; a chart has none. */
  readonly columns: readonly OutColumn[]
  readonly intent: Intent
  /** Which of the intent's results this is: `main` is what the conclusion speaks of. */
  readonly part: string
  /** Further results of a Python step. */
  readonly also?: readonly AlsoResult[]
}

export type AlsoResult = Pick<DraftStep, 'output' | 'title' | 'columns' | 'part'>

/** Gives each output a name that nothing else has; called once for each, in their order. `before`: of a table that comes and goes before the others. */
export type NameFor = (wanted: string, place?: 'before') => string
