/** What a cell needs of the cells before it, to be a step alone: tables of other steps, and statements that are taken along. */
import {
  definitionsOf,
  GIVEN,
  type CellDefinitions,
  type Definition,
  type Facts,
  type Place,
} from '#shared/notebookFile/definitions.ts'
import type { CellStatement } from '#shared/notebookFile/cellFacts.ts'

export type Needs = {
  /** Frames that other cells make: the workspace hands them over. */
  readonly frames: readonly Definition[]
  /** Imports, functions, constants and values, in the order in which they ran. */
  readonly carried: readonly Place[]
}

export type NotebookSense = {
  readonly facts: Facts
  readonly order: readonly number[]
  readonly definitions: ReadonlyMap<number, CellDefinitions>
  readonly isStep: (cell: number) => boolean
  readonly needs: ReadonlyMap<number, Needs>
}

/** A table that comes by its name: of another step, or of the workspace. */
export const isHanded = ({ sort, cell }: Definition, isStep: (cell: number) => boolean): boolean =>
  sort === 'frame' && (cell === GIVEN || isStep(cell))

/** Imports and definitions alone: nothing of it is a result. */
export const isHelper = ({ kind, binds, changes }: CellStatement): boolean =>
  kind !== 'work' && changes.length === 0 && binds.every(({ value }) => value === 'plain')

/** `given`: tables of the workspace that are read by their names. */
export function senseOf(facts: Facts, order: readonly number[], given: readonly string[]): NotebookSense {
  const definitions = definitionsOf(facts, order, given)
  const imported = new Set(
    facts.flatMap((one) =>
      (one?.statements ?? []).flatMap(({ kind, binds }) =>
        kind === 'import' ? binds.map(({ name }) => name) : [],
      ),
    ),
  )
  const isStepCell = (cell: number): boolean =>
    facts[cell]?.statements.some((one) => !isHelper(one) && !isSetting(one, imported)) ?? false
  const steps = new Set(order.filter(isStepCell))
  const isStep = (cell: number): boolean => steps.has(cell)
  const place = new Map(order.map((cell, at) => [cell, at]))
  const inOrder = (one: Place, other: Place): number =>
    (place.get(one.cell) ?? 0) - (place.get(other.cell) ?? 0) || one.statement - other.statement
  const needs = new Map<number, Needs>()
  for (const cell of order) {
    if (!isStep(cell)) continue
    needs.set(cell, needsOf(cell, { facts, definitions, isStep, imported, order, inOrder }))
  }
  return { facts, order, definitions, isStep, needs }
}

/** `pd.set_option(…)`, `plt.style.use(…)`: reads modules only, and gives nothing. */
const isSetting = (one: CellStatement, imported: ReadonlySet<string>): boolean =>
  one.kind === 'work' &&
  one.binds.length === 0 &&
  one.shows !== null &&
  one.reads.length > 0 &&
  one.reads.every((name) => imported.has(name)) &&
  /(?:^|\.)(?:set\w*|use|seed|filterwarnings|simplefilter|basicConfig|update|init_notebook_mode)$/.test(
    one.shows.call,
  )

type Around = Pick<NotebookSense, 'facts' | 'definitions' | 'isStep' | 'order'> & {
  readonly imported: ReadonlySet<string>
  readonly inOrder: (one: Place, other: Place) => number
}

function needsOf(cell: number, around: Around): Needs {
  const { facts, definitions, isStep, inOrder } = around
  const frames = new Map<string, Definition>()
  const carried = new Map<string, Place>()
  const before = definitions.get(cell)?.before ?? new Map<string, Definition>()
  const take = (definition: Definition): void => {
    if (definition.cell === cell) return
    if (isHanded(definition, isStep)) {
      frames.set(`${definition.cell} ${definition.name}`, definition)
      return
    }
    for (const one of definition.made) if (one.cell !== cell) carry(one)
  }
  const carry = (one: Place): void => {
    const key = `${one.cell} ${one.statement}`
    if (carried.has(key)) return
    carried.set(key, one)
    followed(one)
  }
  const followed = ({ cell: of, statement }: Place): void => {
    for (const read of definitions.get(of)?.reads[statement]?.values() ?? []) take(read)
    for (const name of facts[of]?.statements[statement]?.later ?? []) {
      const definition =
        of === cell ? before.get(name) : (before.get(name) ?? definitions.get(of)?.after.get(name))
      if (definition) take(definition)
    }
  }
  for (const statement of facts[cell]?.statements.keys() ?? []) followed({ cell, statement })
  carrySettings(cell, around, carried)
  return { frames: [...frames.values()], carried: [...carried.values()].toSorted(inOrder) }
}

/** Settings of a module go where the module goes; `import *` everywhere, as nobody knows what it binds. */
function carrySettings(
  cell: number,
  { facts, definitions, order, isStep, imported }: Around,
  carried: Map<string, Place>,
): void {
  for (const of of order.slice(0, order.indexOf(cell)))
    for (const [statement, one] of (facts[of]?.statements ?? []).entries()) {
      const isStar = one.kind === 'import' && one.binds.length === 0
      const reads = [...(definitions.get(of)?.reads[statement]?.values() ?? [])]
      const isHere =
        !isStep(of) &&
        isSetting(one, imported) &&
        reads.every(({ made }) => made.every((place) => carried.has(`${place.cell} ${place.statement}`)))
      if (isStar || isHere) carried.set(`${of} ${statement}`, { cell: of, statement })
    }
}
