/** In which order the cells of a notebook make sense: as they were run, where the counts tell it; else by what reads what. */
import type { NotebookCell } from '#shared/notebookFile/readNotebook.ts'
import { definitionsOf, type Facts } from '#shared/notebookFile/definitions.ts'

export type ProposedOrder = {
  readonly cells: readonly number[]
  /** `runs`: the order of the execution counts. `names`: what is read comes after what binds it. */
  readonly by: 'file' | 'runs' | 'names'
}

/** `given`: names that are there before any cell runs. */
export function proposedOrder(
  cells: readonly NotebookCell[],
  facts: Facts,
  given: readonly string[],
): ProposedOrder {
  const trouble = (order: readonly number[]): number => unboundCount(facts, order, given)
  const file = cells.map((_, at) => at)
  const run = runOrder(cells, facts)
  if (run && trouble(run) < trouble(file)) return { cells: run, by: 'runs' }
  if (run && isSame(run, file)) return { cells: file, by: 'file' }
  if (run && trouble(run) === 0) return { cells: run, by: 'runs' }
  if (trouble(file) === 0) return { cells: file, by: 'file' }
  const named = byNames(facts, file, given)
  return isSame(named, file) ? { cells: file, by: 'file' } : { cells: named, by: 'names' }
}

const isSame = (one: readonly number[], other: readonly number[]): boolean =>
  one.every((cell, at) => cell === other[at])

/** How many names are read before any cell binds them, of those that some cell binds. */
function unboundCount(facts: Facts, order: readonly number[], given: readonly string[]): number {
  const bound = boundNames(facts)
  let count = 0
  for (const { unbound } of definitionsOf(facts, order, given).values())
    count += unbound.filter((name) => bound.has(name)).length
  return count
}

export const boundNames = (facts: Facts): ReadonlySet<string> =>
  new Set(facts.flatMap((one) => one?.statements.flatMap(({ binds }) => binds.map(({ name }) => name)) ?? []))

/** Undefined unless each cell with statements has a count of its own. Other cells stay above the one below them. */
function runOrder(cells: readonly NotebookCell[], facts: Facts): readonly number[] | undefined {
  const counts = new Map<number, number>()
  for (const [at, { executionCount }] of cells.entries()) {
    if ((facts[at]?.statements.length ?? 0) === 0) continue
    if (executionCount === null || counts.has(executionCount)) return undefined
    counts.set(executionCount, at)
  }
  // A heading belongs to the cell below it.
  const led = leadings(cells, new Set(counts.values()))
  const inOrder = [...counts].toSorted(([one], [other]) => one - other).map(([, at]) => at)
  return [...inOrder.flatMap((at) => led.get(at) ?? [at]), ...(led.get(-1) ?? [])]
}

/** Each counted cell with the cells above it that are not counted; -1: those behind the last. */
function leadings(
  cells: readonly NotebookCell[],
  counted: ReadonlySet<number>,
): ReadonlyMap<number, readonly number[]> {
  const led = new Map<number, readonly number[]>()
  let above: readonly number[] = []
  for (const at of cells.keys()) {
    above = [...above, at]
    if (!counted.has(at)) continue
    led.set(at, above)
    above = []
  }
  led.set(-1, above)
  return led
}

/** The first in the file's order that has all it reads, and takes nothing from one that still waits; else the first. */
function byNames(facts: Facts, file: readonly number[], given: readonly string[]): readonly number[] {
  const bound = boundNames(facts)
  const touched = facts.map((one) => namesOf(one))
  const ready = new Set(given)
  const waiting = [...file]
  const order: number[] = []
  while (waiting.length > 0) {
    const at = waiting.findIndex((cell, place) => {
      const { needs, makes } = touched[cell] ?? NO_NAMES
      if ([...needs].some((name) => bound.has(name) && !ready.has(name))) return false
      return waiting.slice(0, place).every((earlier) => {
        const other = touched[earlier] ?? NO_NAMES
        // Moved in front of it, it would give it another value than it has now.
        return [...makes].every(
          (name) =>
            !(ready.has(name) && (other.needs.has(name) || other.makes.has(name))) && !other.makes.has(name),
        )
      })
    })
    const [next] = waiting.splice(Math.max(0, at), 1)
    if (next === undefined) break
    order.push(next)
    for (const name of touched[next]?.makes ?? []) ready.add(name)
  }
  return order
}

type Names = { readonly needs: ReadonlySet<string>; readonly makes: ReadonlySet<string> }
const NO_NAMES: Names = { needs: new Set(), makes: new Set() }

function namesOf(facts: Facts[number]): Names {
  const needs = new Set<string>()
  const makes = new Set<string>()
  for (const { reads, later, changes, binds } of facts?.statements ?? []) {
    for (const name of [...reads, ...changes.map((one) => one.name)]) if (!makes.has(name)) needs.add(name)
    for (const { name } of [...binds, ...changes]) makes.add(name)
    for (const name of later) if (!makes.has(name)) needs.add(name)
  }
  return { needs, makes }
}
