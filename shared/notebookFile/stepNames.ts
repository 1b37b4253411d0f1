/** A name of its own for each table that the steps of a notebook make: `df`, then `df_2` where another cell binds it anew. */
import { nameKey, TableName } from '#shared/ids.ts'
import { GIVEN, type Definition } from '#shared/notebookFile/definitions.ts'
import type { NotebookSense } from '#shared/notebookFile/needs.ts'

export type StepNames = {
  /** What the cell hands over: what other cells read, or what it made last. */
  readonly outputs: ReadonlyMap<number, readonly Definition[]>
  readonly nameOf: (definition: Definition) => string
  readonly free: (wanted: string) => string
}

/** The most that one step hands over. */
const MOST_OUTPUTS = 16

export function stepNamesOf(sense: NotebookSense, taken: readonly string[], isRenaming: boolean): StepNames {
  const keys = new Set(taken.map(nameKey))
  const free = (wanted: string): string => {
    const plain = TableName.safeParse(wanted).success ? wanted : tableWord(wanted)
    let name = plain
    for (let turn = 2; keys.has(nameKey(name)); turn += 1) name = `${plain.slice(0, 58)}_${turn}`
    keys.add(nameKey(name))
    return name
  }
  const read = new Map<number, Map<string, Definition>>()
  for (const { frames } of sense.needs.values())
    for (const one of frames) {
      if (one.cell === GIVEN) continue
      const names = read.get(one.cell) ?? new Map<string, Definition>()
      read.set(one.cell, names.set(one.name, one))
    }
  const outputs = new Map<number, readonly Definition[]>()
  const given = new Map<string, string>()
  for (const cell of sense.order) {
    if (!sense.isStep(cell)) continue
    const own = [...(sense.definitions.get(cell)?.after.values() ?? [])].filter(
      (one) => one.cell === cell && one.sort === 'frame',
    )
    const wanted = [...(read.get(cell)?.values() ?? [])]
    const made = wanted.length > 0 ? wanted : own.slice(-1)
    outputs.set(cell, made.slice(0, MOST_OUTPUTS))
    for (const one of made) given.set(`${cell} ${one.name}`, isRenaming ? free(one.name) : one.name)
  }
  return { outputs, free, nameOf: (one) => given.get(`${one.cell} ${one.name}`) ?? one.name }
}

function tableWord(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9_]+/g, '_')
    .slice(0, 56)
  return /^[A-Za-z_]\w*$/.test(plain) && /[A-Za-z0-9]/.test(plain)
    ? plain
    : `table_${plain}`.replace(/_+$/, '')
}
