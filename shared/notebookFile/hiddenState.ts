/** What a notebook's text does not show at first sight, each as a sentence at its cell. Cells are numbered from 1, as they stand. */
import { boundNames } from '#shared/notebookFile/cellOrder.ts'
import { definitionsOf, GIVEN, type Definition, type Facts } from '#shared/notebookFile/definitions.ts'
import type { NotebookSense } from '#shared/notebookFile/needs.ts'
import type { NotebookCell } from '#shared/notebookFile/readNotebook.ts'

export type Said = ReadonlyMap<number, readonly string[]>

const MOST_NAMES = 8
const numbers = (cells: readonly number[]): string => listed(cells.map((cell) => String(cell + 1)))

export function listed(words: readonly string[]): string {
  const shown = words.slice(0, MOST_NAMES)
  if (words.length > MOST_NAMES) return `${shown.join(', ')} and ${words.length - MOST_NAMES} more`
  if (shown.length < 2) return shown.join('')
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** `known`: names that the workspace has, so that they need no cell. */
export function hiddenStateOf(
  cells: readonly NotebookCell[],
  sense: NotebookSense,
  known: ReadonlySet<string>,
): Said {
  const said = new Map<number, string[]>()
  const say = (cell: number, sentence: string): void => {
    said.set(cell, [...(said.get(cell) ?? []), sentence])
  }
  sayUnbound(cells, sense.facts, known, say)
  sayRebound(sense, say)
  sayChanged(sense, say)
  sayRuns(cells, sense.facts, say)
  return said
}

type Say = (cell: number, sentence: string) => void

function sayUnbound(
  cells: readonly NotebookCell[],
  facts: Facts,
  known: ReadonlySet<string>,
  say: Say,
): void {
  const bound = boundNames(facts)
  const file = cells.map((_, at) => at)
  const gap = gapOf(cells)
  for (const [cell, { unbound }] of definitionsOf(facts, file)) {
    for (const name of unbound) {
      const binders = file.filter((at) => bindsName(facts[at], name))
      if (bound.has(name))
        say(cell, `It reads ${name}, which is bound only further down, in cell ${numbers(binders)}.`)
      else if (!known.has(name))
        say(
          cell,
          `It reads ${name}, which no cell binds: the cell that did was changed or deleted.${gap === undefined ? '' : ` ${gap}`}`,
        )
    }
  }
}

const bindsName = (one: Facts[number], name: string): boolean =>
  one?.statements.some(({ binds }) => binds.some((bind) => bind.name === name)) ?? false

function gapOf(cells: readonly NotebookCell[]): string | undefined {
  const counts = new Set(cells.flatMap(({ executionCount }) => executionCount ?? []))
  const last = Math.max(0, ...counts)
  const missing = last - counts.size
  if (missing <= 0) return undefined
  return `Of ${last} runs that were counted, ${missing} left no cell.`
}

/** Imports of the same name again are no news. */
function sayRebound({ facts, definitions, order }: NotebookSense, say: Say): void {
  const binders = new Map<string, number[]>()
  for (const cell of order)
    for (const { binds, kind } of facts[cell]?.statements ?? [])
      for (const { name } of binds) {
        const cells = binders.get(name) ?? []
        if (kind !== 'import' && cells.at(-1) !== cell) binders.set(name, [...cells, cell])
      }
  const again = [...binders].filter(([name, cells]) => cells.length > 1 && !name.startsWith('_'))
  for (const [name, cells] of again) {
    for (const cell of cells.slice(1))
      say(
        cell,
        `It binds ${name} anew; cell ${numbers(cells.filter((one) => one !== cell))} ${cells.length > 2 ? 'bind' : 'binds'} it too.`,
      )
    for (const [cell, { reads }] of definitions) {
      const seen = reads.map((scope) => scope.get(name)).find((one) => one && one.cell !== cell)
      if (seen) say(cell, `The ${name} that it reads is the one of ${originOf(seen)}.`)
    }
  }
}

const originOf = ({ cell }: Definition): string => (cell === GIVEN ? 'the workspace' : `cell ${cell + 1}`)

function sayChanged({ facts, definitions }: NotebookSense, say: Say): void {
  for (const [cell, { reads }] of definitions)
    for (const [at, { changes, line }] of (facts[cell]?.statements ?? []).entries())
      for (const { name, how } of changes) {
        const before = reads[at]?.get(name)
        if (before && before.cell !== cell)
          say(cell, `It changes ${name} of ${originOf(before)} in place (${how}, line ${line}).`)
      }
}

function sayRuns(cells: readonly NotebookCell[], facts: Facts, say: Say): void {
  let highest: { readonly cell: number; readonly count: number } | undefined
  const isCounted = cells.some(({ executionCount }) => executionCount !== null)
  for (const [cell, { executionCount: count }] of cells.entries()) {
    if ((facts[cell]?.statements.length ?? 0) === 0) continue
    if (count === null) {
      if (isCounted) say(cell, 'It was not run, or its run was cleared.')
      continue
    }
    if (highest && count < highest.count)
      say(
        cell,
        `It was run [${count}] before cell ${highest.cell + 1} [${highest.count}], which stands above it.`,
      )
    if (!highest || count > highest.count) highest = { cell, count }
  }
}
