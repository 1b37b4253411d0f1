/** What becomes of a cell of Python: a step, or code that is taken along into steps. */
import { alone, type Around, type Base, type Planned } from '#shared/notebookFile/cellFate.ts'
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
    const readers = sense.order.filter((one) =>
      sense.needs.get(one)?.carried.some((place) => place.cell === cell),
    )
    if (lines.length > 0) {
      const says = [`It is the dataset ${listed(files.datasets)}: steps read it by that name.`]
      const findings = [...files.findings, ...magics]
      return alone({ ...base, becomes: 'carried', says, findings, changes: files.changes })
    }
    const says = isUsed
      ? [
          readers.length > 0
            ? `Taken along into the steps of cell ${listed(readers.map((one) => String(one + 1)))}.`
            : 'No step needs it.',
        ]
      : ['Nothing of it is Python.']
    return alone({ ...base, becomes: isUsed ? 'carried' : 'left-out', says, findings: magics })
  }
  const outputs = (names.outputs.get(cell) ?? []).map((one) => names.nameOf(one))
  const shown = shownResultOf(cell, facts, sense, outputs, names.free)
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
      changes: files.changes,
      block: { kind: 'python', text: code, output: made.join(', ') },
    },
    files: files.missing,
    isRenamed: renames.length > 0,
  }
}

/** Values of other cells that are no tables, and no more than written down there. */
function recomputed(cell: number, { needs, facts }: NotebookSense): readonly string[] {
  const names = new Set<string>()
  for (const place of needs.get(cell)?.carried ?? []) {
    const one = facts[place.cell]?.statements[place.statement]
    if (one?.kind === 'work') for (const { name } of one.binds) names.add(name)
  }
  return [...names]
}
