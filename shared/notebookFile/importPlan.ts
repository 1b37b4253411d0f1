/** What becomes of each cell of a notebook: notes and drafts of steps. Pure; nothing is added by it, and nothing ever ran. */
import {
  alone,
  type Around,
  type CellFate,
  type NamesThere,
  type Planned,
} from '#shared/notebookFile/cellFate.ts'
import { cellKindOf } from '#shared/notebookFile/cellKind.ts'
import { boundNames, proposedOrder, type ProposedOrder } from '#shared/notebookFile/cellOrder.ts'
import { withDatasets } from '#shared/notebookFile/fileReads.ts'
import { hiddenStateOf } from '#shared/notebookFile/hiddenState.ts'
import { senseOf } from '#shared/notebookFile/needs.ts'
import type { NotebookRead } from '#shared/notebookFile/notebookRead.ts'
import { pythonFate } from '#shared/notebookFile/pythonFate.ts'
import { stepNamesOf } from '#shared/notebookFile/stepNames.ts'
import { titlesOf } from '#shared/notebookFile/titles.ts'

export type ImportChoice = { readonly order: 'file' | 'proposed'; readonly isRenaming: boolean }
export type ImportPlan = {
  readonly proposed: ProposedOrder
  readonly fates: readonly CellFate[]
  /** Files that are read and are no datasets yet. */
  readonly files: readonly string[]
  readonly hasRenames: boolean
}

export function importPlan(read: NotebookRead, there: NamesThere, choice: ImportChoice): ImportPlan {
  const { cells } = read
  const kinds = cells.map(cellKindOf)
  const seen = cells.map((_, at) => read.facts?.[at] ?? undefined)
  const { facts, given, dropped } = withDatasets(seen, there.datasets)
  const file = cells.map((_, at) => at)
  const proposed = read.facts ? proposedOrder(cells, facts, given) : { cells: file, by: 'file' as const }
  const order = choice.order === 'proposed' ? proposed.cells : file
  const taken = [...there.datasets, ...there.steps]
  const bound = boundNames(facts)
  const sense = senseOf(facts, order, [...given, ...taken.filter((name) => !bound.has(name))])
  const names = stepNamesOf(sense, taken, choice.isRenaming)
  const hidden = hiddenStateOf(cells, sense, new Set(taken))
  const around: Around = { cells, kinds, sense, names, there, dropped, titles: titlesOf(cells) }
  const planned = order.map((cell) => plannedCell(cell, around))
  const fates = planned.map(({ fate }) => ({
    ...fate,
    findings: [...(hidden.get(fate.cell) ?? []), ...fate.findings],
  }))
  return {
    proposed,
    fates,
    files: [...new Set(planned.flatMap(({ files }) => files))],
    hasRenames: planned.some(({ isRenamed }) => isRenamed),
  }
}

function plannedCell(cell: number, around: Around): Planned {
  const kind = around.kinds[cell]
  const one = around.cells[cell]
  const base = { cell, title: around.titles[cell] ?? '', says: [], findings: [], changes: [] }
  if (!kind || !one) return alone({ ...base, becomes: 'left-out' })
  switch (kind.kind) {
    case 'left-out':
      return alone({ ...base, becomes: 'left-out', says: [kind.because] })
    case 'note': {
      const raw = one.kind === 'raw' ? ['A raw cell: its text is kept as it is.'] : []
      const pictures = one.attachments > 0 ? ['Its attached pictures are not taken along.'] : []
      const block = { kind: 'note' as const, text: kind.text }
      return alone({ ...base, becomes: 'note', says: [...raw, ...pictures], block })
    }
    case 'chart': {
      const output = around.names.free(kind.output)
      const block = { kind: 'chart' as const, text: kind.code, output }
      return alone({ ...base, becomes: 'step', says: [`A chart called ${output}.`], block })
    }
    case 'sql': {
      const output = around.names.free(kind.output ?? `query_${cell + 1}`)
      const block = { kind: 'sql' as const, text: kind.code, output }
      return alone({ ...base, becomes: 'step', says: [`An SQL step that makes ${output}.`], block })
    }
    case 'python':
      return pythonFate(cell, kind, around, base)
  }
}
