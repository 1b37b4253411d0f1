/** Which binding each statement of a notebook reads, when its cells run in a given order. Derived; nothing is executed. */
import type { CellFacts, CellStatement, ValueSort } from '#shared/notebookFile/cellFacts.ts'

export type Place = { readonly cell: number; readonly statement: number }

/** What a name holds after a statement: made by these statements together, the last of them in `cell`. */
export type Definition = {
  readonly name: string
  readonly cell: number
  readonly sort: ValueSort
  readonly made: readonly Place[]
  readonly kind: CellStatement['kind']
  /** In place: what an earlier cell had made. */
  readonly changed?: Definition
}

export type Scope = ReadonlyMap<string, Definition>

export type CellDefinitions = {
  /** What stands when the cell begins. */
  readonly before: Scope
  readonly after: Scope
  /** For each statement: the definition of each name that it reads or changes. */
  readonly reads: readonly Scope[]
  /** Names that nothing has bound by then. */
  readonly unbound: readonly string[]
}

/** A table of the workspace: made by no cell. */
export const GIVEN = -1

export const givenTable = (name: string): Definition => ({
  name,
  cell: GIVEN,
  sort: 'frame',
  made: [],
  kind: 'import',
})

export type Facts = readonly (CellFacts | undefined)[]

/** By cell; cells that are no Python have none. */
export function definitionsOf(
  facts: Facts,
  order: readonly number[],
  given: readonly string[] = [],
): ReadonlyMap<number, CellDefinitions> {
  const found = new Map<number, CellDefinitions>()
  let scope: Scope = new Map(given.map((name) => [name, givenTable(name)]))
  for (const cell of order) {
    const statements = facts[cell]?.statements
    if (!statements) continue
    const before = scope
    const now = new Map(scope)
    const unbound = new Set<string>()
    const reads = statements.map((one, statement) => {
      const seen = new Map<string, Definition>()
      for (const name of [...one.reads, ...one.changes.map((change) => change.name)]) {
        const definition = now.get(name)
        if (definition) seen.set(name, definition)
        else if (!one.binds.some((bind) => bind.name === name)) unbound.add(name)
      }
      // A function may be called later in its own cell: what it reads then is bound here or by then.
      for (const { name, value } of one.binds) {
        const prior = now.get(name)
        const made = [...(one.isSure ? [] : (prior?.made ?? [])), { cell, statement }]
        const sort = !one.isSure && prior?.sort === 'frame' ? 'frame' : value
        now.set(name, { name, cell, sort, made, kind: one.kind })
      }
      for (const { name } of one.changes) {
        const prior = now.get(name)
        if (!prior || one.binds.some((bind) => bind.name === name)) continue
        const changed = prior.cell === cell ? prior.changed : prior
        const made = [...prior.made, { cell, statement }]
        now.set(name, { name, cell, sort: prior.sort, made, kind: 'work', ...(changed ? { changed } : {}) })
      }
      return seen
    })
    for (const one of statements) for (const name of one.later) if (!now.has(name)) unbound.add(name)
    scope = now
    found.set(cell, { before, after: now, reads, unbound: [...unbound] })
  }
  return found
}
