/** The code of a step made of a cell: what it takes along, its own lines, and names changed by place where they must be. */
import type { CellFacts, NamePlace } from '#shared/notebookFile/cellFacts.ts'
import type { Definition, Place } from '#shared/notebookFile/definitions.ts'
import { edited, type Edit } from '#shared/notebookFile/edits.ts'
import { isHanded, type NotebookSense } from '#shared/notebookFile/needs.ts'
import type { StepNames } from '#shared/notebookFile/stepNames.ts'

export type Rename = { readonly from: string; readonly to: string }
export type StepCode = {
  readonly code: string
  readonly renames: readonly Rename[]
}

/** `replaced`: changes of the cell's own code that come of something else than names (files, what it shows). */
export function stepCodeOf(
  cell: number,
  sense: NotebookSense,
  names: StepNames,
  replaced: readonly Edit[],
  last: string,
): StepCode {
  const facts = sense.facts[cell]
  const needs = sense.needs.get(cell)
  if (!facts || !needs) return { code: facts?.code ?? '', renames: [] }
  const carried = needs.carried.map((place) => carriedText(place, sense, names))
  const own = ownText(cell, facts, sense, names)
  const fixed = [...replaced, ...deletions(facts)]
  const body = edited(facts.code, [...fixed, ...own.edits.filter((one) => !touches(one, fixed))]).replace(
    /^(?:[ \t]*\n)+/,
    '',
  )
  const parts = [
    carried.map(({ text }) => text).join('\n'),
    [...own.above, body, ...own.below, ...(last === '' ? [] : [last])].join('\n'),
  ]
  return { code: parts.filter((one) => one !== '').join('\n\n'), renames: own.renames }
}

/** `del` of what another cell made would find nothing; of its own, it frees what ends with the step anyway. */
const deletions = ({ statements }: CellFacts): readonly Edit[] =>
  statements.flatMap(({ kind, start, end }) => (kind === 'delete' ? [{ start, end, text: 'pass' }] : []))

const touches = (one: Edit, others: readonly Edit[]): boolean =>
  others.some(({ start, end }) => start < one.end && one.start < end)

/** A statement of another cell, with the tables that it reads called by their names. */
function carriedText({ cell, statement }: Place, sense: NotebookSense, names: StepNames): { text: string } {
  const facts = sense.facts[cell]
  const one = facts?.statements[statement]
  if (!facts || !one) return { text: '' }
  const edits: Edit[] = []
  const above: string[] = []
  for (const definition of sense.definitions.get(cell)?.reads[statement]?.values() ?? []) {
    const to = handedName(definition, sense, names)
    if (to === undefined || to === definition.name) continue
    const places = facts.places[definition.name]
    const isBound = [...one.binds, ...one.changes].some(({ name }) => name === definition.name)
    if (places && !isBound)
      edits.push(...places.filter((place) => place.statement === statement).map(editOf(definition.name, to)))
    else above.push(`${definition.name} = ${to}`)
  }
  const inside = edits.map((edit) => ({ ...edit, start: edit.start - one.start, end: edit.end - one.start }))
  return { text: [...above, edited(facts.code.slice(one.start, one.end), inside)].join('\n') }
}

/** The table's name, when another step hands this over; undefined for what is no table or is made here. */
const handedName = (one: Definition, sense: NotebookSense, names: StepNames): string | undefined =>
  isHanded(one, sense.isStep) ? names.nameOf(one) : undefined

const editOf =
  (from: string, to: string) =>
  ({ start }: NamePlace): Edit => ({ start, end: start + from.length, text: to })

type Own = {
  readonly edits: Edit[]
  readonly above: string[]
  readonly below: string[]
  readonly renames: Rename[]
}

function ownText(cell: number, facts: CellFacts, sense: NotebookSense, names: StepNames): Own {
  const own: Own = { edits: [], above: [], below: [], renames: [] }
  const made = new Map(names.outputs.get(cell)?.map((one) => [one.name, names.nameOf(one)]))
  const touched = new Set(
    facts.statements.flatMap(({ binds, changes }) => [...binds, ...changes].map((one) => one.name)),
  )
  const came = new Map<string, Definition>()
  const definitions = sense.definitions.get(cell)
  for (const [at, seen] of (definitions?.reads ?? []).entries()) {
    for (const one of seen.values()) if (one.cell !== cell) came.set(one.name, one)
    for (const name of facts.statements[at]?.later ?? []) {
      const one = definitions?.before.get(name)
      if (one && !touched.has(name)) came.set(name, one)
    }
  }
  for (const name of new Set([...came.keys(), ...made.keys()])) {
    const incoming = came.get(name)
    const from = incoming && handedName(incoming, sense, names)
    const to = made.get(name)
    const places = facts.places[name] ?? undefined
    if (to !== undefined && to !== name) own.renames.push({ from: name, to })
    if (from === undefined) makes(own, name, to, places)
    else if (to === undefined) reads(own, name, from, touched.has(name) ? undefined : places)
    else if (from === to) continue
    else both(own, facts, { name, from, to, places })
  }
  return own
}

function makes(
  own: Own,
  name: string,
  to: string | undefined,
  places: readonly NamePlace[] | undefined,
): void {
  if (to === undefined || to === name) return
  if (places) own.edits.push(...places.map(editOf(name, to)))
  else own.below.push(`${to} = ${name}`)
}

function reads(own: Own, name: string, from: string, places: readonly NamePlace[] | undefined): void {
  if (from === name) return
  if (places) own.edits.push(...places.map(editOf(name, from)))
  else own.above.push(`${name} = ${from}`)
}

type Both = {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly places: readonly NamePlace[] | undefined
}

/** It reads one table of this name and makes another: two names, told apart by where they stand, or by a first line. */
function both(own: Own, { statements }: CellFacts, { name, from, to, places }: Both): void {
  const isChanged = statements.some(({ changes }) => changes.some((one) => one.name === name))
  const first = statements.findIndex(({ binds }) => binds.some((one) => one.name === name))
  const copied = isChanged ? `${from}.copy()` : from
  if (!places) {
    if (isChanged || from !== name) own.above.push(`${name} = ${copied}`)
    if (to !== name) own.below.push(`${to} = ${name}`)
    return
  }
  const isPlain = statements[first]?.isAssignment === true && places.every(({ role }) => role !== 'later')
  if (isChanged || !isPlain) {
    own.above.push(`${to} = ${copied}`)
    own.edits.push(...places.map(editOf(name, to)))
    return
  }
  for (const place of places) {
    const isBefore = place.statement < first || (place.statement === first && place.role === 'read')
    own.edits.push(editOf(name, isBefore ? from : to)(place))
  }
}
