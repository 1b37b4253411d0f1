/** From a column of any name back to the dataset columns that its values come from, through every step between. */
import { nameKey, type TableName } from '#shared/ids.ts'
import type { Lineage } from '#shared/preflight.ts'
import { resolve } from '#shared/scope.ts'
import type { WorkspaceState } from '#shared/workspace.ts'

export type Origin = { readonly dataset: TableName; readonly column: string }

/** A coarse step passes on every column that it reads: too much is said rather than too little. */
export function originsOf(state: WorkspaceState, name: string, column: string): readonly Origin[] {
  const found = new Map<string, Origin>()
  const seen = new Set<string>()
  const walk = (table: string, of: string): void => {
    const key = JSON.stringify([nameKey(table), of.toLowerCase()])
    if (seen.has(key)) return
    seen.add(key)
    const named = resolve(state, table)
    if (!named) return
    if (named.kind === 'dataset') {
      const spelled = named.dataset.current.columns.find((one) => isSameColumn(one.name, of))
      if (spelled) found.set(key, { dataset: named.name, column: spelled.name })
      return
    }
    const lineage = named.proposal.preflight?.analysis.lineage
    if (lineage) for (const from of sourcesOf(lineage, of)) walk(from.table, from.column)
  }
  walk(name, column)
  return [...found.values()]
}

export function sourcesOf(lineage: Lineage, column: string) {
  const exact = lineage.columns.find((one) => isSameColumn(one.column, column))
  if (lineage.coarse.length === 0) return exact?.from ?? []
  return [...lineage.columns.flatMap((one) => one.from), ...lineage.rows]
}

export const isSameColumn = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** Dataset columns marked as personal, or likely so, that a column's values come from. */
export function sensitiveOriginsOf(state: WorkspaceState, name: string, column: string): readonly Origin[] {
  return originsOf(state, name, column).filter((origin) => {
    const named = resolve(state, origin.dataset)
    if (named?.kind !== 'dataset') return false
    const found = named.dataset.current.columns.find((one) => one.name === origin.column)
    return found !== undefined && found.sensitivity !== 'none'
  })
}
