/** One small sign for each kind of node, on a field of 16 by 16: a kind is never told by colour alone. */
import type { ExplorerKind } from '#client/features/lineage/explorerGraph.ts'

export const GLYPHS: Readonly<Record<ExplorerKind, string>> = {
  dataset: 'M2 4c0-3 12-3 12 0s-12 3-12 0zM2 4v8c0 3 12 3 12 0V4M2 8c0 3 12 3 12 0',
  step: 'M2 2h12v12H2zM6 5.5l4.5 2.5L6 10.5z',
  run: 'M4 2l10 6-10 6z',
  artifact: 'M2 2h12v12H2zM2 6.5h12M7 6.5V14',
  conclusion: 'M3 15V2c4-2 6 2 10 0v7c-4 2-6-2-10 0',
  objective: 'M8 1.5a6.5 6.5 0 1 0 .01 0zM8 5a3 3 0 1 0 .01 0z',
  constraint: 'M8 1.5l5.5 2v5c0 3.5-3 5.2-5.5 6-2.5-.8-5.5-2.5-5.5-6v-5z',
  proposal: 'M3 1.5h6.5L13 5v9.5H3zM5.5 8h5M5.5 11h3.5',
  decision: 'M8 1.5a6.5 6.5 0 1 0 .01 0zM5 8.2l2.2 2.2L11.2 6',
}

export const KIND_WORDS: Readonly<Record<ExplorerKind, { readonly one: string; readonly many: string }>> = {
  dataset: { one: 'dataset', many: 'Datasets' },
  step: { one: 'step', many: 'Steps' },
  run: { one: 'run', many: 'Runs' },
  artifact: { one: 'result', many: 'Results' },
  conclusion: { one: 'conclusion', many: 'Conclusions' },
  objective: { one: 'objective', many: 'Objectives' },
  constraint: { one: 'constraint', many: 'Constraints' },
  proposal: { one: 'proposal', many: 'Proposals' },
  decision: { one: 'decision', many: 'Decisions' },
}
