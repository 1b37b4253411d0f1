/** What becomes of one cell, and what the making of it knows. */
import type { CellKind } from '#shared/notebookFile/cellKind.ts'
import type { WithDatasets } from '#shared/notebookFile/fileReads.ts'
import type { NotebookSense } from '#shared/notebookFile/needs.ts'
import type { NotebookCell } from '#shared/notebookFile/readNotebook.ts'
import type { StepNames } from '#shared/notebookFile/stepNames.ts'

export type PlannedBlock =
  | { readonly kind: 'note'; readonly text: string }
  /** `output` as a person writes it: one name, or several with commas. */
  | { readonly kind: 'python' | 'sql' | 'chart'; readonly text: string; readonly output: string }

export type CellFate = {
  /** From 0, as it stands in the file. */
  readonly cell: number
  readonly becomes: 'note' | 'step' | 'carried' | 'left-out'
  readonly title: string
  /** In sentences: what becomes of it. */
  readonly says: readonly string[]
  /** What is hidden in it. */
  readonly findings: readonly string[]
  /** Lines of its code that are written otherwise. */
  readonly changes: readonly { readonly before: string; readonly after: string }[]
  readonly block?: PlannedBlock
}

/** Names that the workspace has now: a dataset can be read, any of them is taken. */
export type NamesThere = { readonly datasets: readonly string[]; readonly steps: readonly string[] }

export type Around = {
  readonly cells: readonly NotebookCell[]
  readonly kinds: readonly CellKind[]
  readonly sense: NotebookSense
  readonly names: StepNames
  readonly there: NamesThere
  readonly dropped: WithDatasets['dropped']
  readonly titles: readonly string[]
}
export type Planned = {
  readonly fate: CellFate
  readonly files: readonly string[]
  readonly isRenamed: boolean
}

export const alone = (fate: CellFate): Planned => ({ fate, files: [], isRenamed: false })

export type Base = Pick<CellFate, 'cell' | 'title' | 'says' | 'findings' | 'changes'>
