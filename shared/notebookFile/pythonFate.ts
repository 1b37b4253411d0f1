/** What becomes of a cell of Python: a step, or code that is taken along into steps. */
import type { CellFacts } from '#shared/notebookFile/cellFacts.ts'
import { alone, type Around, type Base, type CellFate, type Planned } from '#shared/notebookFile/cellFate.ts'
import type { CellKind } from '#shared/notebookFile/cellKind.ts'
import { fileChangesOf } from '#shared/notebookFile/fileReads.ts'
import { listed } from '#shared/notebookFile/hiddenState.ts'
import type { NotebookSense } from '#shared/notebookFile/needs.ts'
import { shownResultOf } from '#shared/notebookFile/shownResult.ts'
import { stepCodeOf } from '#shared/notebookFile/stepCode.ts'

export function pythonFate(
  cell: number,
  kind: Extract<CellKind, { kind: 'python' }>,
  { sense, names, there, dropped }: Around,
  base: Base,
): Planned {
  const facts = sense.facts[cell]
  if (!facts || facts.problem) {
    const output = names.free(`cell_${cell + 1}`)
    const block = { kind: 'python' as const, text: kind.code, output }
    const line = facts?.problem?.line === undefined ? '' : ` (line ${facts.problem.line})`
    const findings = facts?.problem ? [`${facts.problem.text}${line} It is taken as it is.`] : []
    return alone({
      ...base,
      becomes: 'step',
      says: [`A Python step: bind ${output} in it.`],
      findings,
      block,
    })
  }
  const magics = [...kind.dropped, ...facts.magics.map(({ text }) => text)].map(
    (text) => `“${text}” works in notebooks only and is left out.`,
  )
  const lines = dropped.get(cell) ?? []
  const files = fileChangesOf(facts, there.datasets, lines)
  if (!sense.isStep(cell)) {
    const isUsed = facts.statements.length > 0
    const readers = readersOf(cell, sense)
    const says = isUsed
      ? [
          readers.length > 0
            ? `Taken along into the steps of cell ${cellList(readers)}.`
            : 'No step needs it.',
        ]
      : ['Nothing of it is Python.']
    return alone({ ...base, becomes: isUsed ? 'carried' : 'left-out', says, findings: magics })
  }
  const outputs = (names.outputs.get(cell) ?? []).map((one) => names.nameOf(one))
  const shown = shownResultOf(cell, facts, sense, outputs, names.free)
  const readers = readersOf(cell, sense)
  if (shown.isValue && readers.length > 0) {
    const says = [`Computed again in the steps of cell ${cellList(readers)}: steps hand over tables only.`]
    return alone({ ...base, becomes: 'carried', says, findings: [...files.findings, ...magics] })
  }
  const made = outputs.length > 0 ? outputs : [shown.output]
  const { code, renames } = stepCodeOf(
    cell,
    sense,
    names,
    [...lines, ...files.edits, ...shown.edits],
    shown.last,
  )
  const tables = (sense.needs.get(cell)?.frames ?? []).map((one) => names.nameOf(one))
  const read = [...new Set([...tables, ...files.datasets])]
  const again = recomputed(cell, sense)
  const says = [
    `A Python step that makes ${listed(made)}${read.length > 0 ? ` and reads ${listed(read)}` : ''}.`,
    ...shown.says,
    ...renames.map(({ from, to }) => `Its ${from} is called ${to}, so that every name is defined once.`),
    ...(again.length > 0
      ? [
          `${listed(again)} ${again.length > 1 ? 'are' : 'is'} computed again in it: steps hand over tables only.`,
        ]
      : []),
  ]
  return {
    fate: {
      ...base,
      becomes: 'step',
      says,
      findings: [...files.findings, ...magics],
      changes: [...files.changes, ...deleted(facts)],
      block: { kind: 'python', text: code, output: made.join(', ') },
    },
    files: files.missing,
    isRenamed: renames.length > 0,
  }
}

const deleted = ({ code, statements }: CellFacts): CellFate['changes'] =>
  statements.flatMap(({ kind, start, end }) =>
    kind === 'delete' ? [{ before: code.slice(start, end), after: 'pass' }] : [],
  )

/** Values of other cells that are no tables, and no more than written down there. */
function recomputed(cell: number, { needs, facts }: NotebookSense): readonly string[] {
  const names = new Set<string>()
  for (const place of needs.get(cell)?.carried ?? []) {
    const one = facts[place.cell]?.statements[place.statement]
    if (one?.kind === 'work') for (const { name } of one.binds) names.add(name)
  }
  return [...names]
}

/** The cells whose steps take statements of this one along. */
const readersOf = (cell: number, { order, needs }: NotebookSense): readonly number[] =>
  order.filter((one) => needs.get(one)?.carried.some((place) => place.cell === cell))

const cellList = (cells: readonly number[]): string => listed(cells.map((cell) => String(cell + 1)))
